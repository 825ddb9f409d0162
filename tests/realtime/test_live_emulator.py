"""Live views over real sockets, against the emulator and what it does to its events."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from attrs import evolve

from cortex_async import CortexClient, NotFound, Unauthorized
from cortex_async.emulator import Clock, Emulator
from cortex_async.live import Added, Change, Modified, Removed
from cortex_async.models import Participant
from cortex_async.project import ProjectScope

WAIT = 30.0


@pytest.fixture
async def emulator() -> AsyncIterator[Emulator]:
    async with Emulator() as emulator:
        yield emulator
        assert [
            task.get_name() for task in asyncio.all_tasks() if task.get_name().startswith("cortex-")
        ] == []
        await emulator.wait_for_streams(0)
        assert not emulator.violations


@pytest.fixture
async def client(emulator: Emulator) -> AsyncIterator[CortexClient]:
    async with CortexClient(base_url=emulator.base_url, api_key=emulator.api_key) as client:
        yield client


@pytest.fixture
def project(client: CortexClient, emulator: Emulator) -> ProjectScope:
    return client.project(emulator.project_id)


def requests_of(emulator: Emulator, operation: str) -> int:
    return sum(request.operation == operation for request in emulator.requests)


async def test_the_life_of_a_session(project: ProjectScope, emulator: Emulator) -> None:
    async with project.sessions.watch() as live:
        assert (live.value, live.stale, emulator.streams) == ({}, False, 1)
        created = await project.sessions.create(title="Round 1", external_room_id="room")
        changes = aiter(live)
        assert await anext(changes) == Added(created.id, created)
        async with (
            project.sessions.watch(created.id) as one,
            project.sessions.watch_messages(created.id) as said,
        ):
            assert one.value == created
            await emulator.settle()
            await emulator.say(created.id, "kim", "hello")
            await said.wait_until(lambda messages: len(messages) == 2, timeout=WAIT)
            system, spoken = said.value.values()
            assert (system.type, system.participant_id) == ("system", None)
            assert (spoken.content, spoken.external_user_id) == ("hello", "kim")
            assert emulator.streams == 1
            ended = asyncio.ensure_future(project.sessions.wait_until_ended(created.id, timeout=WAIT))
            await project.sessions.stop(created.id)
            assert (await ended).status == "ended"
            await one.wait_until(
                lambda session: session is not None and session.status == "ended", timeout=WAIT
            )
        change = await anext(changes)
        assert change == Modified(created.id, created, evolve(created, status="ended"), frozenset({"status"}))


async def test_a_lobby_with_its_members_and_invitations(project: ProjectScope) -> None:
    kim, ada = [await project.participants.create(external_user_id=name) for name in ("kim", "ada")]
    lobby = await project.gatherings.create(name="Lobby", type="lobby")
    async with (
        project.gatherings.watch() as lobbies,
        project.gatherings.watch_members(lobby.id) as members,
        project.gatherings.watch_invitations(lobby.id) as invitations,
    ):
        await project.gatherings.join(join_code=lobby.join_code, participant_id=kim.id)
        await lobbies.wait_until(lambda all_: all_[lobby.id].member_count == 1, timeout=WAIT)
        assert lobbies.value[lobby.id].status == "active"
        await project.gatherings.send_invitations(
            lobby.id, invited_by_id=kim.id, participant_ids=[ada.id], emails=["eve@example.org"]
        )
        await invitations.wait_until(lambda all_: len(all_) == 2, timeout=WAIT)
        await members.wait_until(lambda all_: len(all_) == 2, timeout=WAIT)
        (invited,) = [one for one in invitations.value.values() if one.participant_id == ada.id]
        await project.gatherings.decline_invitation(invited.id)
        await invitations.wait_until(lambda all_: all_[invited.id].status == "declined", timeout=WAIT)
        await members.wait_until(lambda all_: len(all_) == 1, timeout=WAIT)
        await project.gatherings.remove_member(lobby.id, kim.id)
        await members.wait_until(lambda all_: not all_, timeout=WAIT)
        await lobbies.wait_until(lambda all_: all_[lobby.id].member_count == 0, timeout=WAIT)
        await project.gatherings.cancel(lobby.id)
        await lobbies.wait_until(lambda all_: all_[lobby.id].status == "cancelled", timeout=WAIT)
        await invitations.wait_until(
            lambda all_: all({one.status != "pending"} for one in all_.values()), timeout=WAIT
        )


async def test_sanctions_and_participants(project: ProjectScope) -> None:
    async with project.sanctions.watch() as sanctions, project.participants.watch() as participants:
        kim = await project.participants.create(external_user_id="kim", display_name="Kim")
        mute = await project.sanctions.create(type="mute", participant_id=kim.id, reason="shouting")
        await sanctions.wait_until(lambda all_: mute.id in all_, timeout=WAIT)
        async with project.sanctions.watch(mute.id) as one, project.participants.watch(kim.id) as person:
            await project.sanctions.revoke(mute.id)
            await one.wait_until(lambda found: found is not None and found.status == "revoked", timeout=WAIT)
            await project.participants.update(kim.id, display_name="K.")
            await person.wait_until(
                lambda found: found is not None and found.display_name == "K.", timeout=WAIT
            )
            await project.participants.delete(kim.id)
            await person.wait_until(lambda found: found is None, timeout=WAIT)
        await participants.wait_until(lambda all_: not all_, timeout=WAIT)


async def test_a_list_of_several_pages(project: ProjectScope, emulator: Emulator) -> None:
    for number in range(120):
        await project.participants.create(external_user_id=f"user {number}")
    async with project.participants.watch() as live:
        assert [one.external_user_id for one in live.value.values()] == [f"user {n}" for n in range(120)]
        assert requests_of(emulator, "listParticipants") == 3


async def test_what_was_missed_while_the_stream_was_cut(project: ProjectScope, emulator: Emulator) -> None:
    gone, kept = [await project.participants.create(external_user_id=name) for name in ("gone", "kept")]
    async with project.participants.watch() as live:
        changes = aiter(live)
        emulator.faults.events.cut()
        await project.participants.delete(gone.id)
        await project.participants.update(kept.id, display_name="Kept")
        await project.participants.create(external_user_id="new")
        async with asyncio.timeout(WAIT):
            found = [await anext(changes) for _ in range(3)]
        assert {type(change) for change in found} == {Added, Modified, Removed}
        assert not live.stale
        assert [one.external_user_id for one in live.value.values()] == ["kept", "new"]


async def test_a_coroutine_function_acts_on_changes(project: ProjectScope) -> None:
    done = asyncio.Event()

    async def rename(change: Change[Participant]) -> None:
        if isinstance(change, Added):
            await project.participants.update(change.id, display_name="Welcome")
        elif isinstance(change, Modified):
            done.set()

    async with project.participants.watch() as live:
        live.on_change(rename)
        kim = await project.participants.create(external_user_id="kim")
        async with asyncio.timeout(WAIT):
            await done.wait()
        assert live.value[kim.id].display_name == "Welcome"


@pytest.mark.parametrize("fault", ["duplicate", "reorder"])
async def test_events_twice_and_in_the_wrong_order(
    project: ProjectScope, emulator: Emulator, fault: str
) -> None:
    kim = await project.participants.create(external_user_id="kim")
    names: list[str] = []
    async with project.participants.watch(kim.id) as live:
        live.on_change(
            lambda change: names.append(change.new.display_name if isinstance(change, Modified) else "")
        )
        getattr(emulator.faults.events, fault)("participant.*", times=2)
        for number in range(6):
            await project.participants.update(kim.id, display_name=f"Kim {number}")
        await live.wait_until(lambda one: one is not None and one.display_name == "Kim 5", timeout=WAIT)
        assert names == sorted(set(names))


async def test_an_event_that_never_came_is_found_by_the_next_fetch(
    project: ProjectScope, emulator: Emulator
) -> None:
    kim = await project.participants.create(external_user_id="kim")
    async with project.participants.watch(resync=0.1) as live:
        changes = aiter(live)
        emulator.faults.events.drop()
        await project.participants.delete(kim.id)
        async with asyncio.timeout(WAIT):
            assert await anext(changes) == Removed(kim.id, kim)


async def test_a_fetch_that_fails_is_retried(client: CortexClient, emulator: Emulator) -> None:
    project = client.with_options(retry=False).project(emulator.project_id)
    kim = await project.participants.create(external_user_id="kim")
    errors: list[Exception] = []
    async with project.participants.watch(resync=0.1) as live:
        live.on_error(errors.append)
        emulator.faults.events.drop()
        emulator.faults.next("listParticipants", status=500)
        await project.participants.delete(kim.id)
        await live.wait_until(lambda all_: not all_, timeout=WAIT)
    assert [getattr(error, "status", None) for error in errors] == [500]


async def test_a_credential_that_is_refused_ends_the_view(project: ProjectScope, emulator: Emulator) -> None:
    errors: list[Exception] = []
    async with project.participants.watch() as live:
        live.on_error(errors.append)
        emulator.faults.next("streamProject", status=401)
        emulator.cut_streams()
        with pytest.raises(Unauthorized):
            await asyncio.wait_for(anext(aiter(live)), WAIT)
        assert [type(error) for error in errors] == [Unauthorized]


async def test_a_wrong_project_shows_at_once(client: CortexClient) -> None:
    with pytest.raises(NotFound):
        async with client.project("nowhere").sessions.watch():
            raise AssertionError("there is no such project")


async def test_variants_of_a_client_share_the_stream_and_other_credentials_do_not(
    client: CortexClient, emulator: Emulator
) -> None:
    variant = client.with_options(timeout=5, headers={"X-Trace": "1"})
    async with (
        client.project(emulator.project_id).sessions.watch(),
        variant.project(emulator.project_id).participants.watch(),
    ):
        assert emulator.streams == 1
        async with (
            CortexClient(base_url=emulator.base_url, access_token=emulator.access_token) as other,
            other.project(emulator.project_id).sessions.watch(),
        ):
            assert emulator.streams == 2
        await emulator.wait_for_streams(1)


async def test_two_loops_after_one_another(emulator: Emulator) -> None:
    """A client that moves to another loop, as in a script with several ``asyncio.run``."""
    client = CortexClient(base_url=emulator.base_url, api_key=emulator.api_key)

    async def watch() -> int:
        async with client.project(emulator.project_id).sessions.watch() as live:
            return len(live.value)

    assert [await asyncio.to_thread(asyncio.run, watch()) for _ in range(2)] == [0, 0]

    async def close() -> None:
        await client.aclose()

    await asyncio.to_thread(asyncio.run, close())


@pytest.mark.parametrize(
    "clock",
    [
        lambda: Clock(datetime(2020, 1, 1, tzinfo=UTC), frozen=True),
        lambda: Clock(datetime(2040, 1, 1, tzinfo=UTC)),
        lambda: Clock(datetime(2040, 1, 1, tzinfo=UTC), frozen=True),
    ],
    ids=["still, and behind", "ahead", "still, and ahead"],
)
async def test_clocks_that_are_years_apart(clock: Callable[[], Clock]) -> None:
    async with (
        Emulator(clock=clock()) as emulator,
        CortexClient(base_url=emulator.base_url, api_key=emulator.api_key) as client,
    ):
        project = client.project(emulator.project_id)
        kim = await project.participants.create(external_user_id="kim")
        async with project.participants.watch() as live, project.participants.watch(kim.id) as one:
            seen: list[str] = []
            one.on_change(
                lambda change: seen.append(change.new.display_name if isinstance(change, Modified) else "")
            )
            for number in range(5):
                await project.participants.update(kim.id, display_name=f"Kim {number}")
                if number == 2:
                    await emulator.clock.advance(3600)
            ada = await project.participants.create(external_user_id="ada")
            await one.wait_until(
                lambda found: found is not None and found.display_name == "Kim 4", timeout=WAIT
            )
            assert seen == sorted(seen)
            await live.wait_until(lambda all_: ada.id in all_, timeout=WAIT)
            await live.wait_until(lambda all_: all_[kim.id].display_name == "Kim 4", timeout=WAIT)
            await project.participants.delete(ada.id)
            await live.wait_until(lambda all_: ada.id not in all_, timeout=WAIT)


async def test_a_large_list_is_decoded_without_blocking_the_loop(
    project: ProjectScope, monkeypatch: pytest.MonkeyPatch
) -> None:
    created = await project.sessions.create(title="x" * 100, external_room_id="room")
    threads: list[object] = []
    to_thread = asyncio.to_thread

    async def noted(function: Callable[..., Any], *args: Any) -> Any:
        threads.append(function)
        return await to_thread(function, *args)

    monkeypatch.setattr("cortex_async.live.fetching.DECODE_IN_THREAD_FROM", 100)
    monkeypatch.setattr("cortex_async.live.fetching.asyncio.to_thread", noted)
    async with project.sessions.watch() as live:
        assert live.value[created.id].title == "x" * 100
    assert len(threads) == 1
