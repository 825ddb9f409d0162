"""Limits tested from both sides, and every default pinned."""

from __future__ import annotations

import inspect
import sys
from typing import Any
from urllib.parse import urlsplit

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import cortex_sync
from cortex_async import ArgumentError, ArgumentValueError, CortexClient, Retry, Timeout
from cortex_async._core.call.prepare import prepare
from cortex_async._core.codec.codec import Codec
from cortex_async._core.codec.emitted import parse_datetime
from cortex_async._core.paging import Page, Pager
from cortex_async._core.request import Request, Route
from cortex_async._core.stream.settings import RECONNECT, StreamSettings
from cortex_async._core.stream.sse import DEFAULT_MAX_EVENT_BYTES
from cortex_async._core.strings.wire_strings import Parameter
from cortex_async.client import CORTEX
from cortex_async.config import MAX_RESPONSE_BYTES, configure
from cortex_async.resources import RESYNC
from cortex_async.webhooks import HeaderMalformed, MemoryReplayStore, unwrap
from cortex_async.webhooks.options import TOLERANCE
from cortex_async.webhooks.signature import SIGNATURE_HEADER, TIMESTAMP_HEADER, sign
from cortex_async.webhooks.verification import Verification

CODEC = Codec("tests.unit.orders")
NESTED = Route(
    "get",
    "GET",
    "/projects/{p}/sessions/{s}",
    path_parameters=(Parameter("project_id", "str"), Parameter("session_id", "str")),
)
VALUE = st.sampled_from(["a", "a b", "ü", "..", "x/y"])


@given(VALUE, st.sampled_from(["", None]), st.booleans())
def test_an_empty_path_value_is_refused_beside_a_valid_one(value: str, nothing: Any, first: bool) -> None:
    values = (nothing, value) if first else (value, nothing)
    with pytest.raises(ArgumentError) as caught:
        prepare(Request(NESTED, values), "https://h", CODEC)
    assert caught.value.parameter == ("project_id" if first else "session_id")


@given(VALUE, VALUE)
def test_path_values_never_change_the_number_of_segments(one: str, other: str) -> None:
    path = urlsplit(prepare(Request(NESTED, (one, other)), "https://h", CODEC).url).path
    assert path.count("/") == 4
    assert all(path.split("/")[1:])


async def listed(pager: Pager[dict[str, Any]]) -> list[Any]:
    return [item["id"] async for item in pager]


class Rows:
    """A list of plain objects that grows and shrinks at its head between two pages."""

    def __init__(self, count: int, shift: int) -> None:
        self.rows = [{"id": f"i{number}"} for number in range(count)]
        self.shift = shift
        self.asked: list[tuple[int, int]] = []

    async def fetch(self, offset: int, limit: int) -> Page[dict[str, Any]]:
        if self.asked:
            new = [{"id": f"new{len(self.asked)}-{number}"} for number in range(self.shift)]
            self.rows = new + self.rows[max(0, -self.shift) :]
        self.asked.append((offset, limit))
        return Page(self.rows[offset : offset + limit], len(self.rows), offset)


@pytest.mark.parametrize("count", [0, 1, 2, 3])
async def test_max_items_of_one_requests_and_returns_one_item(count: int) -> None:
    rows = Rows(count, 0)
    assert len(await listed(Pager(rows.fetch, page_size=50, max_items=1))) == min(count, 1)
    assert rows.asked == [(0, 1)]


@pytest.mark.parametrize("most", [4, 5, 6])
async def test_max_items_around_the_end_of_a_page(most: int) -> None:
    rows = Rows(20, 0)
    assert len(await listed(Pager(rows.fetch, page_size=5, max_items=most))) == most
    assert len(rows.asked) == (1 if most <= 5 else 2)


@pytest.mark.parametrize("shift", [1, 2])
async def test_objects_without_a_model_are_returned_once_when_the_list_shifts(shift: int) -> None:
    found = await listed(Pager(Rows(12, shift).fetch, page_size=4))
    assert len(found) == len(set(found))
    assert {f"i{number}" for number in range(12)} <= set(found)


