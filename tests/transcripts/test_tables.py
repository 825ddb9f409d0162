"""JSONL, CSV, Arrow and Parquet as other libraries read them: every string comes back."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import polars
import pyarrow
import pyarrow.ipc
import pytest
from hypothesis import given

from cortex_async.models import Message, MessageAnnotation, MessageCreatedEventData
from cortex_async.transcripts import Transcript
from tests.transcripts.made import EVERYTHING, START, conversations, live, person, row, said

COLUMNS = [
    "session_id", "message_id", "start", "inferred_end", "kind", "speaker_name", "speaker_id",
    "external_user_id", "speaker_id_source", "speaker_candidates", "text",
]  # fmt: skip


def encodable(text: str) -> str:
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def in_a_cell(text: str) -> str:
    """What CSV keeps of a string: its line breaks are newlines, control characters are replaced."""
    text = re.sub("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]", "\n", encodable(text))
    return re.sub("[\x00-\x08\x0e-\x1f\x7f-\x9f]", "\ufffd", text)


def unguarded(cell: str) -> str:
    return re.sub(r"((?:^|[;\t\n])[\s']*+)([=+\-@\uff1d\uff0b\uff0d\uff20]?)", _without, cell)


def _without(found: re.Match[str]) -> str:
    return found[1][:-1] + found[2] if found[2] else found[0]


def pairs_of(transcript: Transcript) -> list[tuple[str, str]]:
    return [(encodable(line.speaker.name), encodable(line.text)) for line in transcript.lines]


def annotation(number: int, data: dict[str, Any]) -> MessageAnnotation:
    return MessageAnnotation(
        id=f"a{number}", created_at=START, data=data, message_id="m1", tenant_id="t", type="toxicity"
    )


@given(conversations)
def test_json_lines_keep_every_string(pairs: list[tuple[str, str]]) -> None:
    made = said(pairs)
    source = made.to_jsonl()
    assert len(source.splitlines()) == len(pairs)
    read = [json.loads(line) for line in source.splitlines()]
    assert [(one["speaker_name"], one["text"]) for one in read] == pairs_of(made)


@given(conversations)
def test_csv_keeps_every_string_that_it_can_hold(pairs: list[tuple[str, str]]) -> None:
    made = said(pairs)
    expected = [(in_a_cell(name), in_a_cell(text)) for name, text in pairs]
    plain = list(csv.DictReader(io.StringIO(made.to_csv(guard=False), newline=""), strict=True))
    assert [(one["speaker_name"], one["text"]) for one in plain] == expected
    for one, guarded in zip(expected, csv.DictReader(io.StringIO(made.to_csv(), newline="")), strict=True):
        assert (unguarded(guarded["speaker_name"]), unguarded(guarded["text"])) == one
        assert not re.search(r"(?:^|[;\t\n])\s*[=+\-@]", guarded["text"])


def test_libraries_read_what_was_written(tmp_path: Path) -> None:
    paths = EVERYTHING.save(*(tmp_path / f"a.{suffix}" for suffix in ("csv", "jsonl", "parquet", "arrow")))
    table, lines, parquet, arrow = map(str, paths)
    expected = pairs_of(EVERYTHING)
    columns = ["speaker_name", "text"]

    assert polars.read_parquet(parquet, columns=columns).rows() == expected
    assert polars.read_ipc(arrow, columns=columns).rows() == expected
    assert polars.read_ndjson(lines).select(columns).rows() == expected
    with duckdb.connect() as database:
        picked = f"select {', '.join(columns)} from"
        assert database.sql(f"{picked} '{parquet}'").fetchall() == expected
        assert database.sql(f"{picked} read_json('{lines}')").fetchall() == expected
        cells = database.sql(f"{picked} read_csv('{table}', max_line_size=1000000)").fetchall()
    guarded = polars.read_csv(table, columns=columns).rows()
    kept = [(in_a_cell(name), in_a_cell(text)) for name, text in expected]
    assert [(unguarded(name), unguarded(text)) for name, text in guarded] == kept
    assert [(unguarded(name or ""), unguarded(text or "")) for name, text in cells] == kept


def test_a_row_has_all_that_is_known() -> None:
    people = [person("p1", "Ann"), person("p2", "Bob"), person("p3", "Bob")]
    rows: list[Message | MessageCreatedEventData] = [
        live(1, "Ann", "hi", "p1"),
        row(2, "Ann", "you", after=1),
        row(3, "Bob", "=1", after=2),
    ]
    made = Transcript.of(
        rows, participants=people, annotations={"m1": [annotation(1, {"score": 0.9, "z": "\u2028"})]}
    )
    read = [json.loads(line) for line in made.to_jsonl().splitlines()]
    assert list(read[0]) == [*COLUMNS, "annotations"]
    assert read[0] == {
        "session_id": "s",
        "message_id": "m1",
        "start": "2026-05-01T18:00:00.250Z",
        "inferred_end": "2026-05-01T18:00:01.250Z",
        "kind": "user",
        "speaker_name": "Ann",
        "speaker_id": "p1",
        "external_user_id": "ext-p1",
        "speaker_id_source": "event",
        "speaker_candidates": [],
        "text": "hi",
        "annotations": [
            {
                "id": "a1",
                "type": "toxicity",
                "created_at": "2026-05-01T18:00:00.250Z",
                "plugin_instance_id": None,
                "data": {"score": 0.9, "z": "\u2028"},
            }
        ],
    }
    assert [one["speaker_id_source"] for one in read] == ["event", "name", None]
    assert read[2]["speaker_candidates"] == ["p2", "p3"]
    cells = list(csv.DictReader(io.StringIO(made.to_csv(), newline="")))
    assert json.loads(cells[0]["annotations"]) == read[0]["annotations"]
    assert (cells[2]["text"], cells[2]["speaker_candidates"], cells[2]["speaker_id"]) == (
        "'=1",
        '["p2","p3"]',
        "",
    )
    assert made.to_csv().count("\r\n") == 4


def test_annotations_are_only_there_if_they_were_asked_for() -> None:
    made = said([("Ann", "hi")])
    assert list(json.loads(made.to_jsonl())) == COLUMNS
    assert next(csv.reader(io.StringIO(made.to_csv()))) == COLUMNS
    assert made.to_arrow().column("annotations").to_pylist() == [None]


def test_an_arrow_table_has_types_and_says_what_is_inferred() -> None:
    made = Transcript.of([row(1, "Ann", "hi")], annotations={"m1": [annotation(1, {"\ud800": 1})]})
    table = made.to_arrow()
    assert table.schema.field("start").type == pyarrow.timestamp("us", tz="UTC")
    assert not table.schema.field("text").nullable
    assert table.schema.names == [*COLUMNS, "annotations"]
    assert b"End times are inferred" in table.schema.metadata[b"inferred_end"]
    (found,) = table.to_pylist()
    assert found["start"] == START.astimezone(UTC)
    assert found["annotations"][0]["data"] == '{"\ufffd":1}'
    assert table.schema == Transcript.of([]).to_arrow().schema
    assert Transcript.of([]).to_arrow().num_rows == 0
    assert isinstance(found["inferred_end"], datetime)


@pytest.mark.parametrize(
    "cell", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "a;=1", "\uff1d1", "x\n-2", "'=1"]
)
def test_a_formula_is_guarded(cell: str) -> None:
    made = said([(cell, cell)])
    (found,) = csv.DictReader(io.StringIO(made.to_csv(), newline=""))
    assert found["text"] != cell
    assert unguarded(found["text"]) == cell
    assert next(csv.DictReader(io.StringIO(made.to_csv(guard=False), newline="")))["text"] == cell


def test_without_pyarrow_the_error_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    made = said([("Ann", "hi")])
    for make in (
        made.to_arrow,
        made.to_parquet,
        lambda: made.save(tmp_path / "a.csv", tmp_path / "a.parquet"),
    ):
        with pytest.raises(ImportError, match=r"pip install 'odin-cortex\[arrow\]'"):
            make()
    assert list(tmp_path.iterdir()) == []
