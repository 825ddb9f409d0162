"""The overlay of a proposal: printed, and tried on a copy."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from generator.build import build
from generator.escaping import as_json
from generator.observed.actions import Proposal, propose
from generator.observed.summary import read_summary
from generator.refusal import Refusal
from generator.source.parsing import read_yaml
from generator.source.specification import load
from generator.source.version import release
from generator.trial import copied
from generator.write import differences


def proposal_of(root: Path, api: str, summary: Path) -> Proposal:
    """Return what would repair the spec of ``api`` after a summary. Raises ``Refusal``."""
    rows = [row for row in read_summary(summary) if row.api == api]
    return propose(rows, load(root / "spec" / api, release(root)).document)


def written(proposal: Proposal, form: str) -> str:
    """Return an overlay with the actions: JSON, YAML, or YAML in Markdown."""
    overlay = {
        "overlay": "1.0.0",
        "info": {"title": "Proposed after what was observed", "version": "1.0.0"},
        "actions": proposal.actions,
    }
    if form == "json":
        return as_json({**overlay, "x-notes": proposal.notes})
    text = _yaml(overlay)
    return f"```yaml\n{text}```\n" if form == "markdown" else text


def tried(proposal: Proposal, root: Path, api: str) -> int:
    """Build ``api`` with the actions on a copy; return how many files would change.

    Raises ``Refusal`` for a proposal that cannot become code.
    """
    with copied(root, api) as copy:
        path = copy / "spec" / api / "overlay.yaml"
        overlay: dict[str, Any] = {"overlay": "1.0.0"}
        if path.is_file():
            overlay = read_yaml(path.read_bytes(), str(path))
        overlay["actions"] = [*(overlay.get("actions") or []), *proposal.actions]
        path.write_text(_yaml(overlay), "utf-8")
        try:
            made = build(copy, api, root)
        except Refusal as refusal:
            # The copy is gone by the time anybody reads its path.
            place = refusal.place.removeprefix(f"{copy}/")
            raise Refusal(
                place, f"the proposal cannot become code: {refusal.problem}", refusal.advice
            ) from None
    return len(differences(made.files, root, made.owned))


def _yaml(overlay: Mapping[str, Any]) -> str:
    text: str = yaml.safe_dump(dict(overlay), sort_keys=False, width=110)
    return text
