"""The emulator conforms to the spec: an SDK that calls it finds nothing, whatever it calls."""

from __future__ import annotations

from typing import Any

from cortex_async import CortexClient, CortexError
from cortex_async.emulator import Emulator
from cortex_async.telemetry import CallEnded, DriftObserver, Observer
from tests.contract.arguments import JSON_OPERATIONS, arguments
from tests.telemetry.drift.removed import reports


class Successes(Observer):
    def __init__(self) -> None:
        self.operations: set[str] = set()

    def call_ended(self, ended: CallEnded) -> None:
        if ended.error is None:
            self.operations.add(ended.call.operation)


async def test_no_operation_of_the_emulator_deviates(emulator: Emulator) -> None:
    drift, successes = DriftObserver(share=1), Successes()
    async with CortexClient(
        base_url=emulator.base_url, api_key=emulator.api_key, retry=False, observers=[drift, successes]
    ) as client:
        project = client.project(emulator.project_id)
        ids = await filled(project)
        # What reads comes first, what deletes comes last.
        order = ("GET", "PUT", "PATCH", "POST", "DELETE")
        for operation in sorted(JSON_OPERATIONS, key=lambda op: order.index(op.http_method)):
            owner: Any = project if operation.scope == "project" else client
            method = getattr(getattr(owner, operation.resource), operation.method)
            given = arguments(operation)
            own = [ids.get(parameter.name, "none") for parameter in operation.path_parameters]
            try:
                await method(*own[len(own) - len(given.positional) :], **given.keywords)
            except CortexError:
                continue
    drift.flush()
    assert reports(drift.deviations) == []
    assert len(successes.operations) > 65, successes.operations
    assert drift.counts.checked > len(JSON_OPERATIONS)


async def filled(project: Any) -> dict[str, str]:
    """Create one of everything; return its id by the name of the path parameter."""
    session = await project.sessions.create(external_room_id="room", title="Raid")
    participant = await project.participants.create(external_user_id="ada")
    gathering = await project.gatherings.create(name="Lobby", type="lobby")
    await project.gatherings.add_member(gathering.id, participant_id=participant.id)
    sanction = await project.sanctions.create(external_user_id="ada", type="mute", reason="why")
    function = await project.functions.create(name="hello", code="export default () => 1")
    return {
        "session_id": session.id,
        "participant_id": participant.id,
        "gathering_id": gathering.id,
        "sanction_id": sanction.id,
        "function_id": function.id,
        "external_user_id": "ada",
    }
