"""Code is created in one module: strings of a spec become literals, checked identifiers or docstrings."""

from __future__ import annotations

import ast
import json
import keyword
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jinja2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import generator
from generator.emit import package as emit
from generator.emit import reference as emit_reference
from generator.emit.code import Code, code, comment, docstring, identifier, joined, literal
from generator.refusal import Refusal
from generator.text import visible
from tests.generator.hostile import HOSTILE, SEEDS

PACKAGE = Path(generator.__file__).parent
SOURCES = {path: ast.parse(path.read_text()) for path in PACKAGE.rglob("*.py")}


def calls(name: str) -> Iterator[tuple[Path, ast.Call]]:
    for path, tree in SOURCES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
                yield path, node


@pytest.mark.parametrize("name", ["code", "joined"])
def test_templates_of_code_are_string_literals(name: str) -> None:
    found = [(path, node.args[0]) for path, node in calls(name)]
    assert len(found) > 10
    for path, template in found:
        passed_on = (
            path.name == "package.py" and isinstance(template, ast.Name) and template.id == "separator"
        )
        assert passed_on or (isinstance(template, ast.Constant) and isinstance(template.value, str)), (
            f"{path.name}:{template.lineno}"
        )


def test_code_is_made_in_one_module() -> None:
    assert {path.name for path, _ in calls("Code")} == {"code.py"}


def test_output_is_printed_in_two_places() -> None:
    """Both escape: ``say``, and the refusal at the end of the program."""
    printed = [(path.name, ast.unparse(node)) for path, node in calls("print")]
    assert sorted(printed) == [
        ("__main__.py", "print(f'error: {refusal}', file=sys.stderr)"),
        ("proposal.py", "print(f'error: {line(str(problem))}', file=sys.stderr)"),
    ]


@pytest.mark.parametrize("module", [emit, emit_reference])
@pytest.mark.parametrize(
    "text", ["{{ value }}", "{{ value ~ '' }}", "{{ [value] | join(', ') }}", "{{ value | upper }}"]
)
def test_a_template_prints_no_string(module: Any, text: str) -> None:
    template: jinja2.Template = module._environment().from_string(text)
    with pytest.raises((TypeError, AttributeError)):
        template.render(value="harmless")


def test_a_piece_of_code_has_no_string_form() -> None:
    piece = literal("x")
    with pytest.raises(TypeError):
        f"{piece}"
    with pytest.raises(TypeError):
        str(piece)
    with pytest.raises(AttributeError):
        code("{}", "x")  # type: ignore[arg-type]  # what the type checker refuses as well
    with pytest.raises(AttributeError):
        joined(", ", ["x"])  # type: ignore[list-item]  # the same


@settings(deadline=None)
@given(
    st.one_of(
        HOSTILE,
        st.characters(),
        st.integers(),
        st.floats(allow_nan=False, allow_infinity=False),
        st.booleans(),
    )
)
def test_a_literal_evaluates_to_its_value(value: object) -> None:
    source = literal(value).text
    assert ast.literal_eval(source) == value
    assert visible(source) == source


@pytest.mark.parametrize("value", [math.inf, -math.inf, math.nan, [], {}, b"x", object()])
def test_values_outside_json_are_not_literals(value: object) -> None:
    with pytest.raises(Refusal):
        literal(value)


@settings(deadline=None)
@given(HOSTILE, st.integers(0, 12))
def test_text_cannot_end_a_docstring(text: str, indent: int) -> None:
    source = docstring(text, indent).text
    (statement,) = ast.parse(source).body
    assert isinstance(statement, ast.Expr)
    assert isinstance(statement.value, ast.Constant)
    assert isinstance(statement.value.value, str)
    lines = source.split("\n")
    assert source.splitlines() == lines
    assert all(visible(line) == line for line in lines)


@settings(deadline=None)
@given(st.one_of(HOSTILE, st.from_regex(r"[\w]+", fullmatch=True)))
def test_an_identifier_is_valid_or_refused(text: str) -> None:
    try:
        source = identifier(text).text
    except Refusal:
        return
    assert source == text
    assert source.isidentifier()
    assert source.isascii()
    assert not keyword.iskeyword(source)


@settings(deadline=None)
@given(
    st.one_of(
        HOSTILE,
        st.sampled_from(["x  # noqa", "type: ignore", "vim: set coding=utf-7", "fmt: off", "ruff: noqa"]),
    )
)
def test_a_comment_is_one_line_that_no_tool_obeys(text: str) -> None:
    try:
        source = comment(text).text
    except Refusal:
        return
    assert source == f"# {text}\n"
    assert source.splitlines() == [f"# {text}"]
    assert not any(order in source.lower() for order in ("coding", "noqa", "type:", "fmt:", "ruff:", "mypy:"))


def test_every_seed_is_a_string_of_json() -> None:
    assert [json.loads(json.dumps(seed)) for seed in SEEDS] == SEEDS
    assert isinstance(literal(SEEDS[0]), Code)