@pytest.mark.parametrize(
    ("make", "least"),
    [
        (lambda value: Pager(Rows(1, 0).fetch, page_size=value), 1),
        (lambda value: Pager(Rows(1, 0).fetch, page_size=5, max_items=value), 1),
        (lambda value: Pager(Rows(1, 0).fetch, page_size=5, offset=value), 0),
        (lambda value: Retry(attempts=value), 1),
        (lambda value: Retry(base=value), 0),
        (lambda value: Retry(cap=value), 0),
        (lambda value: Retry(max_retry_after=value), 0),
        (lambda value: StreamSettings(idle_limit=value), 0),
        (lambda value: StreamSettings(buffer_size=value), 1),
        (lambda value: StreamSettings(buffer_bytes=value), 1),
        (lambda value: StreamSettings(max_event_bytes=value), 1),
        (lambda value: MemoryReplayStore(max_entries=value), 1),
    ],
)
def test_the_smallest_value_is_allowed_and_the_next_smaller_is_not(make: Any, least: int) -> None:
    make(least)
    with pytest.raises(ArgumentValueError):
        make(least - 1)


@pytest.mark.parametrize("limit", ["connect", "read", "total"])
def test_any_positive_time_limit_is_allowed_and_zero_is_not(limit: str) -> None:
    assert getattr(Timeout(**{limit: sys.float_info.min}), limit) > 0
    with pytest.raises(ArgumentValueError):
        Timeout(**{limit: 0.0})


@pytest.mark.parametrize("length", [64, 65])
def test_a_timestamp_of_64_characters_is_accepted_and_one_of_65_is_not(length: int) -> None:
    text = "x" * length
    headers = {TIMESTAMP_HEADER: text, SIGNATURE_HEADER: sign(b"{}", "s", text)}

    def opened() -> Any:
        return unwrap(b"{}", headers, "s", now=5.0, parse_timestamp=lambda given: 5.0, decode=lambda raw: raw)

    if length == 64:
        assert opened() == {}
    else:
        with pytest.raises(HeaderMalformed):
            opened()


@pytest.mark.parametrize(
    ("zone", "fits"), [("+23:59", True), ("-23:59", True), ("+24:00", False), ("+23:60", False)]
)
def test_an_offset_of_23_59_is_accepted_and_24_00_is_not(zone: str, fits: bool) -> None:
    for written in (f"2026-01-31T12:00:00{zone}", f"2026-01-31t12:00:60{zone}"):
        if fits:
            assert parse_datetime(written).utcoffset() is not None
        else:
            with pytest.raises(ValueError):
                parse_datetime(written)


def defaults(function: Any) -> dict[str, Any]:
    parameters = inspect.signature(function).parameters.values()
    return {p.name: p.default for p in parameters if p.default is not p.empty}


def test_defaults_are_the_documented_ones() -> None:
    assert attrs.astuple(Timeout()) == (10.0, 30.0, 120.0)
    assert attrs.astuple(Retry()) == (4, 0.5, 8.0, 60.0)
    assert attrs.astuple(RECONNECT) == (sys.maxsize, 0.5, 30.0, 300.0)
    stream = attrs.asdict(StreamSettings(), recurse=False)
    assert stream.pop("retry") is RECONNECT
    assert stream == {
        "wait": True,
        "idle_limit": 45.0,
        "buffer_size": 1000,
        "buffer_bytes": 64 * 1024 * 1024,
        "overflow": "block",
        "max_event_bytes": 16 * 1024 * 1024,
        "check_payloads": False,
        "on_state": None,
        "stable_after": 10.0,
        "remembered": 10_000,
        "name": "event stream",
        "marker": None,
    }
    assert DEFAULT_MAX_EVENT_BYTES == 16 * 1024 * 1024
    assert MAX_RESPONSE_BYTES == 256 * 1024 * 1024
    assert (RESYNC, TOLERANCE, Verification(secrets="s").tolerance) == (300.0, 300.0, 300.0)


def test_defaults_of_clients_and_lists() -> None:
    client = defaults(CortexClient)
    assert client["api_key_header"] == "X-API-Key"
    config = configure(CORTEX, {}, environ={})
    assert (config.defaults.retry, config.transport.pool_size) == (Retry(), 100)
    for made in (
        CortexClient(base_url="http://h", api_key="k"),
        cortex_sync.CortexClient(base_url="http://h", api_key="k"),
    ):
        paged = defaults(made.project("p").sanctions.list)
        assert (paged["page_size"], paged["max_items"], paged["offset"]) == (50, None, 0)
        assert defaults(made.project("p").sessions.watch)["resync"] == 300.0
