"""Tables: from typed objects to records, Arrow, pandas and Polars, beside the same columns by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas
import polars
import pyarrow
from pandas.testing import assert_frame_equal

from benchmarks.harness import payloads
from benchmarks.harness.measure import OURS, Comparison, Measure, Requirement, Run, Settings, scaled
from benchmarks.harness.rounds import cpu_seconds
from cortex_async import models
from cortex_async.client import CORTEX
from cortex_async.tables import to_arrow, to_pandas, to_polars, to_records

COUNT = 10_000
BY_HAND = "by hand"

Columns = dict[str, list[Any]]


def take(settings: Settings) -> list[Comparison]:
    count = settings.amount(COUNT)
    return [
        comparison
        for schema, by_hand in (("Message", messages), ("SessionResponse", sessions))
        for comparison in _tables(schema, count, by_hand, settings.rounds)
    ]


def _tables(schema: str, count: int, by_hand: Callable[[Any], Columns], rounds: int) -> list[Comparison]:
    kind: Any = getattr(models, payloads.KINDS[schema])
    wanted: Any = list[kind]
    objects = CORTEX.codec.decode(payloads.body(schema, count), wanted)
    arrow, frame, polar = (make([], model=kind) for make in (to_arrow, to_pandas, to_polars))
    contestants: dict[str, dict[str, Run]] = {
        "to_records": {OURS: lambda: to_records(objects), BY_HAND: lambda: _records(by_hand(objects))},
        "to_arrow": {
            OURS: lambda: to_arrow(objects),
            BY_HAND: lambda: pyarrow.table(by_hand(objects), schema=arrow.schema),
        },
        "to_pandas": {
            OURS: lambda: to_pandas(objects),
            BY_HAND: lambda: pandas.DataFrame(by_hand(objects)).astype(dict(frame.dtypes)),
        },
        "to_polars": {
            OURS: lambda: to_polars(objects),
            BY_HAND: lambda: polars.DataFrame(by_hand(objects), schema=polar.schema),
        },
    }
    for runs in contestants.values():
        _check_equal(runs[OURS](), runs[BY_HAND]())
    return [
        Comparison(
            f"{name}: {count:,} {schema}",
            "ms",
            scaled(cpu_seconds(runs, rounds), 1000),
            (Requirement(BY_HAND, at_most=2),),
            f"{BY_HAND}: a list for each field, given to the library; no value is checked",
        )
        for name, runs in contestants.items()
    ]


def _check_equal(mine: Any, theirs: Any) -> None:
    if isinstance(mine, pandas.DataFrame):
        assert_frame_equal(mine, theirs[list(mine.columns)])
    else:
        assert mine.equals(theirs) if hasattr(mine, "equals") else mine == theirs


def _records(columns: Columns) -> list[dict[str, Any]]:
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def messages(objects: list[models.Message]) -> Columns:
    return {
        "id": [one.id for one in objects],
        "content": [one.content for one in objects],
        "sender_name": [one.sender_name for one in objects],
        "session_id": [one.session_id for one in objects],
        "timestamp": [one.timestamp for one in objects],
        "has_debug_audio": [one.has_debug_audio for one in objects],
        "type": [one.type for one in objects],
    }


def sessions(objects: list[models.Session]) -> Columns:
    return {
        "id": [one.id for one in objects],
        "created_at": [one.created_at for one in objects],
        "created_by_user_id": [one.created_by_user_id for one in objects],
        "external_room_id": [one.external_room_id for one in objects],
        "gateway": [one.gateway for one in objects],
        "project_id": [one.project_id for one in objects],
        "status": [one.status for one in objects],
        "tenant_id": [one.tenant_id for one in objects],
        "title": [one.title for one in objects],
        "idle_timeout": [one.idle_timeout for one in objects],
    }


MEASURE = Measure("tables", "10,000 objects as tables", take, processes=3)
