"""Users see public modules only: in the code of examples and documentation, in docstrings, signatures and
messages of errors.

A module is private if a part of its name begins with an underscore.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import re
import textwrap
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]

PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
EXAMPLES = sorted([*(ROOT / "examples").rglob("*.py"), *(ROOT / "tests" / "scenarios").glob("*/*.py")])
# For people who work on the SDK rather than with it.
INTERNAL_PAGES = {"docs/architecture.md"}

PUBLIC = [
    "cortex_async",
    "cortex_async.access",
    "cortex_async.archives",
    "cortex_async.contrib.nimrobo",
    "cortex_async.contrib.orga",
    "cortex_async.contrib.rtcstack",
    "cortex_async.emulator",
    "cortex_async.events",
    "cortex_async.evidence",
    "cortex_async.live",
    "cortex_async.models",
    "cortex_async.redaction",
    "cortex_async.tables",
    "cortex_async.telemetry",
    "cortex_async.telemetry.opentelemetry",
    "cortex_async.telemetry.prometheus",
    "cortex_async.testing",
    "cortex_async.transcripts",
    "cortex_async.webhooks",
    "cortex_sync",
    "cortex_sync.access",
    "cortex_sync.archives",
    "cortex_sync.contrib.nimrobo",
    "cortex_sync.contrib.orga",
    "cortex_sync.contrib.rtcstack",
    "cortex_sync.evidence",
    "cortex_sync.live",
    "cortex_sync.redaction",
    "cortex_sync.tables",
    "cortex_sync.webhooks",
    "cortex_sync.telemetry",
    "cortex_sync.telemetry.opentelemetry",
    "cortex_sync.telemetry.prometheus",
    "cortex_sync.testing",
    "cortex_sync.transcripts",
    "cortex_sync.models",
    "cortex_sync.events",
    "cortex_sync.emulator",
]
SOURCES = sorted(
    path
    for package in ("cortex_async", "cortex_sync")
    for path in (ROOT / package).rglob("*.py")
    if "_generated" not in path.parts
)


def shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def is_private(module: str) -> bool:
    return any(part.startswith("_") and not part.endswith("__") for part in module.split("."))


def blocks(page: str) -> Iterator[tuple[int, str]]:
    """(first line, code) of every Python block of a page, also of indented ones."""
    for found in re.finditer(
        r"^( *)```(?:python|py|pycon)\b[^\n]*\n(.*?)^\1```", page, re.DOTALL | re.MULTILINE
    ):
        yield page.count("\n", 0, found.start(2)) + 1, textwrap.dedent(found[2])


def private_imports(code: str) -> Iterator[tuple[int, str]]:
    """(line, module) of every import of a private module, and of every private name."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            named = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            named = [f"{node.module or ''}.{alias.name}".lstrip(".") for alias in node.names]
        else:
            continue
        yield from ((node.lineno, name) for name in named if is_private(name))


def parsed(code: str) -> str:
    """A block as something that parses: one with ``await`` in the open is the body of a function."""
    code = re.sub(r"^(>>> |\.\.\. )", "", code, flags=re.MULTILINE)
    try:
        ast.parse(code)
    except SyntaxError:
        return f"async def block():\n{textwrap.indent(code, '    ')}"
    return code


@pytest.mark.parametrize("path", EXAMPLES, ids=shown)
def test_an_example_imports_public_modules(path: Path) -> None:
    assert list(private_imports(path.read_text("utf-8"))) == []


@pytest.mark.parametrize("path", PAGES, ids=shown)
def test_a_page_imports_public_modules(path: Path) -> None:
    for line, code in blocks(path.read_text("utf-8")):
        assert list(private_imports(parsed(code))) == [], f"{shown(path)}:{line}"


@pytest.mark.parametrize("path", [path for path in PAGES if shown(path) not in INTERNAL_PAGES], ids=shown)
def test_a_page_names_no_private_package(path: Path) -> None:
    lines = path.read_text("utf-8").splitlines()
    assert [f"{shown(path)}:{number}" for number, line in enumerate(lines, 1) if "_core" in line] == []


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("from cortex_async._core.response import Response", ["cortex_async._core.response.Response"]),
        ("import cortex_async._core.errors", ["cortex_async._core.errors"]),
        ("from cortex_async import _core", ["cortex_async._core"]),
        ("from __future__ import annotations\nfrom cortex_async import CortexClient", []),
        ("async with client: import cortex_sync._generated", ["cortex_sync._generated"]),
    ],
)
def test_a_private_import_would_be_seen(code: str, found: list[str]) -> None:
    page = f"Text.\n\n  ```python\n  {code.replace(chr(10), chr(10) + '  ')}\n  ```\n"
    ((line, block),) = blocks(page)
    assert line == 4
    assert [name for _, name in private_imports(parsed(block))] == found


# -- what public names say of themselves


def documented(module: ModuleType) -> Iterator[tuple[str, Any]]:
    """The public names of a module, and the public members of its classes."""
    for name in module.__all__:
        value = getattr(module, name)
        yield name, value
        if inspect.isclass(value):
            for member in dir(value):
                if not member.startswith("_") or member == "__init__":
                    yield f"{name}.{member}", inspect.getattr_static(value, member)


def statements(value: Any) -> Iterator[str]:
    """The docstring and the annotations of a public name, as users see them."""
    inner = value.fget if isinstance(value, property) else getattr(value, "__func__", value)
    if inspect.isclass(inner) or inspect.isroutine(inner):
        yield inspect.getdoc(inner) or ""
    if inspect.isfunction(inner):
        yield from (
            str(annotation) for annotation in inner.__annotations__.values() if isinstance(annotation, str)
        )


@pytest.mark.parametrize("name", PUBLIC)
def test_docstrings_and_signatures_name_no_private_package(name: str) -> None:
    module = importlib.import_module(name)
    assert "_core" not in (module.__doc__ or "")
    wrong = [
        f"{name}.{member}"
        for member, value in documented(module)
        if any("_core" in statement for statement in statements(value))
    ]
    assert wrong == []


# -- messages


def messages(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """(line, string) of every string in a raise statement, a call that makes an error or warns, or a call of
    a logger.
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.Raise) or (isinstance(node, ast.Call) and _says_something(node.func)):
            for inner in ast.walk(node):
                if isinstance(inner, ast.Constant) and isinstance(inner.value, str):
                    yield inner.lineno, inner.value


def _says_something(function: ast.expr) -> bool:
    if isinstance(function, ast.Attribute):
        owner = function.value.id if isinstance(function.value, ast.Name) else ""
        return function.attr in ("of", "warn") or owner in ("_log", "_logger", "logger", "logging")
    return isinstance(function, ast.Name) and (
        function.id.startswith("wrong_") or function.id[:1].isupper() or function.id.endswith("error")
    )


def test_messages_name_no_private_package() -> None:
    found = [
        f"{shown(path)}:{line}"
        for path in SOURCES
        for line, message in messages(ast.parse(path.read_text("utf-8")))
        if "_core" in message
    ]
    assert found == []


def test_a_message_would_be_seen() -> None:
    code = (
        'raise ValueError(f"{x} is of cortex_async._core")\n_logger.warning("_core %s", 1)\n'
        'raise Wrong.of("_core")\nimport_module("_core")'
    )
    assert sorted({line for line, message in messages(ast.parse(code)) if "_core" in message}) == [1, 2, 3]
