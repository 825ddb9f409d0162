"""A large spec for generators: the Cortex spec, several times in one."""

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
    """The spec after its overlay, which would not find its targets in the copies."""
    command = [sys.executable, "-c", _REPAIRED, str(_CORTEX)]
    result = subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return cast("dict[str, Any]", json.loads(result.stdout))


def copied(spec: dict[str, Any], count: int) -> dict[str, Any]:
    """Add ``count - 1`` copies to a spec, each with its own paths, operations, schemas and tags.

    The description of the event stream is not copied: an API has one union of events.
    """
    paths, schemas = dict(spec["paths"]), dict(spec["components"]["schemas"])
    tags = list(spec.get("tags", ()))
    for number in range(2, count + 1):
        copy = _Copy(number)
        for path, item in spec["paths"].items():
            if not _is_documentation(item):
                paths[copy.path(path)] = copy.of(item)
        schemas |= {
            copy.name(name): copy.of(schema) for name, schema in spec["components"]["schemas"].items()
        }
        tags += [{**tag, "name": copy.name(tag["name"])} for tag in spec.get("tags", ())]
    components = {**spec["components"], "schemas": schemas}
    return {**spec, "paths": paths, "components": components, "tags": tags}


def repository(folder: Path, spec: dict[str, Any], count: int) -> Path:
    """Make a directory for the generator with the multiplied spec, in which nothing is generated yet."""
    cortex = folder / "spec" / "cortex"
    cortex.mkdir(parents=True)
    (cortex / "openapi.json").write_text(json.dumps(copied(spec, count)), "utf-8")
    (cortex / "names.toml").write_text(_names(count), "utf-8")
    shutil.copy(_CORTEX / "lock.json", cortex)
    (folder / "pyproject.toml").write_text('[project]\nversion = "0.1.0"\n', "utf-8")
    return folder


def _names(count: int) -> str:
    """names.toml, with further lines for the copies where the generator requires them."""
    toml = (_CORTEX / "names.toml").read_text("utf-8")
    for section in ("fields", "parameters"):
        lines = [
            f'"{_Copy(number).name(owner)}.{wire}" = "{name}"\n'
            for number in range(2, count + 1)
            for owner, wire, name in _entries(section)
        ]
        toml = toml.replace(f"[{section}]\n", f"[{section}]\n{''.join(lines)}")
    return toml


def _entries(section: str) -> list[tuple[str, str, str]]:
    entries: dict[str, str] = tomllib.loads((_CORTEX / "names.toml").read_text("utf-8"))[section]
    return [(owner, wire, name) for key, name in entries.items() for owner, _, wire in [key.partition(".")]]


class _Copy:
    """The names in one copy: those of the spec with a suffix."""

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
        if key == "$ref" and not str(member).startswith("#/components/schemas/"):
            return member  # what the copies share
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
