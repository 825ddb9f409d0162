"""``participant.joined`` and ``participant.left``: events of their own, whose data nobody documents."""

from __future__ import annotations

from typing import Any

import pytest

from cortex_async import CortexClient, events
from cortex_async.emulator import Emulator

ENVELOPE: dict[str, Any] = {
    "id": "e",
    "timestamp": "2026-01-31T12:00:00Z",
    "resourceId": "participant:p",
    "tenantId": "t",
    "source": "voice:server",
}


def presence(data: Any, kind: str = "participant.joined") -> events.Event:
    return events.decode_event({**ENVELOPE, "type": kind, "payload": {"action": "occurred", "data": data}})


async def test_the_emulator_reports_who_enters_and_leaves() -> None:
    async with (
        Emulator() as emulator,
        CortexClient(base_url=emulator.base_url, api_key=emulator.api_key) as client,
    ):
        project = client.project(emulator.project_id)
        session = await project.sessions.create(title="t", external_room_id="room")
        async with project.events.stream(types=["participant.joined", "participant.left"]) as stream:
            await emulator.wait_for_streams(1)
            await emulator.join(session.id, "ann")
            await emulator.leave(session.id, "ann")
            joined, left = await anext(stream), await anext(stream)
    assert isinstance(joined, events.ParticipantJoinedEvent)
    assert isinstance(left, events.ParticipantLeftEvent)
    for event in (joined, left):
        assert (event.payload.data.session_id, event.payload.data.external_user_id) == (session.id, "ann")
        assert event.payload.data.participant_id == event.resource_id.removeprefix("participant:")
        assert event.payload.data.text("displayName") == "ann"


@pytest.mark.parametrize(
    "data", [{}, {"peerId": 7}, {"sessionId": None, "peerId": 7}, {"sessionId": "s", "user": {"id": "u"}}]
)
def test_any_object_is_data(data: dict[str, Any]) -> None:
    event = presence(data)
    assert isinstance(event, events.ParticipantJoinedEvent)
    found = event.payload.data
    assert found.session_id == data.get("sessionId")
    assert found.participant_id is found.external_user_id is None
    rest = {name: value for name, value in data.items() if name != "sessionId"}
    assert found.additional_properties == rest
    assert found.integer("peerId") == data.get("peerId")


@pytest.mark.parametrize("data", ["ann", 5, ["ann"]])
def test_data_of_another_kind_is_an_unknown_event(data: Any) -> None:
    event = presence(data, "participant.left")
    assert isinstance(event, events.UnknownEvent)
    assert event.raw["payload"]["data"] == data
