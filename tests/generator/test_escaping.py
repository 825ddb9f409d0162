"""Strings of a spec in terminals, logs, Markdown and JSON are shown and do nothing else."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from generator.__main__ import main
from generator.changes.change import Change
from generator.changes.compare import compare
from generator.changes.report import FORMATS
from generator.changes.sides import Side, read_both
from generator.escaping import as_json, cell, line, markdown, span, word
from generator.refusal import Refusal
from generator.text import visible
from tests.generator.hostile import DOCUMENT, HOSTILE, SEEDS, TOKENS, with_names
from tests.generator.workshop import MINIMAL, changed, specification
from tests.once import once

COMMAND = re.compile(r"^\s*::|##\[")
SPAN = re.compile(r"`[^`]*`")
MARKUP = re.compile(r"[@<>`*\[\]]|!\[|\w+://|www\.")
LINES = st.one_of(HOSTILE, st.text(alphabet="`@<>![]()|:#/\\ \n*_~w.", max_size=30))


def is_quiet(text: str) -> bool:
    """Check that ``text`` is one line without anything that a terminal or a log would interpret."""
    return visible(text) == text and not COMMAND.search(text) and "\n" not in text


@settings(deadline=None)
@given(LINES)
def test_a_line_is_one_line(text: str) -> None:
    assert is_quiet(line(text))
    assert line(line(text)) == line(text)


@settings(deadline=None)
@given(LINES, LINES, LINES)
def test_a_refusal_is_one_line_of_bounded_length(place: str, problem: str, advice: str) -> None:
    message = str(Refusal(place, problem, advice))
    assert is_quiet(message)
    assert len(message) < 5000
    assert len(str(Refusal(place * 1000, problem * 1000, advice * 1000))) < 5000


@settings(deadline=None)
@given(LINES)
def test_a_name_in_markdown_is_one_span(text: str) -> None:
    shown = span(text)
    assert is_quiet(shown)
    assert SPAN.fullmatch(shown)
    assert not MARKUP.search(re.sub(r"[\[\]*]", "", shown[1:-1]).replace("www.", ""))
    assert not re.search(r"!\[|\]\(", shown)


@settings(deadline=None)
@given(LINES)
def test_a_sentence_in_markdown_has_no_markup_but_spans(text: str) -> None:
    for shown in (markdown(text), markdown(f"{span(text)} is {word(text)}"), cell(text)):
        assert is_quiet(shown)
        assert not MARKUP.search(SPAN.sub("", shown))


@settings(deadline=None)
@given(LINES, LINES)
def test_a_cell_is_one_cell(left: str, right: str) -> None:
    row = f"| {cell(span(left))} | {cell(right)} |"
    assert len(re.findall(r"(?<!\\)\|", row)) == 3


@settings(deadline=None)
@given(st.dictionaries(LINES, st.lists(LINES, max_size=3), max_size=3))
def test_json_is_the_same_data(value: dict[str, Any]) -> None:
    text = as_json(value)
    # As JSON has it: two adjacent halves of a surrogate pair are one character.
    assert json.loads(text) == json.loads(json.dumps(value))
    assert text.isascii()
    assert not re.search(r"[@<>`]|::|##\[|!\[\w|\]\(", text)


@pytest.mark.parametrize(
    "text", ["/api/rooms/{id}", "application/json", "X-Trace", "api-key", "createdAt", "a_b"]
)
def test_a_usual_name_stays_unchanged(text: str) -> None:
    assert word(text) == markdown(word(text)) == text
    assert span(text) == markdown(span(text)) == f"`{text}`"


def changes_to(document: dict[str, Any], folder: Path) -> list[Change]:
    path = folder / "openapi.json"
    old, new = (Side(path, json.dumps(one).encode(), None, "") for one in (DOCUMENT, document))
    return compare(*read_both(old, new, folder, (0, 1)))


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(token=st.sampled_from(TOKENS), text=HOSTILE)
@example(token="Qroom", text="x`\n::warning::@everyone<img>")
@example(token="Qbearer", text="@everyone ![x](http://127.0.0.1)")
@example(token="Qlist", text="##[error]`</code>")
@example(token="Qrooms", text="x\u202ey")
@example(token="Qdefault", text="```\n# heading")
def test_a_report_shows_names_as_text_only(token: str, text: str, tmp_path: Path) -> None:
    try:
        found = {"cortex": changes_to(with_names(**{token: text}), tmp_path)}
    except Refusal:
        return
    report = FORMATS["text"](found, "0.1.0")
    assert all(is_quiet(one) for one in report.splitlines())
    assert len(report.split("\n")) == len(found["cortex"]) + 2 or not found["cortex"]
    page = FORMATS["markdown"](found, "0.1.0")
    assert all(is_quiet(one) for one in page.splitlines())
    assert page.count("```") in (0, 2)
    for one in page.splitlines():
        if not one.startswith("```"):
            assert not MARKUP.search(SPAN.sub("", one)), one
            assert not re.search(r"[@<>]|!\[|\]\(", one), one
    data = FORMATS["json"](found, "0.1.0")
    assert not re.search(r"[@<>`]|::|##\[", data)
    assert len(json.loads(data)["apis"]["cortex"]) == len(found["cortex"])


def first_build(folder: Path) -> None:
    specification(folder / "spec" / "cortex", MINIMAL)
    assert main(["build", "--root", str(folder)]) == 0


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What was built of a harmless spec."""
    return once(tmp_path_factory, "escaping-before", first_build)


@pytest.mark.parametrize("text", SEEDS, ids=range(len(SEEDS)))
def test_printed_output_is_safe(
    text: str, before: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """New names, removed names, and refusals, as the program prints them."""
    shutil.copytree(before, tmp_path, dirs_exist_ok=True)
    arguments = ["--root", str(tmp_path)]
    place = text.replace("/", "~1") or "x"
    get = "paths/~1rooms~1{id}/get"
    steps: list[tuple[str, Any]]
    for steps in (
        [
            (f"{get}/operationId", f"other{text}"),
            (f"components/schemas/RoomResponse/properties/{place}", {"type": "string"}),
        ],
        [(f"components/schemas/RoomResponse/properties/{place}", {})],
    ):
        specification(tmp_path / "spec" / "cortex", changed(*steps))
        assert main(
            ["diff", str(tmp_path / "spec" / "cortex"), str(tmp_path / "spec" / "cortex"), *arguments]
        ) in (0, 1, 2)
        assert main(["build", *arguments]) in (0, 2)
    shown = capsys.readouterr()
    for one in (*shown.out.split("\n"), *shown.err.split("\n")):
        assert is_quiet(one), one
