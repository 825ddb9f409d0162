"""Imports go down only. The table is the architecture; a new module needs a line here."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

# The longest prefix of a module's name decides its floor. An import may go down or stay on the floor.
FLOORS = {
    "cortex_async._core": 0,
    "cortex_async._core.secrets.redaction": 1,
    "cortex_async._core.call.facts": 1,
    "cortex_async._core.codec.diagnosis": 1,
    "cortex_async._core.codec.cattrs_converter": 1,
    "cortex_async._core.codec.unreadable": 1,
    "cortex_async._core.codec.codec": 1,
    "cortex_async._core.retry": 1,
    "cortex_async._core.auth.credentials": 1,
    "cortex_async._core.call.service": 1,
    "cortex_async._core.paging": 1,
    "cortex_async._core.stream": 2,
    "cortex_async._core.operations": 2,
    "cortex_async._core.call.state": 2,
    "cortex_async._core.call.defaults": 2,
    "cortex_async._core.http.lazy_transport": 3,
    "cortex_async._core.call.attempts": 3,
    "cortex_async._core.service_client": 3,
    "cortex_async._core.http.transport": 3,
    "cortex_async._core.http.borrowed": 3,
    "cortex_async._core.http.failures": 3,
    "cortex_async._generated": 0,
    "cortex_async._generated.models": 0,
    "cortex_async._generated.decoders": 1,
    "cortex_async._generated.events": 1,
    "cortex_async._generated.operations": 2,
    "cortex_async._generated.scopes": 3,
    "cortex_async.models": 1,
    "cortex_async.config": 2,
    "cortex_async.event_types": 2,
    "cortex_async.webhooks": 2,
    "cortex_async.events": 4,
    "cortex_async.live": 4,
    "cortex_async.resources": 5,
    "cortex_async.api_client": 5,
    "cortex_async.project": 6,
    "cortex_async.client": 6,
    "cortex_async.contrib": 7,
    "cortex_async.emulator": 7,
    "cortex_async.testing": 7,
    "cortex_async.pytest_plugin": 9,
    "cortex_async": 8,
    "cortex_sync": 8,
}
"""``cortex_async.pytest_plugin`` stands above both colours, since it has fixtures of both."""

ONLY_IN = {
    "aiohttp": (
        "cortex_async._core.http.transport",
        "cortex_async._core.http.borrowed",
        "cortex_async._core.http.failures",
        "cortex_async._core.http.sessions",
        "cortex_async._core.http.connector",
        "cortex_async.emulator",
        "cortex_async.webhooks",
        "cortex_async.contrib",
        "cortex_async.testing",
    ),
    "backoff": ("cortex_async._core.retry",),
    "openapi_python_client": ("generator.source.document",),
    "generator": ("generator",),
    "cattrs": ("cortex_async._core.codec.codec", "cortex_async._core.codec.cattrs_converter"),
}

MODULES = sorted(
    path
    for package in ("cortex_async", "cortex_sync", "generator")
    for path in (ROOT / package).rglob("*.py")
)


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def floor(module: str) -> int | None:
    known = [prefix for prefix in FLOORS if module == prefix or module.startswith(prefix + ".")]
    return FLOORS[max(known, key=len)] if known else None


def imports(path: Path) -> Iterator[tuple[int, str, bool]]:
    """(line, module, for type checkers only) of every import, relative ones made absolute."""
    tree = ast.parse(path.read_text("utf-8"))
    typing_only = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    package = name_of(path).split(".")
    if path.name != "__init__.py":
        package = package[:-1]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name, id(node) in typing_only) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            head = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*head, *([node.module] if node.module else [])])
            for alias in node.names:
                inner = f"{module}.{alias.name}"
                is_module = (ROOT / inner.replace(".", "/")).with_suffix(".py").exists() or (
                    ROOT / inner.replace(".", "/")
                ).is_dir()
                yield node.lineno, inner if is_module else module, id(node) in typing_only


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_go_down_only(path: Path) -> None:
    here = floor(name_of(path))
    if here is None:
        assert name_of(path).startswith("generator"), f"{name_of(path)} has no floor: add it to FLOORS"
        return
    for line, module, typing_only in imports(path):
        there = floor(module)
        if there is not None and not typing_only:
            assert there <= here, (
                f"{path.relative_to(ROOT)}:{line}: floor {here} imports {module} of floor {there}"
            )


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_some_libraries_have_one_place(path: Path) -> None:
    here = name_of(path)
    for line, module, typing_only in imports(path):
        allowed = ONLY_IN.get(module.partition(".")[0])
        if allowed is not None and not typing_only:
            assert here.startswith(allowed), (
                f"{path.relative_to(ROOT)}:{line}: {module} may be imported in {allowed} only"
            )


def test_the_generator_imports_nothing_of_the_packages() -> None:
    for path in (ROOT / "generator").rglob("*.py"):
        for line, module, _ in imports(path):
            assert not module.startswith(("cortex_async", "cortex_sync")), f"{path.name}:{line}: {module}"


def test_the_table_has_no_dead_lines() -> None:
    names = {name_of(path) for path in MODULES}
    for prefix in FLOORS:
        assert any(name == prefix or name.startswith(prefix + ".") for name in names), (
            f"{prefix} does not exist"
        )


def test_an_upward_import_would_be_seen(tmp_path: Path) -> None:
    source = ROOT / "cortex_async" / "_core" / "request.py"
    found = {module for _, module, _ in imports(source)}
    assert "cortex_async._core.unset" in found
    assert floor("cortex_async.client.anything") == 6
    assert floor("somewhere.else") is None
