"""The Cortex document, several times in one: what a generator makes of a large API."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any, cast

from benchmarks.harness.environment import ROOT

_CORTEX = ROOT / "spec" / "cortex"
_VALUES = ("enum", "x-known-values")
SCOPE = "/api/projects/{projectId}/"
_REPAIRED = (
    "import json, pathlib, sys; from generator.source.specification import load; "
    "json.dump(load(pathlib.Path(sys.argv[1])).document, sys.stdout)"
)


def repaired() -> dict[str, Any]:
    """The document after its overlay: the repairs address places that copies do not have."""
    command = [sys.executable, "-c", _REPAIRED, str(_CORTEX)]
    result = subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return cast("dict[str, Any]", json.loads(result.stdout))


def copied(document: dict[str, Any], count: int) -> dict[str, Any]:
    """``document`` with ``count - 1`` copies in it, each with paths, operations, schemas and tags of its own.

    The description of the event stream stays the only one: an API has one union of events.
    """
    paths, schemas = dict(document["paths"]), dict(document["components"]["schemas"])
    tags = list(document.get("tags", ()))
    for number in range(2, count + 1):
        copy = _Copy(number)
        for path, item in document["paths"].items():
            if not _is_documentation(item):
                paths[copy.path(path)] = copy.of(item)
        schemas |= {
            copy.name(name): copy.of(schema) for name, schema in document["components"]["schemas"].items()
        }
        tags += [{**tag, "name": copy.name(tag["name"])} for tag in document.get("tags", ())]
    components = {**document["components"], "schemas": schemas}
    return {**document, "paths": paths, "components": components, "tags": tags}


def repository(folder: Path, document: dict[str, Any], count: int) -> Path:
    """A directory such as the generator builds in, with the document so many times in one and nothing generated yet."""
    spec = folder / "spec" / "cortex"
    spec.mkdir(parents=True)
    (spec / "openapi.json").write_text(json.dumps(copied(document, count)), "utf-8")
    (spec / "names.toml").write_text(_names(count), "utf-8")
    shutil.copy(_CORTEX / "lock.json", spec)
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def _names(count: int) -> str:
    """names.toml, and for the copies those of its lines without which the generator refuses them."""
    text = (_CORTEX / "names.toml").read_text("utf-8")
    for section in ("fields", "parameters"):
        lines = [
            f'"{_Copy(number).name(owner)}.{wire}" = "{name}"\n'
            for number in range(2, count + 1)
            for owner, wire, name in _entries(section)
        ]
        text = text.replace(f"[{section}]\n", f"[{section}]\n{''.join(lines)}")
    return text


def _entries(section: str) -> list[tuple[str, str, str]]:
    entries: dict[str, str] = tomllib.loads((_CORTEX / "names.toml").read_text("utf-8"))[section]
    return [(owner, wire, name) for key, name in entries.items() for owner, _, wire in [key.partition(".")]]


class _Copy:
    """Names of one copy: the document's own with a suffix."""

    def __init__(self, number: int) -> None:
        self._suffix = f"C{number:02}"

    def name(self, name: str) -> str:
        return name + self._suffix

    def path(self, path: str) -> str:
        """Another path in the same scope."""
        prefix = SCOPE if path.startswith(SCOPE) else "/api"
        rest = path.removeprefix(prefix).strip("/")
        return f"{prefix.rstrip('/')}/{self._suffix.lower()}/{rest}".rstrip("/")

    def of(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self.of(member) for member in value]
        if not isinstance(value, dict):
            return value
        return {key: self._member(key, member, value) for key, member in value.items()}

    def _member(self, key: str, member: Any, beside: dict[str, Any]) -> Any:
        if key in ("$ref", "operationId") and isinstance(member, str):
            return self.name(member)
        if key in ("tags", *_VALUES) and isinstance(member, list):
            return [self.name(one) if isinstance(one, str) else one for one in member]
        if key == "default" and isinstance(member, str) and any(values in beside for values in _VALUES):
            return self.name(member)
        return self.of(member)


def _is_documentation(item: dict[str, Any]) -> bool:
    return any(
        operation.get("x-documentation-only") for operation in item.values() if isinstance(operation, dict)
    )
