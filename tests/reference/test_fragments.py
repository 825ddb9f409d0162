"""The short pieces of code in docstrings use names, methods and keywords that exist. They leave out too much to run."""

from __future__ import annotations

import ast
import builtins
import inspect
import re
import typing
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from cortex_async import ConnectionSettings, CortexClient, Options, ProjectScope, StreamOptions
from cortex_async.emulator import Options as EmulatorOptions
from generator.surface.read import MODULES
from tests.docs.pages import ROOT
from tests.reference.cases import REFERENCE
from tests.reference.python_pages import NAMES

GIVEN = frozenset(
    """Annotated Depends Path app archive client collector decision emulator evidence frame handle message message_id messages model
    offer os path position project project_id public_key report router secret serve session_id stream telemetry timedelta
    transcript api_key receiver models""".split()  # noqa: SIM905  # shorter than a list
)
"""Names that a piece of code may find: objects of the reader's program."""

PAGES = sorted((REFERENCE / "python").glob("*.md"))
_BLOCK = re.compile(r"^```py\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def fragments() -> dict[str, str]:
    """The pieces of code by page and number, without signatures."""
    return {
        f"{page.stem}-{number}": code
        for page in PAGES
        for number, code in enumerate(_BLOCK.findall(page.read_text("utf-8")))
        if not all(
            isinstance(one, (ast.FunctionDef, ast.AsyncFunctionDef, ast.AnnAssign)) for one in parsed(code)
        )
    }


def parsed(code: str) -> list[ast.stmt]:
    return ast.parse(code).body


@cache
def public() -> dict[str, Any]:
    """Every public name of every module."""
    names = (
        *NAMES,
        "cortex_async.models",
        "cortex_async.events",
        *(f"cortex_async.{name}" for name in MODULES),
    )
    found: dict[str, Any] = {}
    for name in names:
        module = import_module(name)
        found |= {exported: getattr(module, exported) for exported in module.__all__}
    return found


@cache
def attributes() -> set[str]:
    """Every attribute of a public class, of what resources they have, and of models."""
    classes = [value for value in public().values() if inspect.isclass(value)]
    found = {name for cls in classes for name in dir(cls)}
    found |= {field.name for cls in classes for field in getattr(cls, "__attrs_attrs__", ())}
    found |= {name for cls in classes for name in getattr(cls, "__annotations__", ())}
    for owner in (CortexClient(api_key="x" * 20), ProjectScope(None, ("p",))):  # type: ignore[arg-type]  # makes no call
        for name in dir(type(owner)):
            if not name.startswith("_"):
                found |= set(dir(getattr(owner, name, None)))
    return found | set(public()) | {name for cls in (str, list, dict, Path) for name in dir(cls)}


def keywords(target: object) -> set[str] | None:
    """The keywords that a call takes, None if it takes any."""
    try:
        given = inspect.signature(typing.cast("Any", target))
    except (TypeError, ValueError):
        return None
    found = set(given.parameters)
    if any(one.kind is one.VAR_KEYWORD for one in given.parameters.values()):
        for options in (ConnectionSettings, EmulatorOptions, Options, StreamOptions):
            found |= set(options.__annotations__)
    return found


def problems(code: str) -> Iterator[str]:
    """What a piece of code uses that does not exist."""
    tree = ast.parse(code)
    own = {
        node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    own |= {node.name for node in ast.walk(tree) if isinstance(node, (ast.ClassDef, ast.AsyncFunctionDef))}
    own |= {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    own |= {node.name for node in ast.walk(tree) if isinstance(node, ast.MatchAs) and node.name}
    own |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id not in {*own, *GIVEN, *public(), *vars(builtins)}:
            yield f"{node.id} is no public name"
        if isinstance(node, ast.Attribute) and node.attr not in attributes() and not _of_others(node):
            yield f"nothing has an attribute {node.attr}"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in public():
            taken = keywords(public()[node.func.id])
            wrong = {one.arg for one in node.keywords if one.arg} - (taken or set())
            if taken is not None and wrong:
                yield f"{node.func.id} takes no {', '.join(sorted(map(str, wrong)))}"


def _of_others(node: ast.Attribute) -> bool:
    """Whether an attribute belongs to a framework or to the standard library."""
    root = node.value
    while isinstance(root, ast.Attribute):
        root = root.value
    return isinstance(root, ast.Name) and root.id in ("app", "os")


@pytest.mark.parametrize("code", fragments().values(), ids=fragments())
def test_a_piece_of_code_uses_what_exists(code: str) -> None:
    assert list(problems(code)) == []


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("CortexClient(api_kee='x')", "CortexClient takes no api_kee"),
        ("client.project(project_id).sesions", "nothing has an attribute sesions"),
        ("Transcrpt.of(messages)", "Transcrpt is no public name"),
    ],
)
def test_what_does_not_exist_is_found(code: str, problem: str) -> None:
    assert list(problems(code)) == [problem]


def test_there_are_pieces_of_code() -> None:
    assert len(fragments()) > 50
    assert (ROOT / "docs" / "reference" / "python").is_dir()
