"""Events of a known type: times in any form of RFC 3339 are read; another shape is delivered as unknown,
logged and counted.
"""

from __future__ import annotations

import logging
import threading
from typing import Any

import pytest

from cortex_async import events
from cortex_async._core.codec import unreadable
from cortex_async.webhooks import signed_headers, unwrap

MESSAGE: dict[str, Any] = {
    "id": "e1",
    "type": "message.created",
    "timestamp": "2026-01-01T00:00:00Z",
    "resourceId": "message:m",
    "tenantId": "t",
    "source": "bot",
    "payload": {
        "action": "created",
        "data": {
            "id": "m",
            "sessionId": "s",
            "content": "hi",
            "timestamp": "2026-01-01T00:00:00Z",
            "type": "user",
            "senderName": "Ann",
            "externalUserId": "u",
            "participantId": "p",
        },
    },
}


@pytest.fixture(autouse=True)
def nothing_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unreadable, "_counts", type(unreadable._counts)())


def message(**changed: Any) -> dict[str, Any]:
    return {**MESSAGE, **changed}


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.name == unreadable.__name__]


def test_the_usual_shape_is_read() -> None:
    assert isinstance(events.decode_event(MESSAGE), events.MessageCreatedEvent)
    assert events.unreadable_events() == {}


@pytest.mark.parametrize(
    "written", ["2026-01-01t00:00:00z", "2026-01-01T00:00:60Z", "2026-01-01 00:00:00.123456789Z"]
)
def test_times_of_rfc_3339_are_read_in_events_as_well(written: str) -> None:
    raw = message(timestamp=written)
    event = events.decode_event(raw)
    assert isinstance(event, events.MessageCreatedEvent)
    assert event.timestamp.year == 2026
    # The raw event is not changed: live views keep it.
    assert raw["timestamp"] == written
    assert events.unreadable_events() == {}


def test_another_shape_is_logged_once_with_its_place_and_counted(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            event = events.decode_event(message(timestamp={"seconds": "canary"}))
            assert isinstance(event, events.UnknownEvent)
            assert event.raw["timestamp"] == {"seconds": "canary"}
    assert warnings(caplog) == [
        "events of type message.created have a shape that this version cannot read "
        "(timestamp: expected an ISO 8601 date and time, got an object); they arrive as UnknownEvent"
    ]
    assert events.unreadable_events() == {"message.created": 3}


@pytest.mark.parametrize(
    ("changed", "place"),
    [
        ({"payload": None}, "the event: "),
        ({"payload": {"action": "created"}}, "payload.data: missing"),
        ({"payload": {"action": "created", "data": []}}, "payload.data: expected an object, got a list"),
        ({"timestamp": "soon"}, "timestamp: expected an ISO 8601 date and time, got a string"),
        ({"timestamp": True}, "timestamp: expected an ISO 8601 date and time, got true or false"),
    ],
)
def test_the_place_is_named_and_no_value(
    changed: dict[str, Any], place: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        event = events.decode_event(message(**changed))
    if isinstance(event, events.UnknownEvent):
        assert place in warnings(caplog)[0]
        assert "soon" not in warnings(caplog)[0]
    else:
        # Null passes, whatever the spec declares.
        assert changed == {"payload": None}


@pytest.mark.parametrize("kind", ["new.type", None, 5, ["x"], {}])
def test_an_unknown_type_is_nothing_to_count(kind: Any, caplog: pytest.LogCaptureFixture) -> None:
    event = events.decode_event(message(type=kind))
    assert isinstance(event, events.UnknownEvent)
    assert event.raw["type"] == kind
    assert (events.unreadable_events(), warnings(caplog)) == ({}, [])


def test_deep_nesting_is_another_shape_and_no_overflow() -> None:
    deep: Any = "x"
    for _ in range(1000):
        deep = [deep]
    event = events.decode_event(
        message(timestamp=5, payload={"action": "created", "data": {"content": deep}})
    )
    assert isinstance(event, events.UnknownEvent)


def test_webhooks_count_too_and_from_many_threads() -> None:
    import orjson

    body = orjson.dumps(message(timestamp=5))

    def deliver() -> None:
        for _ in range(20):
            unwrap(body, signed_headers(body, "secret"), "secret")

    threads = [threading.Thread(target=deliver) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert events.unreadable_events() == {"message.created": 80}


@pytest.mark.parametrize("data", [{"phone": "+49"}, [], "gatheringId", 5])
def test_data_that_is_no_member_of_a_union_is_another_shape(
    data: Any, caplog: pytest.LogCaptureFixture
) -> None:
    raw = message(type="gathering.invitation.sent", payload={"action": "occurred", "data": data})
    with caplog.at_level(logging.WARNING):
        event = events.decode_event(raw)
    assert isinstance(event, events.UnknownEvent)
    assert event.raw["payload"]["data"] == data
    assert events.unreadable_events() == {"gathering.invitation.sent": 1}
    if data == {"phone": "+49"}:
        expected = "Invitation or GatheringInvitationSentEmailData"
        assert f"(payload.data: expected {expected}, got an object)" in warnings(caplog)[0]
