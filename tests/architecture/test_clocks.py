"""Clocks and waits are in one package only: tests and closing clients must control them."""

from __future__ import annotations

import ast
from typing import TypeGuard

from tests.architecture.modules import MODULES

READ = {
    "time": {"time", "monotonic", "perf_counter", "sleep"},
    "asyncio": {"timeout", "timeout_at", "wait_for"},
}
ON_A_LOOP = {"time", "call_later", "call_at"}
FREE = ("cortex_async._core.timing", "cortex_async.emulator", "cortex_async.contrib.fake", "generator")
"""The package itself; the emulator, which has its own clock; servers; a command-line tool."""


def is_call_of(node: ast.AST, name: str) -> TypeGuard[ast.Call]:
    """Check for a call of a function ``name`` of any object or module."""
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == name


def uses(tree: ast.Module) -> list[str]:
    """Every clock or wait of the standard library that a module uses, as ``line: name``."""
    found: list[str] = []
    scopes: set[int] = set()  # ``asyncio.timeout(None)`` waits for nothing
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module in READ:
            found += [f"{node.lineno}: {one.name}" for one in node.names if one.name in READ[node.module]]
        if is_call_of(node, "timeout") and ast.unparse(node) == "asyncio.timeout(None)":
            scopes.add(id(node.func))
        if not isinstance(node, ast.Attribute) or id(node) in scopes:
            continue
        owner = node.value.id if isinstance(node.value, ast.Name) else ""
        if node.attr in READ.get(owner, ()) or (owner.endswith("loop") and node.attr in ON_A_LOOP):
            found.append(f"{node.lineno}: {owner}.{node.attr}")
    return found


def sleeps(tree: ast.Module) -> list[int]:
    """Lines with ``asyncio.sleep`` of more than 0; ``sleep(0)`` does not wait."""
    return [
        node.lineno
        for node in ast.walk(tree)
        if is_call_of(node, "sleep")
        and ast.unparse(node.func) == "asyncio.sleep"
        and ast.unparse(node.args[0]) != "0"
    ]


def test_modules_use_no_other_clock() -> None:
    found: dict[str, list[object]] = {}
    for name, path in MODULES.items():
        if not name.startswith(FREE):
            tree = ast.parse(path.read_text("utf-8"))
            found[name] = [*uses(tree), *sleeps(tree)]
    assert {name: problems for name, problems in found.items() if problems} == {}


def test_a_use_of_a_clock_is_found() -> None:
    clock = ast.parse(MODULES["cortex_async._core.timing.clock"].read_text("utf-8"))
    assert {use.partition(": ")[2] for use in uses(clock)} >= {
        "time.time",
        "asyncio.timeout",
        "loop.call_later",
    }
    assert sleeps(clock)
