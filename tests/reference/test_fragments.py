"""The short pieces of code in docstrings run, and use what exists with keywords that exist."""

from __future__ import annotations

import ast
import asyncio
import inspect
import re
import typing
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from cortex_async import ConnectionSettings, CortexClient, Options, StreamOptions
from cortex_async.emulator import Emulator
from cortex_async.emulator import Options as EmulatorOptions
from generator.surface.read import MODULES
from tests.docs.pages import ROOT
from tests.logs import logging_as_it_was
from tests.reference.cases import REFERENCE, methods
from tests.reference.fragments import DATA, Surroundings
from tests.reference.python_pages import NAMES
from tests.reference.servers import Servers

PAGES = sorted(page for page in (REFERENCE / "python").glob("*.md") if not page.stem.startswith("contrib_"))
_CALLED = re.compile(r"(client|project)\.(?!codec)(\w+)\.(\w+)")
_BLOCK = re.compile(r"^```py\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@cache
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
    """What a piece of code uses of this SDK that does not exist."""
    tree = ast.parse(code)
    own = {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}
    own |= {node.name for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and (found := _CALLED.fullmatch(ast.unparse(node))):
            scope = "account" if found[1] == "client" else "project"
            page = REFERENCE / "cortex" / scope / f"{found[2]}.md"
            if not page.exists() or found[3] not in methods(page):
                yield f"there is no {found[0]}"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in classes() - own:
            taken = keywords(public()[node.func.id])
            wrong = {one.arg for one in node.keywords if one.arg} - (taken or set())
            if taken is not None and wrong:
                yield f"{node.func.id} takes no {', '.join(sorted(map(str, wrong)))}"


def classes() -> set[str]:
    """The public classes. Functions share their names with those of frameworks."""
    return {name for name, value in public().items() if inspect.isclass(value)}


@pytest.mark.parametrize("code", fragments().values(), ids=fragments())
def test_a_piece_of_code_uses_what_exists(code: str) -> None:
    assert list(problems(code)) == []


@pytest.fixture(scope="module")
def surroundings() -> Iterator[tuple[asyncio.Runner, Surroundings]]:
    emulator = Emulator.in_thread(activation_step=0, runtime_delay=0)
    with emulator, asyncio.Runner() as runner, logging_as_it_was(), pytest.MonkeyPatch.context() as patch:
        patch.setenv("CORTEX_BASE_URL", emulator.base_url)
        patch.setenv("CORTEX_API_KEY", emulator.api_key)
        patch.setenv("CORTEX_PROJECT_ID", emulator.project_id)
        patch.setenv("WEBHOOK_SECRET", "secret")

        async def made() -> CortexClient:
            return CortexClient()

        client = runner.run(made())
        yield runner, Surroundings(emulator, client)
        runner.run(client.close())


@pytest.fixture(scope="module")
def servers() -> Iterator[Servers]:
    made = Servers()
    yield made
    made.stop()


def not_run() -> dict[str, str]:
    """The pieces that do not run here, with the reasons."""
    return {
        name: one["reason"]
        for name, code in fragments().items()
        for one in DATA["not_run"]
        if one["page"] == page_of(name) and one["part"] in code
    }


def page_of(name: str) -> str:
    return name.rpartition("-")[0]


@pytest.mark.parametrize("name", sorted(fragments().keys() - not_run().keys()))
def test_a_piece_of_code_runs(
    name: str,
    surroundings: tuple[asyncio.Runner, Surroundings],
    servers: Servers,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    runner, around = surroundings
    runner.run(around.run(page_of(name), servers.connected(fragments()[name]), public()))


def test_what_is_not_run_has_a_reason_that_names_what_runs_it() -> None:
    assert {*not_run().values()} == {one["reason"] for one in DATA["not_run"]}
    for one in DATA["not_run"]:
        (page,) = re.findall(r"docs/[\w-]+\.md", one["reason"])
        assert one["part"] in (ROOT / page).read_text("utf-8")


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("CortexClient(api_kee='x')", "CortexClient takes no api_kee"),
        ("await project.sesions.list()", "there is no project.sesions.list"),
        ("await project.sessions.lst()", "there is no project.sessions.lst"),
    ],
)
def test_what_does_not_exist_is_found(code: str, problem: str) -> None:
    assert list(problems(code)) == [problem]


def test_there_are_pieces_of_code() -> None:
    assert len(fragments()) > 50
    assert (ROOT / "docs" / "reference" / "python").is_dir()
