"""The lowest supported versions are read from pyproject.toml; every runtime dependency declares one."""

from __future__ import annotations

import re
import tomllib

import pytest
from hypothesis.internal.conjecture import providers
from hypothesis.internal.constants_ast import Constants

from tests.matrix import ROOT, TESTS, TOOLS, lowest, tools

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def test_every_runtime_dependency_has_a_lower_bound() -> None:
    pinned = lowest(PROJECT["dependencies"])
    assert len(pinned) == len(PROJECT["dependencies"])
    assert "aiohttp==3.14.1" in pinned


def test_libraries_that_are_imported_directly_are_declared() -> None:
    imported = {
        name
        for path in (ROOT / "cortex_async" / "_core").rglob("*.py")
        for name in re.findall(r"^\s*(?:from|import) (\w+)", path.read_text("utf-8"), re.MULTILINE)
    }
    declared = {re.split(r"\W", requirement)[0] for requirement in PROJECT["dependencies"]}
    assert {"aiohttp", "attrs", "multidict", "orjson", "yarl"} <= imported & declared


@pytest.mark.parametrize("requirement", ["aiohttp", "aiohttp<4", "aiohttp==3.14"])
def test_a_dependency_without_a_lower_bound_is_refused(requirement: str) -> None:
    with pytest.raises(ValueError, match="no lower bound"):
        lowest([requirement])


def test_extras_and_markers_are_ignored() -> None:
    assert lowest(["a[x]>=1.2", "b-c >= 3 ; python_version < '3.12'", "d>=1,<2"]) == [
        "a==1.2",
        "b-c==3",
        "d==1",
    ]


def test_the_core_tests_exist() -> None:
    assert all((ROOT / path).exists() for path in TESTS)


def test_every_tool_of_the_core_tests_is_a_requirement_of_the_test_suite() -> None:
    found = tools()
    assert [re.split(r"[>=; ]", requirement)[0] for requirement in found] == list(TOOLS)
    assert not [requirement for requirement in found if "#" in requirement]


def test_hypothesis_has_the_function_that_tests_replace_in_ci() -> None:
    """Not in the matrix: another version of Hypothesis would only choose other examples there."""
    assert callable(providers._get_local_constants)
    assert not any(Constants().set_for_type(kind) for kind in (int, float, str, bytes))
