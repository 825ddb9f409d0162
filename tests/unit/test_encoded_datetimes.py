"""Encoding of datetimes: naive ones are refused wherever they are, others are sent in UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from cortex_async._core.call_errors import DecodeError
from cortex_async.client import CORTEX
from cortex_async.models import CreateSanction, Gathering, Message

CODEC = CORTEX.codec
NAIVE = datetime(2026, 1, 31, 12)  # noqa: DTZ001
BERLIN = datetime(2026, 1, 31, 13, tzinfo=timezone(timedelta(hours=1)))
IN_UTC = b'"2026-01-31T12:00:00Z"'


def message(timestamp: datetime) -> Message:
    return Message(id="m", content="c", sender_name="s", session_id="x", timestamp=timestamp)


def sanction(**metadata: Any) -> CreateSanction:
    return CreateSanction(external_user_id="u", type="mute", metadata=metadata)


FREE_FORM: list[dict[str, Any]] = [
    {"at": NAIVE},
    {"deep": {"er": [{"at": NAIVE}]}},
    {"list": [1, (2, NAIVE)]},
]


@pytest.mark.parametrize(
    "body",
    [
        message(NAIVE),
        [message(BERLIN), message(NAIVE)],
        [message(BERLIN), NAIVE],
        {"messages": [message(NAIVE)]},
        [{"at": NAIVE}],
        *(sanction(**members) for members in FREE_FORM),
        *([sanction(**members)] for members in FREE_FORM),
    ],
    ids=repr,
)
def test_a_naive_datetime_is_refused(body: object) -> None:
    with pytest.raises(ValueError, match="naive datetime"):
        CODEC.encode(body)


@pytest.mark.parametrize(
    "body",
    [
        message(BERLIN),
        [message(BERLIN)],
        [message(BERLIN), {"at": BERLIN}],
        {"messages": [message(BERLIN)]},
        sanction(at=BERLIN),
        sanction(deep={"er": [{"at": BERLIN}], "list": (1, BERLIN)}),
        sanction(plain=1, model=message(BERLIN)),
    ],
    ids=repr,
)
def test_an_aware_datetime_is_sent_in_utc(body: object) -> None:
    encoded = CODEC.encode(body)
    assert IN_UTC in encoded
    assert b"13:00" not in encoded


def test_encoding_and_decoding_leave_the_callers_objects_unchanged() -> None:
    metadata = {"at": BERLIN, "deep": {"at": [BERLIN]}}
    CODEC.encode(sanction(**metadata))
    assert metadata == {"at": BERLIN, "deep": {"at": [BERLIN]}}
    raw = [
        {"id": "m", "content": "c", "senderName": "s", "sessionId": "x", "timestamp": "2026-01-31T12:00:00Z"}
    ]
    assert CODEC.structure(raw, list[Message]) == [message(datetime(2026, 1, 31, 12, tzinfo=UTC))]
    assert isinstance(raw[0], dict)


def test_a_mismatch_late_in_a_list_is_located_although_earlier_items_were_overwritten() -> None:
    good = b'{"id":"m","content":"c","senderName":"s","sessionId":"x","timestamp":"2026-01-31T12:00:00Z"}'
    bad = good.replace(b"2026-01-31T12:00:00Z", b"yesterday")
    with pytest.raises(
        DecodeError, match=r"\[2\]\.timestamp: expected an ISO 8601 date and time, got 'yesterday'"
    ):
        CODEC.decode(b"[" + b",".join((good, good, bad)) + b"]", list[Message])
    assert CODEC.decode(b"[null]", list[Message]) == [None]
    assert CODEC.decode(b"null", list[Gathering]) is None
    with pytest.raises(DecodeError, match="expected a list, got 5"):
        CODEC.decode(b"5", list[Message])
