"""Numbers that some parsers round, and all datetimes of RFC 3339: received and sent exactly, or rejected."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cortex_async import ArgumentValueError, CortexClient, DecodeError, models
from cortex_async._core.codec.emitted import parse_datetime
from cortex_async._core.strings.timestamps import canonical
from cortex_async.client import CORTEX
from tests.wire.server import RawServer, raw_response

CODEC = CORTEX.codec
SESSION = {
    "id": "s",
    "createdAt": "2026-01-01T00:00:00Z",
    "createdByUserId": "u",
    "externalRoomId": "r",
    "gateway": "g",
    "projectId": "p",
    "status": "active",
    "tenantId": "t",
    "title": "T",
}


def session(**fields: Any) -> bytes:
    return orjson.dumps({**SESSION, **fields})


@pytest.mark.parametrize("value", [2**53 + 1, 2**63, 2**64, 2**64 + 1, 10**40, -(2**63) - 1, -(10**30)])
async def test_an_integer_of_any_size_is_received_exactly(value: int) -> None:
    body = session().replace(b'"id":"s"', b'"id":"s","idleTimeout":%d' % value)
    async with (
        RawServer(raw_response(200, body)) as server,
        CortexClient(base_url=server.url, api_key="k") as client,
    ):
        assert (await client.project("p").sessions.get("s")).idle_timeout == value
    assert CODEC.decode(b"[%s]" % body, list[models.Session])[0].idle_timeout == value


@pytest.mark.parametrize("token", [b"1.8446744073709552e19", b"9007199254740993.0", b"1e300", b"-1e16"])
def test_a_possibly_rounded_number_is_rejected_with_its_location(token: bytes) -> None:
    body = session().replace(b'"id":"s"', b'"id":"s","idleTimeout":' + token)
    with pytest.raises(DecodeError, match="idleTimeout: expected a whole number that no parser has rounded"):
        CODEC.decode(body, models.Session)


@pytest.mark.parametrize("token", [b"5.0", b"9007199254740991.0", b"1e3", b"-0.0"])
def test_a_whole_number_written_as_a_float_is_accepted(token: bytes) -> None:
    body = session().replace(b'"id":"s"', b'"id":"s","idleTimeout":' + token)
    found = CODEC.decode(body, models.Session).idle_timeout
    assert type(found) is int
    assert found == float(token)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
@pytest.mark.parametrize(
    ("body", "place"),
    [
        (lambda v: models.CreateSanction(type="m", metadata={"a": {"b": [1, v]}}), "metadata.a.b[1]"),
        (lambda v: [models.CreateSanction(type="m", metadata={"a": v})], "body[0].metadata.a"),
        (lambda v: models.PluginSettingValidation(max=v), "max"),
        (lambda v: {"a": v}, "body.a"),
        (lambda v: v, "body"),
    ],
)
def test_nan_and_infinity_are_never_sent_as_null(value: float, body: Any, place: str) -> None:
    for encode in (CODEC.encode, CODEC.encode_body):
        with pytest.raises(ArgumentValueError) as caught:
            encode(body(value))
        assert str(caught.value) == f"{place} must be a finite number, got {value!r}"


@pytest.mark.parametrize("value", [2**64, -(2**63) - 1])
def test_an_integer_that_json_readers_would_round_is_not_sent(value: int) -> None:
    for body, place in (
        (models.CreateGathering(name="n", type="t", max_members=value), "max_members"),
        ({"a": value}, "body.a"),
    ):
        with pytest.raises(ArgumentValueError, match=f"^{place} must be an integer of 64 bits, got {value}"):
            CODEC.encode(body)
    assert (
        CODEC.encode({"a": 2**64 - 1, "b": -(2**63)})
        == b'{"a":18446744073709551615,"b":-9223372036854775808}'
    )


NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
LEAP = datetime(2016, 12, 31, 23, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2026-01-01t12:00:00z", NOON),
        ("2026-01-01T12:00:00z", NOON),
        ("2026-01-01t12:00:00.25z", NOON.replace(microsecond=250_000)),
        ("2026-01-01 12:00:00Z", NOON),
        ("2026-01-01T12:00:00.1234567891234Z", NOON.replace(microsecond=123_456)),
        ("2026-01-01T12:00:00.1Z", NOON.replace(microsecond=100_000)),
        ("2026-01-01T12:00:00-00:00", NOON),
        ("2026-01-01T14:00:00+02:00", NOON),
        ("2016-12-31T23:59:60Z", LEAP),
        ("2016-12-31T23:59:60.5z", LEAP.replace(microsecond=500_000)),
        ("2017-01-01t01:29:60+01:30", LEAP.astimezone(timezone(timedelta(minutes=90)))),
        ("0001-01-01T00:00:00Z", datetime.min.replace(tzinfo=UTC)),
        (
            "9999-12-31T23:59:60-23:59",
            datetime(9999, 12, 31, 23, 59, 59, tzinfo=timezone(-timedelta(minutes=1439))),
        ),
    ],
)
async def test_all_of_rfc_3339_is_accepted(written: str, expected: datetime) -> None:
    row = {**SESSION, "createdAt": written, "endedAt": written, "title": "2016-12-31T23:59:60Z"}
    async with (
        RawServer([raw_response(200, row), raw_response(200, [SESSION, row])]) as server,
        CortexClient(base_url=server.url, api_key="k") as client,
    ):
        one = await client.project("p").sessions.get("s")
        _, listed = await client.project("p").sessions.list()
    for found in (one, listed, CODEC.structure(row, models.Session)):
        assert found.created_at == expected
        assert found.created_at.utcoffset() is not None
        assert found.title == "2016-12-31T23:59:60Z"
        assert type(found.title) is str
    assert parse_datetime(written) == expected


@pytest.mark.parametrize(
    "written",
    ["", "now", "2026-01-01T12:00:61Z", "2026-13-01t12:00:00z", "0000-01-01T00:00:00Z", "2026-02-30T00:00:00Z", {}, 5, []],
)  # fmt: skip
def test_an_invalid_datetime_is_rejected_with_its_location(written: Any) -> None:
    with pytest.raises(DecodeError, match="createdAt: expected an ISO 8601 date and time"):
        CODEC.decode(session(createdAt=written), models.Session)


def test_a_free_form_value_keeps_its_spelling() -> None:
    raw: dict[str, Any] = {
        "id": "x",
        "displayName": "2026-01-01t00:00:00z",
        "externalUserId": "e",
        "projectId": "p",
        "userData": None,
    }
    raw |= {"userData": {"at": ["2026-01-01t00:00:00z"]}, "joinedAt": "2026-01-01t12:00:00z"}
    found = CODEC.decode(orjson.dumps(raw), models.ParticipantInfo)
    assert (found.joined_at, found.display_name) == (NOON, "2026-01-01t00:00:00z")
    assert found.user_data == {"at": ["2026-01-01t00:00:00z"]}
    assert type(found.user_data["at"][0]) is str


@given(
    st.datetimes(timezones=st.just(UTC)),
    st.sampled_from("Tt "),
    st.sampled_from(["Z", "z", "+00:00", "-00:00"]),
)
def test_every_spelling_is_the_same_datetime(moment: datetime, separator: str, zone: str) -> None:
    text = moment.replace(tzinfo=None).isoformat(separator) + zone
    assert parse_datetime(text) == moment
    assert datetime.fromisoformat(canonical(text) or "") == moment


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (datetime.max.replace(tzinfo=timezone(timedelta(hours=-5))), "end_at must be a datetime between the years 1 and 9999"),
        (datetime.min.replace(tzinfo=timezone(timedelta(hours=5))), "end_at must be a datetime between the years 1 and 9999"),
        (NOON.replace(tzinfo=None), "end_at must be a datetime with a time zone, e.g. datetime.now(timezone.utc)"),
    ],
)  # fmt: skip
async def test_a_datetime_that_cannot_be_sent_is_rejected_by_name(value: datetime, text: str) -> None:
    async with (
        RawServer(raw_response(200, {})) as server,
        CortexClient(base_url=server.url, api_key="k") as client,
    ):
        with pytest.raises(ArgumentValueError) as caught:
            await client.project("p").sanctions.create(type="mute", end_at=value)
        assert str(caught.value).startswith(text)
        assert not server.requests
    assert CODEC.encode({"a": datetime.max.replace(tzinfo=UTC)}) == b'{"a":"9999-12-31T23:59:59.999999Z"}'
