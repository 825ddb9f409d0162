"""From a specification directory to the files of one API."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

from attrs import frozen

from . import VERSION
from .assemble import assemble
from .document import Specification, load
from .emit import Layout, emit
from .naming import Names
from .write import formatted

_PLACEHOLDER = re.compile(r"\{[^{}]*\}")


@frozen
class Build:
    """``files`` maps paths below the repository to texts; ``owned`` are the directories that hold nothing else."""

    files: dict[str, str | bytes]
    owned: tuple[str, ...]
    operations: int
    models: int
    new_names: tuple[tuple[str, str, str], ...]


def layout(name: str, source: str) -> Layout:
    """Cortex is the SDK itself; any other API is a contribution on the same core."""
    inside = "" if name == "cortex" else f".contrib.{name}"
    return Layout(source, f"cortex_async{inside}._generated", f"cortex_sync{inside}._generated")


def build(root: Path, name: str) -> Build:
    """Everything that ``spec/<name>`` gives, in memory. Raises ``Refusal``."""
    directory = root / "spec" / name
    specification = load(directory)
    api = assemble(specification)
    source = f"spec/{name}"
    place = layout(name, source)
    files: dict[str, str | bytes] = dict(formatted(emit(api, place, _bound(specification.names))))
    files[place.path(place.package, specification.path.name)] = specification.raw
    names_text = specification.names.text_with_additions()
    files[f"{source}/names.toml"] = names_text
    files[f"{source}/lock.json"] = _lock(specification, names_text)
    owned = (place.path(place.package), place.path(place.sync_package))
    added = tuple(sorted(specification.names.added))
    return Build(files, owned, len(api.operations), len(api.models), added)


def _bound(names: Names) -> dict[str, int]:
    return {scope: len(_PLACEHOLDER.findall(path)) for scope, path in (names.setting("scopes") or {}).items()}


def _lock(specification: Specification, names_text: str) -> str:
    read = {specification.path.name: specification.raw, "names.toml": names_text.encode()}
    overlay = specification.directory / "overlay.yaml"
    if overlay.exists():
        read[overlay.name] = overlay.read_bytes()
    sums = {name: hashlib.sha256(raw).hexdigest() for name, raw in read.items()}
    return json.dumps({"generator": VERSION, "sha256": sums}, indent=2, sort_keys=True) + "\n"
