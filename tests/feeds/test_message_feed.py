"""Feeds over real sockets, against the emulator: complete, resumable, and clear about what cannot be used."""

from __future__ import annotations

import asyncio
import copy
import os
import random
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from cortex_async import ArgumentError, ClientClosed, CortexClient, NotFound, Observer, ProjectScope
from cortex_async.emulator import Emulator
from cortex_async.feeds import FeedMessage, FeedPosition, MessageFeed, MissedMessages
from cortex_async.transcripts import Line

CYCLES = int(os.environ.get("CHAOS_CYCLES", "12"))


@pytest.fixture
async def emulator() -> AsyncIterator[Emulator]:
    async with Emulator() as emulator:
        yield emulator


@pytest.fixture
async def client(emulator: Emulator) -> AsyncIterator[CortexClient]:
    async with CortexClient(base_url=emulator.base_url, api_key=emulator.api_key) as client:
        yield client


@pytest.fixture
def project(emulator: Emulator, client: CortexClient) -> ProjectScope:
    return client.project(emulator.project_id)


async def spoken(feed: MessageFeed, count: int) -> list[FeedMessage]:
    """The next messages of people."""
    found: list[FeedMessage] = []
    async with asyncio.timeout(20):
        while len(found) < count:
            message = await anext(feed)
            if message.kind != "system":
                found.append(message)
    return found


async def test_a_feed_from_now_brings_what_is_said_even_if_the_stream_breaks(
    emulator: Emulator, project: ProjectScope
) -> None:
    session = await project.sessions.create(title="a", external_room_id="a")
    await emulator.say(session.id, "ann", "before")
    async with project.messages.follow() as feed:
        await emulator.say(session.id, "ann", "one")
        emulator.faults.events.cut("message.created")
        await emulator.say(session.id, "bob", "two")
        other = await project.sessions.create(title="b", external_room_id="b")
        await emulator.say(other.id, "ann", "three")
        found = await spoken(feed, 3)
    assert {one.text for one in found} == {"one", "two", "three"}
    assert {one.session_id for one in found} == {session.id, other.id}
    for one in found:
        assert isinstance(one, Line)
        assert one.end > one.start
        assert one.speaker.external_user_id == one.speaker.name
        assert one.speaker.id_source == ("event" if one.source == "live" else "name")


async def test_a_later_run_begins_where_the_earlier_one_was_saved(
    emulator: Emulator, project: ProjectScope, tmp_path: Path
) -> None:
    session = await project.sessions.create(title="a", external_room_id="a")
    path = tmp_path / "feed.json"
    async with project.messages.follow() as feed:
        await emulator.say(session.id, "ann", "one")
        await spoken(feed, 1)
        feed.acknowledge()
        feed.position.save(path)
    await emulator.say(session.id, "ann", "two")
    await project.sessions.stop(session.id)
    created = await project.sessions.create(title="b", external_room_id="b")
    await emulator.say(created.id, "ann", "three")
    position = FeedPosition.load(path)
    assert (position.project_id, position) == (emulator.project_id, feed.position)
    async with project.messages.follow(since=position) as feed:
        assert {one.text for one in await spoken(feed, 2)} == {"two", "three"}
        await emulator.say(created.id, "ann", "four")
        assert (await spoken(feed, 1))[0].text == "four"


async def test_a_feed_from_a_time(emulator: Emulator, project: ProjectScope) -> None:
    emulator.seed("large", sessions=12, messages=6)
    sessions = await project.sessions.list()
    expected = {message.id for session in sessions for message in await project.messages.list(session.id)}
    async with project.messages.follow(since=datetime(2000, 1, 1, tzinfo=UTC), longest_session=1e10) as feed:
        async with asyncio.timeout(20):
            found = [await anext(feed) for _ in range(len(expected))]
    assert {one.id for one in found} == expected
    assert not any(one.late for one in found)
    assert {one.speaker.id_source for one in found if one.kind == "user"} == {"name"}


