"""Small specs for generator tests: written to a folder, built, and imported under unique names."""

from __future__ import annotations

import importlib
import itertools
import json
import sys
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from generator.build import bound
from generator.emit.package import Layout, emit
from generator.ir import Api
from generator.model.assemble import assemble
from generator.source.specification import load
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
    # Not deepcopy: a schema that is used in several places must become several.
    result: dict[str, Any] = json.loads(json.dumps(document))
    for path, value in steps:
        *parents, last = [step.replace("~1", "/") for step in path.split("/")]
        node: Any = result
        for step in parents:
            node = node[int(step)] if isinstance(node, list) else node.setdefault(step, {})
        if value is None:
            del node[int(last) if isinstance(node, list) else last]
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
    """Generate the async and sync version into ``folder``, import them, and return the async package."""
    loaded = load(specification(folder / "spec", document, names=names, overlay=overlay))
    package = f"made_{next(_numbers)}"
    layout = Layout("spec", package, f"{package}_sync")
    write(formatted(emit(assemble(loaded), layout, bound(loaded.names))), folder, ())
    sys.path.insert(0, str(folder))
    importlib.invalidate_caches()
    try:
        import_module(f"{package}_sync")
        return import_module(package)
    finally:
        sys.path.remove(str(folder))


def part(package: ModuleType, name: str) -> ModuleType:
    """A submodule of a generated package, e.g. ``operations.account.rooms``."""
    return import_module(f"{package.__name__}.{name}")


def document(
    paths: Mapping[str, Any], schemas: Mapping[str, Any] | None = None, **more: Any
) -> dict[str, Any]:
    """An OpenAPI 3.1 document; ``more`` are further components."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Test", "version": "1"},
        "paths": dict(paths),
        "components": {"schemas": dict(schemas or {}), **more},
    }


def operation(operation_id: str | None, response: Any = None, **more: Any) -> dict[str, Any]:
    """An operation with the tag Things and the JSON response ``response`` with 200, or none with 204."""
    responses = {"204": {"description": "Done"}} if response is None else {"200": success(response)}
    named = {} if operation_id is None else {"operationId": operation_id}
    return {**named, "tags": ["Things"], "responses": responses, **more}


def success(schema: Any, media: str = "application/json") -> dict[str, Any]:
    return {"description": "Fine", "content": {media: {"schema": schema}}}


def body(
    schema: Any, media: str = "application/json", *, required: bool = True, **more: Any
) -> dict[str, Any]:
    return {"required": required, "content": {media: {"schema": schema, **more}}}


def thing(properties: Mapping[str, Any], *required: str, **more: Any) -> dict[str, Any]:
    """An object schema."""
    return {"type": "object", "properties": dict(properties), "required": list(required), **more}


def ref(schema: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{schema}"}


STRING = {"type": "string"}
INTEGER = {"type": "integer"}
DATETIME = {"type": "string", "format": "date-time"}
