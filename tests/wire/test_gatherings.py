"""Joining gatherings, finding the one of a session, and marking members as ready, async and sync."""

from __future__ import annotations

import asyncio
import copy
import pickle
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

import cortex_sync
from cortex_async import (
    ArgumentError,
    Conflict,
    CortexClient,
    CortexError,
    JoinRefused,
    NotFound,
    ProjectScope,
)
from cortex_async.emulator import Emulator
from cortex_async.models import GatheringMember, JoinResult


@pytest.fixture
async def emulator() -> AsyncIterator[Emulator]:
    async with Emulator() as emulator:
        yield emulator
        assert list(emulator.violations) == []


@pytest.fixture
async def project(emulator: Emulator) -> AsyncIterator[ProjectScope]:
    async with CortexClient(base_url=emulator.base_url, api_key=emulator.api_key) as client:
        yield client.project(emulator.project_id)


async def participant(project: ProjectScope, user: str) -> str:
    return (await project.participants.create(external_user_id=user, display_name=user)).id


async def test_a_join_gives_the_member_or_raises(project: ProjectScope) -> None:
    lobby = await project.gatherings.create(name="Duel", type="lobby", max_members=2)
    ann, bob, eve = [await participant(project, user) for user in ("ann", "bob", "eve")]
    for player in (ann, bob):
        result = await project.gatherings.join(join_code=lobby.join_code, participant_id=player)
        assert result.require().participant_id == player
    full = await project.gatherings.join(join_code=lobby.join_code, participant_id=eve)
    with pytest.raises(JoinRefused, match=r"^Gathering is full$") as caught:
        full.require()
    assert caught.value.reason == full.error == "Gathering is full"


async def test_an_accepted_invitation_gives_the_member_or_raises(project: ProjectScope) -> None:
    lobby = await project.gatherings.create(name="Duel", type="lobby", max_members=2)
    ann, bob, eve = [await participant(project, user) for user in ("ann", "bob", "eve")]
    sent = await project.gatherings.send_invitations(
        lobby.id, invited_by_id=ann, participant_ids=[ann, bob, eve]
    )
    accepted = [
        await project.gatherings.accept_invitation(one.id, participant_id=player)
        for one, player in zip(sent, (ann, bob, eve), strict=True)
    ]
    assert [one.require().participant_id for one in accepted[:2]] == [ann, bob]
    with pytest.raises(JoinRefused, match="full"):
        accepted[2].require()


MEMBER = GatheringMember(
    id="m", gathering_id="g", participant_id="p", display_name="Ann", status="joined", role="member"
)


@pytest.mark.parametrize("reason", ["Gathering is full", None, "two\nlines", "long " * 1000])
def test_a_refusal_keeps_its_reason(reason: str | None) -> None:
    # A member beside `success: false` is not one that has joined.
    with pytest.raises(JoinRefused) as caught:
        JoinResult(success=False, error=reason, member=MEMBER).require()
    for error in (caught.value, copy.copy(caught.value), pickle.loads(pickle.dumps(caught.value))):
        assert isinstance(error, JoinRefused)
        assert error.reason == reason
        assert str(error).isprintable()
        assert 0 < len(str(error)) < 600
    assert ("gives no reason" in str(caught.value)) == (reason is None)


def test_every_decoded_result_has_it() -> None:
    client = CortexClient(api_key="k", base_url="http://127.0.0.1:1")
    raw = b'{"success": true, "member": {"id": "m", "gatheringId": "g", "participantId": "p", "displayName": "Ann", "status": "joined", "role": "member"}}'
    assert client.codec.decode(raw, JoinResult).require() == MEMBER
    with pytest.raises(CortexError, match="succeeded, but the response has no member") as caught:
        client.codec.decode(b'{"success": true}', JoinResult).require()
    assert not isinstance(caught.value, JoinRefused)
    assert JoinResult(success=True, member=MEMBER) == client.codec.decode(raw, JoinResult)


async def started(project: ProjectScope, count: int = 1) -> list[Any]:
    """Gatherings with a session each."""
    found: list[Any] = []
    for number in range(count):
        lobby = await project.gatherings.create(name=f"Match {number}", type="lobby", auto_start_session=True)
        found.append(await project.gatherings.start(lobby.id, room_id=f"room-{number}"))
    return found


async def test_the_gathering_of_a_session(project: ProjectScope, emulator: Emulator) -> None:
    first, second, ended = await started(project, 3)
    await project.gatherings.end(ended.id)
    alone = await project.sessions.create(title="No gathering", external_room_id="room")
    find = project.gatherings.find_by_session
    assert await find(second.session_id) == second
    found = await find(ended.session_id)
    assert found is not None
    assert (found.id, found.status) == (ended.id, "ended")
    assert await find(alone.id) is None
    assert await find("no such session", max_items=None) is None
    emulator.requests.clear()
    assert await find(first.session_id) == first
    emulator.requests.assert_called("listGatherings", times=1)