async def test_only_chosen_sessions(emulator: Emulator, project: ProjectScope) -> None:
    wanted, other = [await project.sessions.create(title=room, external_room_id=room) for room in ("a", "b")]
    async with project.messages.follow(sessions=[wanted.id]) as feed:
        await emulator.say(other.id, "ann", "elsewhere")
        await emulator.say(wanted.id, "ann", "here")
        assert (await spoken(feed, 1))[0].text == "here"
        position = feed.position
    with pytest.raises(NotFound):
        await project.messages.follow(sessions=[wanted.id, "missing"]).__aenter__()
    project.messages.follow(sessions=[wanted.id], since=position)
    with pytest.raises(ArgumentError, match="since must be a position of a feed that followed all sessions"):
        project.messages.follow(since=position)
    with pytest.raises(ArgumentError, match=f"since must be .* that followed the session '{other.id}'"):
        project.messages.follow(sessions=[wanted.id, other.id], since=position)


async def test_it_has_one_consumer_and_is_entered_once(project: ProjectScope) -> None:
    feed = project.messages.follow()
    with pytest.raises(RuntimeError, match="enter the feed first"):
        aiter(feed)
    async with feed:
        waiting = asyncio.ensure_future(anext(feed))
        await asyncio.sleep(0)
        with pytest.raises(RuntimeError, match="a message feed has one consumer"):
            await anext(feed)
        with pytest.raises(RuntimeError, match="can be entered only once"):
            await feed.__aenter__()
        with pytest.raises(TypeError, match="MessageFeed cannot be copied"):
            copy.copy(feed)
        await feed.close()
        with pytest.raises(StopAsyncIteration):
            await waiting


async def test_closing_the_client_ends_it(client: CortexClient, project: ProjectScope) -> None:
    async with project.messages.follow() as feed:
        waiting = asyncio.ensure_future(anext(feed))
        await asyncio.sleep(0)
        await client.close()
        with pytest.raises(ClientClosed):
            await waiting


@pytest.mark.timeout(20)
async def test_leaving_at_once_and_being_cancelled_meanwhile_closes_the_stream(
    emulator: Emulator, project: ProjectScope
) -> None:
    inside = asyncio.Event()

    async def look() -> None:
        async with project.messages.follow():
            inside.set()

    looking = asyncio.ensure_future(look())
    await inside.wait()
    looking.cancel()
    await asyncio.wait({looking})
    await emulator.wait_for_streams(0)


async def test_observers_see_it_as_a_view(emulator: Emulator) -> None:
    seen: list[tuple[str, Any]] = []
    again = asyncio.Event()

    class Watching(Observer):
        def view_opened(self, view: Any, /) -> None:
            seen.append(("opened", view.kind))

        def view_stale(self, stale: Any, /) -> None:
            seen.append(("stale", None))

        def view_fresh(self, fresh: Any, /) -> None:
            seen.append(("fresh", None))
            if ("stale", None) in seen:
                again.set()

        def view_fetched(self, fetched: Any, /) -> None:
            seen.append(("fetched", (fetched.changes, fetched.error)))

        def view_closed(self, closed: Any, /) -> None:
            seen.append(("closed", closed.error))

    async with CortexClient(
        base_url=emulator.base_url, api_key=emulator.api_key, observers=[Watching()]
    ) as client:
        project = client.project(emulator.project_id)
        session = await project.sessions.create(title="a", external_room_id="a")
        async with project.messages.follow() as feed:
            emulator.faults.events.cut("message.created", times=2)
            await emulator.say(session.id, "ann", "one")
            await spoken(feed, 1)
            await asyncio.wait_for(again.wait(), 30)
    kinds = [kind for kind, _ in seen]
    assert seen[0] == ("opened", "message_feed")
    assert kinds[1:4] == ["fetched", "fresh", "stale"]
    assert any(kind == "fetched" and value[0] >= 1 and value[1] is None for kind, value in seen)
    assert seen[-1] == ("closed", None)


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ({"since": "yesterday"}, "since must be an aware datetime, a FeedPosition or None, got a str"),
        ({"since": datetime(2024, 1, 1)}, "since must be an aware datetime, got "),  # noqa: DTZ001
        ({"sessions": "s1"}, "sessions must be an iterable of session ids or None, got a str"),
        ({"sessions": []}, "sessions must be at least one session id, or None for all, got ()"),
        ({"sessions": ["a", ""]}, "sessions[1] must be a non-empty string"),
        ({"resync": -1}, "resync must be a number of seconds >= 0, got -1"),
        ({"longest_session": None}, "longest_session must be a number of seconds >= 0, got None"),
        ({"on_missed": 5}, "on_missed must be a function or None, got 5"),
        ({"on_missed": asyncio.sleep}, "on_missed must be a plain function, got an async function"),
        ({"participants": 5}, "participants must be an iterable of participants, got 5"),
    ],
)
async def test_arguments_that_cannot_be_used(
    project: ProjectScope, arguments: dict[str, Any], problem: str
) -> None:
    with pytest.raises(ArgumentError) as raised:
        project.messages.follow(**arguments)
    assert str(raised.value).startswith(problem)


