"""Functions that redact lines, and what happens if they do something else."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from attrs import evolve

from cortex_async import ArgumentError, ArgumentTypeError
from cortex_async.redaction import Redact
from cortex_async.transcripts import Line, Transcript
from cortex_async.transcripts.redacting import apply, name_of
from tests.transcripts.made import row, said

SECRET = "my secret words"
LINES = said([("Ann", SECRET), ("Bob", "yes"), ("Ann", "good")])


def test_every_line_is_what_the_function_returns() -> None:
    redacted = LINES.redacted(lambda line: None if line.speaker.name == "Bob" else evolve(line, text="x"))
    assert [(line.id, line.text) for line in redacted.lines] == [("m0", "x"), ("m2", "x")]
    assert [line.text for line in LINES.lines] == [SECRET, "yes", "good"], "the original is as it was"
    assert (redacted.session_id, redacted.timing) == (LINES.session_id, LINES.timing)


def test_ends_fit_the_lines_that_remain() -> None:
    redacted = LINES.redacted(lambda line: None if line.id == "m1" else evolve(line, text="x" * 60))
    assert redacted == redacted.retimed(LINES.timing)
    assert redacted.lines[0].end == redacted.lines[1].start
    assert LINES.redacted(lambda line: line) == LINES


def test_no_line_may_remain() -> None:
    assert LINES.redacted(lambda line: None).lines == ()


@pytest.mark.parametrize(
    ("function", "what"),
    [
        (lambda line: line.text, "returned str"),
        (lambda line: True, "returned bool"),
        (lambda line: 1 / 0, "raised ZeroDivisionError"),
        (lambda line: {}[line.text], "raised KeyError"),
        (lambda line: evolve(line, id="other"), "changed its id"),
        (lambda line: evolve(line, session_id="other"), "changed its session_id"),
        (lambda line: evolve(line, start=line.start + timedelta(hours=1)), "changed its start"),
        (lambda line: evolve(line, text=None), "made its text something else than a string"),
    ],
)
def test_another_result_is_one_error_that_names_the_line(function: Callable[[Line], Any], what: str) -> None:
    with pytest.raises(ArgumentError) as caught:
        LINES.redacted(function)
    expected = "redact must return the Line it was given, changed or not, or None"
    assert str(caught.value) == f"{expected}: for line 'm0' it {what}"
    assert caught.value.parameter == "redact"


def test_an_error_of_the_function_is_the_cause() -> None:
    known: dict[str, Line] = {}
    with pytest.raises(ArgumentError) as caught:
        LINES.redacted(lambda line: known[line.text])
    assert isinstance(caught.value.__cause__, KeyError)
    assert SECRET not in traceback.format_exception_only(caught.value)[-1]


def test_a_long_id_is_shortened() -> None:
    long = Transcript.of([evolve(row(1, "Ann", "hi"), id="i" * 1000)])
    with pytest.raises(ArgumentError) as caught:
        long.redacted(lambda line: 1)  # type: ignore[arg-type, return-value]  # from outside
    assert len(str(caught.value)) < 200


async def test_a_coroutine_function_is_refused() -> None:
    async def redact(line: Line) -> Line:
        return line

    with pytest.raises(ArgumentTypeError, match=r"^redact must be a function .* got a function$"):
        LINES.redacted(redact)  # type: ignore[arg-type]  # from outside
    with pytest.raises(ArgumentError, match="it returned coroutine"):
        LINES.redacted(lambda line: redact(line))  # type: ignore[arg-type, return-value]  # from outside


@pytest.mark.parametrize("wrong", [None, "mask", 5])
def test_something_else_than_a_function_is_refused(wrong: Any) -> None:
    with pytest.raises(ArgumentTypeError, match=r"^redact must be a function that takes a Line"):
        LINES.redacted(wrong)


def test_a_class_is_refused_with_what_to_pass() -> None:
    with pytest.raises(ArgumentTypeError, match=r"got the class Upper: pass Upper\(\)$"):
        LINES.redacted(Upper)  # type: ignore[arg-type]  # from outside


class Upper:
    """A redaction with a name of its own."""

    name = "upper/2"

    def __call__(self, line: Line) -> Line:
        return evolve(line, text=line.text.upper())


def test_a_redaction_has_a_name() -> None:
    named: Redact = Upper()
    assert name_of(named) == "upper/2"
    assert name_of(test_ends_fit_the_lines_that_remain) == (  # type: ignore[arg-type]
        f"{__name__}.test_ends_fit_the_lines_that_remain"
    )
    unnamed = Upper()
    unnamed.name = ""
    assert name_of(unnamed) == f"{__name__}.Upper"


def test_one_line_at_a_time() -> None:
    line = LINES.lines[0]
    assert apply(lambda one: one, line) is line
    assert apply(lambda one: None, line) is None
