"""Small specifications for generator tests: written to a folder, built, and imported under a name of their own."""

from __future__ import annotations

import copy
import itertools
import json
import sys
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from generator.assemble import assemble
from generator.document import load
from generator.emit import Layout, emit
from generator.ir import Api
from generator.write import formatted, write

_numbers = itertools.count()

MINIMAL: dict[str, Any] = {
    "openapi": "3.0.0",
    "info": {"title": "Rooms", "version": "1"},
    "paths": {
        "/rooms/{id}": {
            "get": {
                "operationId": "getRoom",
                "tags": ["Rooms"],
                "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}],
                "responses": {
                    "200": {
                        "description": "The room",
                        "content": {
                            "application/json": {"schema": {"$ref": "#/components/schemas/RoomResponse"}}
                        },
                    }
                },
            }
        }
    },
    "components": {
        "schemas": {
            "RoomResponse": {
                "type": "object",
                "properties": {"id": {"type": "string"}, "peers": {"type": "integer"}},
                "required": ["id"],
            }
        }
    },
}


def changed(*steps: tuple[str, Any], document: Mapping[str, Any] = MINIMAL) -> dict[str, Any]:
    """A copy of ``document`` with the value at each slash-separated path replaced; ``~1`` stands for a slash, None deletes."""
    result = copy.deepcopy(dict(document))
    for path, value in steps:
        *parents, last = [step.replace("~1", "/") for step in path.split("/")]
        node: Any = result
        for step in parents:
            node = node[int(step)] if isinstance(node, list) else node.setdefault(step, {})
        if value is None:
            del node[last]
        elif isinstance(node, list):
            node.insert(int(last), value)
        else:
            node[last] = value
    return result


def specification(folder: Path, document: Mapping[str, Any], *, names: str = "", overlay: str = "") -> Path:
    """``folder`` as a specification directory."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "openapi.json").write_text(json.dumps(document), "utf-8")
    if names:
        (folder / "names.toml").write_text(names, "utf-8")
    if overlay:
        (folder / "overlay.yaml").write_text(overlay, "utf-8")
    return folder


def read(folder: Path, document: Mapping[str, Any] = MINIMAL, **files: str) -> Api:
    return assemble(load(specification(folder, document, **files)))


def generate(folder: Path, document: Mapping[str, Any], *, names: str = "", overlay: str = "") -> ModuleType:
    """Generates both colours into ``folder`` and imports the async package; its siblings import by name from there."""
    loaded = load(specification(folder / "spec", document, names=names, overlay=overlay))
    package = f"made_{next(_numbers)}"
    layout = Layout("spec", package, f"{package}_sync")
    scopes = loaded.names.setting("scopes") or {}
    bound = {scope: path.count("{") for scope, path in scopes.items()}
    write(formatted(emit(assemble(loaded), layout, bound)), folder, ())
    sys.path.insert(0, str(folder))
    try:
        return import_module(package)
    finally:
        sys.path.remove(str(folder))


def part(package: ModuleType, name: str) -> ModuleType:
    """A submodule of a generated package, e.g. ``operations.account.rooms``."""
    sys.path.insert(0, str(Path(str(package.__file__)).parent.parent))
    try:
        return import_module(f"{package.__name__}.{name}")
    finally:
        sys.path.pop(0)
