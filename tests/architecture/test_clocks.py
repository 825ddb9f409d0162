"""Clocks and waits are in one package only: tests and closing clients must control them."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.architecture.modules import MODULES

READ = {
    "time": {"time", "monotonic", "perf_counter", "sleep"},
    "asyncio": {"timeout", "timeout_at", "wait_for"},
}
ON_A_LOOP = {"time", "call_later", "call_at"}
FREE = ("cortex_async._core.timing", "cortex_async.emulator", "cortex_async.contrib.fake", "generator")
"""The package itself; the emulator, which has its own clock; servers; a command-line tool."""


def uses(path: Path) -> list[str]:
    """Every clock or wait of the standard library that a file uses, as ``line: name``."""
    found: list[str] = []
    scopes: set[int] = set()  # ``asyncio.timeout(None)`` waits for nothing
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module in READ:
            found += [f"{node.lineno}: {one.name}" for one in node.names if one.name in READ[node.module]]
        if isinstance(node, ast.Call) and ast.unparse(node) == "asyncio.timeout(None)":
            scopes.add(id(node.func))
        if not isinstance(node, ast.Attribute) or id(node) in scopes:
            continue
        owner = node.value.id if isinstance(node.value, ast.Name) else ""
        if node.attr in READ.get(owner, ()) or (owner.endswith("loop") and node.attr in ON_A_LOOP):
            found.append(f"{node.lineno}: {owner}.{node.attr}")
    return found


def sleeps(path: Path) -> list[int]:
    """Lines with ``asyncio.sleep`` of more than 0; ``sleep(0)`` does not wait."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) == "asyncio.sleep"
        and ast.unparse(node.args[0]) != "0"
    ]


@pytest.mark.parametrize("name", [name for name in MODULES if not name.startswith(FREE)])
def test_modules_use_no_other_clock(name: str) -> None:
    assert uses(MODULES[name]) == []
    assert sleeps(MODULES[name]) == []


def test_a_use_of_a_clock_is_found() -> None:
    clock = MODULES["cortex_async._core.timing.clock"]
    assert {use.partition(": ")[2] for use in uses(clock)} >= {
        "time.time",
        "asyncio.timeout",
        "loop.call_later",
    }
    assert sleeps(clock)