async def test_a_position_of_another_project_is_refused(client: CortexClient, project: ProjectScope) -> None:
    async with project.messages.follow() as feed:
        position = feed.position
    with pytest.raises(ArgumentError, match="since must be a position of the project 'other', got '"):
        client.project("other").messages.follow(since=position)


def refusal(text: str) -> str | None:
    """Why a string is not a position, None if it is one."""
    try:
        FeedPosition.from_json(text)
    except ArgumentError as error:
        return str(error)
    return None


async def test_damaged_positions(project: ProjectScope, emulator: Emulator) -> None:
    session = await project.sessions.create(title="a", external_room_id="a")
    async with project.messages.follow() as feed:
        await emulator.say(session.id, "ann", "one")
        await spoken(feed, 1)
        feed.acknowledge()
        text = feed.position.to_json()
    dice = random.Random(7)
    for _ in range(300):
        at = dice.randrange(len(text))
        damaged = dice.choice([text[:at], text[:at] + dice.choice('x"9-]{') + text[at + 1 :], text[at:]])
        problem = refusal(damaged)
        assert problem is None or (problem.startswith("position must be ") and "\n" not in problem)
    for other in ("", "null", "[]", "{}", "\ud800", '{"cortex_feed_position": true}', "[" * 100_000):
        with pytest.raises(ArgumentError, match=r"position must be what to_json\(\) of a position returned"):
            FeedPosition.from_json(other)
    with pytest.raises(ArgumentError, match="must be of version 1, got one of version 2: update the SDK"):
        FeedPosition.from_json('{"cortex_feed_position": 2}')
    with pytest.raises(ArgumentError, match=r"position must be what to_json.* got a PosixPath"):
        FeedPosition.from_json(Path("feed.json"))  # type: ignore[arg-type]  # what happens then


async def test_chaos_loses_and_repeats_nothing(emulator: Emulator, project: ProjectScope) -> None:
    """``make chaos`` does this for longer: speech, new and ended sessions, cuts, lost calls, restarts."""
    dice = random.Random(3)
    missed: list[MissedMessages] = []
    said: dict[str, str] = {}
    sessions = [await project.sessions.create(title="0", external_room_id="0")]
    position = datetime.now(UTC) - timedelta(seconds=1)
    got: list[FeedMessage] = []
    since: FeedPosition | datetime = position
    for cycle in range(CYCLES):
        async with project.messages.follow(since=since, on_missed=missed.append) as feed:
            for _ in range(dice.randrange(1, 6)):
                match dice.randrange(7):
                    case 0:
                        emulator.cut_streams()
                    case 1:
                        emulator.faults.events.cut("message.created")
                    case 2:
                        emulator.faults.events.duplicate("message.created", times=2)
                    case 3:
                        emulator.faults.next("getMessages", status=503)
                    case 4:
                        room = f"room {cycle}"
                        sessions.append(await project.sessions.create(title=room, external_room_id=room))
                    case _:
                        pass
                for number in range(dice.randrange(3)):
                    session = dice.choice(sessions[-3:])
                    message = await emulator.say(session.id, dice.choice(["ann", "bob"]), f"{cycle}.{number}")
                    said[message["id"]] = session.id
            due = [one for one in said if one not in {message.id for message in got}]
            due = due[: dice.randrange(len(due) + 1)] if cycle < CYCLES - 1 else due
            got += await spoken(feed, len(due))
            feed.acknowledge()
            since = FeedPosition.from_json(feed.position.to_json())
        if dice.random() < 0.3:
            message = await emulator.say(sessions[-1].id, "ann", "while nobody listens")
            said[message["id"]] = sessions[-1].id
    async with project.messages.follow(since=since) as feed:
        got += await spoken(feed, len(said) - len(got))
    assert sorted(message.id for message in got) == sorted(said)
    assert all(message.session_id == said[message.id] for message in got)
    assert missed == []