async def test_the_search_goes_through_all_pages_and_is_bounded(
    project: ProjectScope, emulator: Emulator
) -> None:
    old = await project.gatherings.create(name="Old", type="lobby", auto_start_session=True)
    for _ in range(149):
        await project.gatherings.create(name="Later", type="lobby")
    started = await project.gatherings.start(old.id, room_id="room")
    await project.gatherings.end(old.id)
    latest = await project.gatherings.create(name="Latest", type="lobby", auto_start_session=True)
    latest = await project.gatherings.start(latest.id, room_id="room-2")
    await project.gatherings.end(latest.id)
    find = project.gatherings.find_by_session
    emulator.requests.clear()
    found = await find(latest.session_id or "")
    assert found is not None
    assert found.id == latest.id
    emulator.requests.assert_called("listGatherings", times=3)
    # 151 gatherings: the bound matters only if there are more.
    assert await find("none of them", max_items=151) is None
    with pytest.raises(CortexError, match=r"none of the first 150 gatherings.*greater max_items"):
        await find("none of them", max_items=150)
    assert await find(started.session_id or "", max_items=150) is not None


async def test_members_are_marked_ready_by_participant(project: ProjectScope, emulator: Emulator) -> None:
    lobby = await project.gatherings.create(name="Duel", type="lobby")
    ann, bob, eve = [await participant(project, user) for user in ("ann", "bob", "eve")]
    for player in (ann, bob):
        await project.gatherings.join(join_code=lobby.join_code, participant_id=player)
    ready = await project.gatherings.mark_ready(lobby.id, bob)
    assert (ready.participant_id, ready.status) == (bob, "ready")
    members = await project.gatherings.list_members(lobby.id)
    assert {one.participant_id: one.status for one in members} == {ann: "joined", bob: "ready"}
    again = await project.gatherings.mark_ready(lobby.id, bob, ready=False)
    assert (again.id, again.status) == (ready.id, "joined")
    emulator.requests.clear()
    with pytest.raises(NotFound, match=f"participant {eve} is no member of gathering {lobby.id}") as caught:
        await project.gatherings.mark_ready(lobby.id, eve)
    assert (caught.value.operation, caught.value.outcome) == ("updateMember", "not_sent")
    assert pickle.loads(pickle.dumps(caught.value)).message == caught.value.message
    emulator.requests.assert_not_called("updateMember")
    with pytest.raises(NotFound, match="Gathering"):
        await project.gatherings.mark_ready("no-such-gathering", ann)


async def test_who_has_left_or_is_only_invited(project: ProjectScope) -> None:
    lobby = await project.gatherings.create(name="Duel", type="lobby")
    ann, bob = [await participant(project, user) for user in ("ann", "bob")]
    member = await project.gatherings.add_member(lobby.id, participant_id=ann)
    await project.gatherings.update_member(lobby.id, member.id, status="left")
    with pytest.raises(NotFound, match="is no member"):
        await project.gatherings.mark_ready(lobby.id, ann)
    await project.gatherings.send_invitations(lobby.id, invited_by_id=ann, participant_ids=[bob])
    with pytest.raises(Conflict, match="Member is invited, not joined"):
        await project.gatherings.mark_ready(lobby.id, bob)


async def test_wrong_arguments_are_reported_before_any_call(
    project: ProjectScope, emulator: Emulator
) -> None:
    gatherings: Any = project.gatherings
    wrong: list[tuple[Callable[[], Any], str]] = [
        (lambda: gatherings.find_by_session(""), "session_id must be a non-empty string"),
        (lambda: gatherings.find_by_session("s", max_items=0), "max_items must be a whole number >= 1"),
        (lambda: gatherings.find_by_session("s", tiemout=1), "tiemout"),
        (lambda: gatherings.mark_ready("g", None), "participant_id must be a"),
        (lambda: gatherings.mark_ready("g", "p", "no"), "ready must be True or False, got a str"),
    ]
    for call, expected in wrong:
        with pytest.raises(ArgumentError, match=expected):
            await call()
    assert len(emulator.requests) == 0


async def test_the_sync_version_does_the_same(emulator: Emulator) -> None:
    def play() -> None:
        seen: list[int] = []
        with cortex_sync.CortexClient(base_url=emulator.base_url, api_key=emulator.api_key) as client:
            gatherings = client.project(emulator.project_id).gatherings
            ann = client.project(emulator.project_id).participants.create(external_user_id="ann").id
            lobby = gatherings.create(name="Duel", type="lobby", auto_start_session=True)
            member = gatherings.join(join_code=lobby.join_code, participant_id=ann).require()
            ready = gatherings.mark_ready(
                lobby.id, ann, on_response=lambda response: seen.append(response.status)
            )
            assert (ready.id, ready.status) == (member.id, "ready")
            assert seen == [200, 200]
            assert gatherings.mark_ready(lobby.id, ann, False).status == "joined"
            session_id = gatherings.start(lobby.id, room_id="room").session_id
            found = gatherings.find_by_session(session_id or "")
            assert found is not None
            assert found.id == lobby.id
            with pytest.raises(cortex_sync.JoinRefused, match="Participant not found"):
                gatherings.join(join_code=lobby.join_code, participant_id="nobody").require()
            with pytest.raises(cortex_sync.NotFound, match="is no member"):
                gatherings.mark_ready(lobby.id, "nobody")

    await asyncio.to_thread(play)
