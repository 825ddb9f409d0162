"""What a person has to decide after a build: names to polish, handlers to write or delete, the version."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import tomlkit

from generator.changes.change import at_least, highest, next_version
from generator.changes.sides import committed
from generator.escaping import span
from generator.model.operations import is_documentation, walk
from generator.refusal import Refusal
from generator.source.names import NAME_SECTIONS
from generator.source.published import route
from generator.source.specification import load
from generator.source.version import release, version
from generator.surface.compare import compare_surfaces
from generator.surface.file import read_kept
from generator.surface.read import read_surface

_ROUTES = "cortex_async/emulator/routes"


def checklist(root: Path, api: str) -> list[str]:
    """Return one line for each decision about ``api``, compared with git's HEAD. Empty: nothing to decide."""
    found = [*_names(root, api)]
    if api == "cortex":
        found += [*_handlers(root, api), *_version(root)]
    return found


def _names(root: Path, api: str) -> Iterator[str]:
    directory = root / "spec" / api
    old = committed(root, directory)
    before = tomlkit.parse(old.names if old is not None else "").unwrap()
    after = tomlkit.parse((directory / "names.toml").read_text("utf-8")).unwrap()
    known = {name for section in NAME_SECTIONS for name in before.get(section, {}).values()}
    for section in NAME_SECTIONS:
        for key, name in after.get(section, {}).items():
            # A line whose name stays is one of a renamed operationId.
            if key not in before.get(section, {}) and name not in known:
                yield (
                    f"name: [{section}] {key} = {span(name)} is a default; "
                    f"polish it in spec/{api}/names.toml before the release"
                )
    for kind in ("operations", "fields"):
        gone: dict[str, Any] = after.get("removed", {}).get(kind, {})
        for key in gone.keys() - before.get("removed", {}).get(kind, {}).keys():
            yield (
                f"removed: {span(gone[key]['name'])} ({key}) is in no response and no request any more; delete the code, "
                f"tests and docs that use it"
            )


def _handlers(root: Path, api: str) -> Iterator[str]:
    if not (root / _ROUTES).is_dir():
        return
    handled = {route(method, path): place for method, path, place in _handled(root)}
    specification = load(root / "spec" / api, release(root))
    served: dict[str, tuple[str, str, str]] = {}
    for operation_id, method, path, body, _ in walk(specification.document):
        served[route(method, path)] = operation_id, method.upper(), path
        if route(method, path) not in handled and not is_documentation(body):
            yield (
                f"handler: {operation_id} has none, so the emulator responds with 501; write a function with "
                f'@handles("{method.upper()}", "{path}") in {_ROUTES}'
            )
    for key in sorted(handled.keys() - served.keys()):
        yield (
            f"handler: the spec no longer has {key}; "
            f"delete its function at {handled[key]} and the tests that call it"
        )


def _handled(root: Path) -> Iterator[tuple[str, str, str]]:
    """Yield (method, path, place) of each function with ``@handles``, read without importing the emulator."""
    for path in sorted((root / _ROUTES).glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            for decorator in getattr(node, "decorator_list", ()):
                match decorator:
                    case ast.Call(
                        ast.Name("handles"), [ast.Constant(str(method)), ast.Constant(str(template))]
                    ):
                        yield method, template, f"{path.relative_to(root).as_posix()}:{decorator.lineno}"


def _version(root: Path) -> Iterator[str]:
    try:
        kept, now = read_kept(root), read_surface(root)
    except Refusal:
        return
    level = highest(compare_surfaces(kept.surface, now))
    needed = next_version(kept.version, level)
    if level is not None and not at_least(version(root), needed):
        yield (
            f"version: {level} changes since {kept.version}; raise VERSION in cortex_async/_core/version.py to {needed}, and "
            f"add the entry that `python -m generator diff --format markdown` prints to CHANGELOG.md"
        )
