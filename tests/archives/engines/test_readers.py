"""DuckDB, Polars and pandas read an archive with one line each: types, partitions, hostile strings."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb
import pandas
import polars
import pytest
from attrs import evolve

from cortex_async.archives.layouts.engines.layout import EnginesLayout
from cortex_async.archives.records import DayState, SessionRecord
from cortex_async.archives.storage.local import LocalStorage
from tests.archives.engines.made import DAY, START, add, record
from tests.transcripts.made import HOSTILE

TALK = [*(("Ann", text) for text in HOSTILE), *((name, "text") for name in HOSTILE)]
TOMORROW = DAY + timedelta(days=1)


def sql(query: str) -> duckdb.DuckDBPyRelation:
    found = duckdb.sql(query)
    assert found is not None
    return found


def encodable(text: str) -> str:
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


EXPECTED = [(encodable(name), encodable(text)) for name, text in TALK]


def later(one: SessionRecord) -> SessionRecord:
    """The same a day later."""
    created = one.session.created_at + timedelta(days=1)
    owner = evolve(one.session, id=f"{one.session.id}-later", created_at=created)
    lines = tuple(evolve(line, session_id=owner.id) for line in one.transcript.lines)
    return evolve(one, session=owner, transcript=evolve(one.transcript, session=owner, lines=lines))


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two days of a session, with annotations."""
    place = tmp_path_factory.mktemp("readers") / "archive"
    storage, layout = LocalStorage(place), EnginesLayout(annotations=True)
    add(storage, layout, DayState(day=DAY), [record(0, TALK, annotated=True)])
    add(storage, layout, DayState(day=TOMORROW), [later(record(0, TALK, annotated=True))])
    return place


@pytest.fixture
def in_it(archive: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(archive.parent)
    return archive


@pytest.fixture
def spoilt(in_it: Path) -> Iterator[None]:
    """The file of the second day cannot be read."""
    path = in_it / "messages" / f"day={TOMORROW}" / "messages.parquet"
    content = path.read_bytes()
    path.write_bytes(b"no Parquet" * 100)
    yield
    path.write_bytes(content)


@pytest.mark.usefixtures("in_it")
def test_duckdb() -> None:
    found = sql("from 'archive/messages/*/*.parquet'")
    assert {name: str(kind) for name, kind in zip(found.columns, found.types, strict=True)} == {
        "session_id": "VARCHAR",
        "message_id": "VARCHAR",
        "start": "TIMESTAMP WITH TIME ZONE",
        "inferred_end": "TIMESTAMP WITH TIME ZONE",
        "kind": "VARCHAR",
        "speaker_name": "VARCHAR",
        "speaker_id": "VARCHAR",
        "external_user_id": "VARCHAR",
        "speaker_id_source": "VARCHAR",
        "speaker_candidates": "VARCHAR[]",
        "text": "VARCHAR",
        "annotation_count": "INTEGER",
        "audio_path": "VARCHAR",
        "day": "DATE",
    }
    assert found.filter(f"day = '{DAY}'").project("speaker_name, text").fetchall() == EXPECTED
    assert sql("select distinct day from 'archive/messages/*/*.parquet' order by all").fetchall() == [
        (DAY,),
        (TOMORROW,),
    ]
    first = sql("select min(start) at time zone 'UTC' from 'archive/messages/*/*.parquet'").fetchall()
    assert first == [(START.replace(tzinfo=None),)]
    count = 2 * sum(place % 3 for place in range(len(TALK)))
    score = max(place for place in range(len(TALK)) if place % 3) / 7
    joined = sql(
        "select count(*), max((data->>'score')::double) from 'archive/annotations/*/*.parquet' "
        "join 'archive/messages/*/*.parquet' using (day, session_id, message_id)"
    )
    assert joined.fetchall() == [(count, score)]


@pytest.mark.usefixtures("spoilt")
def test_duckdb_reads_no_other_partition() -> None:
    one_day = f"select count(*) from 'archive/messages/*/*.parquet' where day = '{DAY}'"
    assert sql(one_day).fetchall() == [(len(TALK),)]
    with pytest.raises(duckdb.Error):
        sql("select count(text) from 'archive/messages/*/*.parquet'").fetchall()


@pytest.mark.usefixtures("in_it")
def test_polars() -> None:
    found = polars.scan_parquet("archive/messages")
    time = polars.Datetime("us", "UTC")
    assert found.collect_schema() == {
        **dict.fromkeys(("session_id", "message_id"), polars.String()),
        **dict.fromkeys(("start", "inferred_end"), time),
        **dict.fromkeys(
            ("kind", "speaker_name", "speaker_id", "external_user_id", "speaker_id_source"), polars.String()
        ),
        "speaker_candidates": polars.List(polars.String()),
        "text": polars.String(),
        "annotation_count": polars.Int32(),
        "audio_path": polars.String(),
        "day": polars.Date(),
    }
    assert found.filter(day=DAY).select("speaker_name", "text").collect().rows() == EXPECTED
    assert found.select(polars.col("start").min()).collect().item() == START
    assert polars.read_parquet("archive/sessions")["first_start"].to_list() == [START, START]


@pytest.mark.usefixtures("spoilt")
def test_polars_reads_no_other_partition() -> None:
    found = polars.scan_parquet("archive/messages")
    assert found.filter(day=DAY).select(polars.len()).collect().item() == len(TALK)
    with pytest.raises(polars.exceptions.PolarsError):
        found.select("text").collect()


@pytest.mark.usefixtures("in_it")
def test_pandas() -> None:
    found = pandas.read_parquet("archive/messages")
    assert str(found.dtypes["start"]) == "datetime64[us, UTC]"
    assert str(found.dtypes["annotation_count"]) in ("int32", "float64")
    assert found["day"].astype(str).unique().tolist() == [str(DAY), str(TOMORROW)]
    first = found[found["day"] == str(DAY)]
    assert list(first[["speaker_name", "text"]].itertuples(index=False, name=None)) == EXPECTED
    assert found["start"].min() == START
    sessions = pandas.read_parquet("archive/sessions")
    assert sessions["created_at"].tolist()[0] == datetime(2026, 11, 27, 18, 0, 0, 123_456, tzinfo=UTC)
    assert isinstance(sessions["created_at"].tolist()[0].date(), date)


@pytest.mark.usefixtures("spoilt")
def test_pandas_reads_no_other_partition() -> None:
    found = pandas.read_parquet("archive/messages", filters=[("day", "==", str(DAY))])
    assert len(found) == len(TALK)
    with pytest.raises(Exception, match="Parquet"):
        pandas.read_parquet("archive/messages")
