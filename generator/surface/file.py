"""spec/surface.json: the public surface of the last release."""

from __future__ import annotations

import json
from pathlib import Path

from attrs import frozen

from generator.refusal import Refusal
from generator.source.parsing import read_json
from generator.source.version import version
from generator.surface.entry import Entry, Surface


@frozen
class Kept:
    """A saved surface. ``version`` is the release that has it."""

    version: str
    surface: Surface


def surface_path(root: Path) -> Path:
    return root / "spec" / "surface.json"


def read_kept(root: Path) -> Kept:
    """Read spec/surface.json. Raises ``Refusal`` if it is missing or invalid."""
    path = surface_path(root)
    try:
        declared = read_json(path.read_text("utf-8"))
        return Kept(
            str(declared["version"]), {name: Entry.of_json(row) for name, row in declared["names"].items()}
        )
    except OSError:
        raise Refusal(str(path), "does not exist", "create it: python -m generator surface --write") from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Refusal(
            str(path), f"cannot be read ({error})", "recreate it: python -m generator surface --write"
        ) from None


def released(root: Path) -> str:
    """Return the version of the last release, or that of pyproject.toml if no surface is saved."""
    return read_kept(root).version if surface_path(root).is_file() else version(root)


def text_of(kept: Kept) -> str:
    """Return the content of spec/surface.json: one line for each name, for readable diffs."""
    rows = ",\n".join(
        f"    {json.dumps(name)}: {json.dumps(entry.as_json(), ensure_ascii=False)}"
        for name, entry in sorted(kept.surface.items())
    )
    return f'{{\n  "version": {json.dumps(kept.version)},\n  "names": {{\n{rows}\n  }}\n}}\n'
