"""What a feed does about gaps, refusals and deletions, step by step."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from cortex_async import ConnectionFailed, Forbidden, NotFound, RateLimited, ServerError, Unauthorized
from cortex_async.feeds import FeedPosition, ledger, outbox, people, tracking
from tests.feeds.model import Message, participant
from tests.feeds.scene import Scene, ids, taken
from tests.realtime.scripted import settle


async def test_what_was_missed_comes_before_what_arrived_meanwhile() -> None:
    scene = Scene()
    session = scene.session()
    async with scene.following() as feed:
        first = await scene.say(session)
        await scene.disconnect()
        missed = scene.server.say(session, scene.now + 1)[0].id
        await scene.reconnect()
        last = await scene.say(session, ago=-2)
        assert await ids(feed) == [first]
        await scene.respond()
        found = await taken(feed)
        assert [(one.id, one.source) for one in found] == [(missed, "catch_up"), (last, "live")]
        assert found[0].speaker.id_source == "name"
        assert found[1].speaker.id_source == "event"


async def test_only_sessions_that_can_have_news_are_fetched() -> None:
    scene = Scene()
    session = scene.session()
    for _ in range(5):
        scene.session(age=1000).status = "ended"
    async with scene.following():
        await scene.disconnect()
        scene.server.create(scene.now)
        scene.caller.requested.clear()
        await scene.reconnect()
        await scene.respond()
        fetched = [one for one in scene.caller.requested if one == "messages.list"]
        assert len(fetched) == 2
        assert scene.caller.requested.count("sessions.list") == 1
    assert session.messages == []


async def test_a_gap_while_the_old_messages_are_looked_at_loses_nothing() -> None:
    scene = Scene()
    session = scene.session()
    old = scene.server.say(session, scene.now - 5)[0].id
    async with scene.following() as feed:
        await scene.disconnect()
        missed = scene.server.say(session, scene.now + 0.5)[0].id
        await scene.reconnect()
        await scene.respond()
        assert await ids(feed) == [missed]
        assert old != missed


async def test_late_messages_are_yielded_once_and_marked() -> None:
    scene = Scene()
    session = scene.session()
    async with scene.following(since=datetime.fromtimestamp(scene.now - 100, UTC)) as feed:
        await scene.say(session)
        late = await scene.say(session, ago=5)
        assert [one.late for one in await taken(feed)] == [False, True]
        await scene.disconnect()
        missed = scene.server.say(session, scene.now - 60)[0].id
        await scene.reconnect()
        await scene.respond()
        (found,) = await taken(feed)
        assert (found.id, found.late) == (missed, True)
        assert late != missed


async def test_messages_of_the_same_time_keep_the_order_of_the_server() -> None:
    scene = Scene()
    session = scene.session()
    for number in (3, 1, 2):
        session.messages.append(Message(f"x{number}", session.id, scene.now, "ann"))
    since = datetime.fromtimestamp(scene.now - 1, UTC)
    async with scene.following(since=since) as feed:
        assert await ids(feed) == ["x3", "x1", "x2"]


async def test_too_much_arriving_meanwhile_is_fetched_instead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tracking, "MAX_HELD", 3)
    scene = Scene()
    session = scene.session()
    async with scene.following() as feed:
        await scene.disconnect()
        await scene.reconnect()
        said = [await scene.say(session, ago=-number) for number in range(10)]
        assert await ids(feed) == []
        for _ in range(3):
            await scene.respond()
            await scene.caller.clock.advance(1.1)
        found = await taken(feed)
        assert [one.id for one in found] == said


async def test_a_slow_consumer_stops_the_fetches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "CAPACITY", 5)
    scene = Scene()
    wanted: list[str] = []
    for _ in range(30):
        session = scene.session(age=100)
        wanted += [scene.server.say(session, scene.now - 9 + number)[0].id for number in range(3)]
    async with scene.following(since=datetime.fromtimestamp(scene.now - 10, UTC)) as feed:
        # Four at once: as many may be under way when the limit is reached.
        assert scene.caller.requested.count("messages.list") <= 8
        found: list[str] = []
        while len(found) < len(wanted):
            found.append((await asyncio.wait_for(anext(feed), 30)).id)
            await scene.respond()
        assert sorted(found) == sorted(wanted)


@pytest.mark.parametrize("told", [True, False], ids=["by an event", "by the response"])
async def test_a_session_deleted_in_a_gap_is_reported(told: bool) -> None:
    scene = Scene()
    session = scene.session()
    async with scene.following() as feed:
        await scene.say(session)
        (before,) = await taken(feed)
        await scene.disconnect()
        scene.server.say(session, scene.now)
        await scene.reconnect()
        deleted = scene.server.delete(session)
        if told:
            await scene.send(deleted)
        await scene.respond()
        (missed,) = scene.missed
        assert (missed.session_id, missed.reason, missed.since) == (session.id, "deleted", before.start)
        assert isinstance(missed.error, NotFound) is not told
        assert await taken(feed) == []


async def test_a_session_deleted_before_it_was_ever_listed_is_reported() -> None:
    scene = Scene()
    async with scene.following(since=datetime.fromtimestamp(scene.now - 100, UTC)) as feed:
        session = scene.session(age=50)
        scene.server.say(session, scene.now - 40)
        said = await scene.say(session)
        await scene.send(scene.server.delete(session))
        assert await ids(feed) == [said]
        assert [(one.session_id, one.reason) for one in scene.missed] == [(session.id, "deleted")]


async def test_a_session_deleted_when_nothing_is_missing_is_not_reported() -> None:
    scene = Scene()
    session = scene.session()
    async with scene.following() as feed:
        said = await scene.say(session)
        await scene.send(scene.server.delete(session))
        assert await ids(feed) == [said]
        assert scene.missed == []


@pytest.mark.parametrize("reason", ["forbidden", "unreadable"])
async def test_what_cannot_be_fetched_is_reported_and_the_rest_goes_on(reason: str) -> None:
    scene = Scene()
    session, other = scene.session(), scene.session()
    async with scene.following() as feed:
        await scene.disconnect()
        missed = scene.server.say(other, scene.now + 0.1)[0].id
        await scene.reconnect()
        live = await scene.say(session)
        (await scene.asked("sessions.list")).reply([session.row, other.row], None)
        await settle()
        for call in scene.caller.pending:
            if call.request.path[-1] == session.id:
                if reason == "forbidden":
                    call.response.set_exception(Forbidden("no", status=403))
                else:
                    call.reply([{"id": None}], None)
        await scene.respond()
        assert sorted(await ids(feed)) == sorted([live, missed])
        assert [(one.session_id, one.reason) for one in scene.missed] == [(session.id, reason)]


async def test_without_a_hook_it_is_logged_and_a_hook_may_raise(caplog: pytest.LogCaptureFixture) -> None:
    for hook in (None, lambda _: 1 / 0):
        scene = Scene()
        session = scene.session()
        async with scene.following(on_missed=hook):
            await scene.disconnect()
            scene.server.delete(session)
            await scene.reconnect()
            await scene.respond()
    messages = [record.getMessage() for record in caplog.records]
    assert f"messages of session {session.id} may be missing from a message feed: deleted" in messages
    assert "on_missed raised; the message feed goes on" in messages


async def test_a_fetch_that_fails_is_repeated(caplog: pytest.LogCaptureFixture) -> None:
    scene = Scene()
    session = scene.session()
    async with scene.following() as feed:
        await scene.disconnect()
        missed = scene.server.say(session, scene.now + 0.1)[0].id
        await scene.reconnect()
        (await scene.asked("sessions.list")).fail()
        await scene.caller.clock.advance(2)
        (await scene.asked("sessions.list")).reply([session.row], None)
        (await scene.asked("messages.list")).fail()
        await scene.caller.clock.advance(2)
        await scene.respond()
        assert await ids(feed) == [missed]
    assert "fetching the sessions for a message feed failed: ServerError" in caplog.text


async def test_a_server_that_limits_calls_is_left_alone_for_as_long_as_it_asks() -> None:
    scene = Scene()
    sessions = [scene.session() for _ in range(6)]
    async with scene.following() as feed:
        await scene.disconnect()
        missed = {scene.server.say(one, scene.now + 0.1)[0].id for one in sessions}
        await scene.reconnect()
        (await scene.asked("sessions.list")).reply([one.row for one in sessions], None)
        await settle()
        for call in scene.caller.pending:
            limited = RateLimited("slow down", status=429, retry_after=20.0)
            call.response.set_exception(limited)
        scene.caller.requested.clear()
        await scene.caller.clock.advance(19)
        assert scene.caller.requested == []
        await scene.caller.clock.advance(5)
        await scene.respond()
        await scene.caller.clock.advance(5)
        await scene.respond()
        assert set(await ids(feed)) == missed


@pytest.mark.parametrize("operation", ["sessions.list", "messages.list"])
async def test_a_rejected_credential_ends_the_feed(operation: str) -> None:
    scene = Scene()
    session = scene.session()
    async with scene.following() as feed:
        said = await scene.say(session)
        await scene.disconnect()
        await scene.reconnect()
        if operation == "messages.list":
            (await scene.asked("sessions.list")).reply([session.row], None)
        (await scene.asked(operation)).response.set_exception(Unauthorized("no", status=401))
        await settle()
        assert (await anext(feed)).id == said
        with pytest.raises(Unauthorized):
            await anext(feed)
        with pytest.raises(StopAsyncIteration):
            await anext(feed)


async def test_the_end_of_the_stream_ends_the_feed() -> None:
    scene = Scene()
    async with scene.following() as feed:
        await scene.disconnect()
        await scene.caller.clock.advance(1)
        scene.caller.script.connections[-1].status = 204
        await scene.accept()
        with pytest.raises(ConnectionFailed, match="the server ended the event stream"):
            await anext(feed)


async def test_an_unreadable_event_is_fetched() -> None:
    scene = Scene()
    session = scene.session()
    async with scene.following() as feed:
        message, _ = scene.server.say(session, scene.now + 0.1)
        broken = {**message.row, "timestamp": None, "participantId": "ann", "externalUserId": "ann"}
        await scene.send(scene.server.event("message.created", "created", f"message:{message.id}", broken))
        await scene.caller.clock.advance(1.1)
        await scene.respond()
        assert await ids(feed) == [message.id]


async def test_an_event_lost_without_a_sign_is_found_later() -> None:
    scene = Scene()
    session = scene.session()
    async with scene.following(resync=60) as feed:
        lost = scene.server.say(session, scene.now + 0.1)[0].id
        said = await scene.say(session, ago=-1)
        assert await ids(feed) == [said]
        await scene.caller.clock.advance(67)
        await scene.respond()
        assert await ids(feed) == [lost]


async def test_a_session_that_ends_is_fetched_once_more() -> None:
    scene = Scene()
    session = scene.session()
    async with scene.following(resync=0) as feed:
        await scene.send(scene.server.set_status(session, "ended"))
        last = scene.server.say(session, scene.now + 3)[0].id
        await scene.caller.clock.advance(31)
        await scene.respond()
        assert await ids(feed) == [last]
        scene.caller.requested.clear()
        await scene.caller.clock.advance(1000)
        assert "messages.list" not in scene.caller.requested


async def test_a_session_started_again_long_after_its_end_yields_only_what_is_new() -> None:
    scene = Scene()
    session = scene.session(age=5000)
    scene.server.say(session, scene.now - 4000)
    session.status = "ended"
    async with scene.following() as feed:
        await scene.send(scene.server.set_status(session, "active"))
        await scene.respond()
        said = await scene.say(session)
        assert await ids(feed) == [said]


async def test_memory_does_not_grow_with_sessions_that_have_ended() -> None:
    scene = Scene()
    async with scene.following() as feed:
        for _ in range(50):
            await scene.send(scene.server.create(scene.now))
            session = list(scene.server.sessions.values())[-1]
            await scene.say(session)
            await scene.send(scene.server.set_status(session, "ended"))
        assert len(await taken(feed)) == 50
        for _ in range(12):
            assert scene.connection is not None
            scene.connection.send(b": alive\n\n")
            await scene.caller.clock.advance(31)
            await scene.respond()
            await taken(feed)
        feed.acknowledge()
        assert "<0 sessions>" in repr(feed.position)
        assert len(feed.position.to_json()) < 1000
        # They are still known: none is fetched again after a gap.
        await scene.disconnect()
        scene.caller.requested.clear()
        await scene.reconnect()
        await scene.respond()
        assert scene.caller.requested.count("messages.list") == 0


async def test_many_messages_of_one_session_are_not_all_remembered() -> None:
    scene = Scene()
    session = scene.session()
    async with scene.following(resync=0) as feed:
        for number in range(3 * ledger.MAX_LISTED):
            message, event = scene.server.say(session, scene.now + number)
            assert scene.connection is not None
            scene.connection.send(event)
            if number % 100 == 0:
                await taken(feed)
        await taken(feed)
        assert len(feed.position.to_json()) < 12 * 1.2 * ledger.MAX_LISTED
        await scene.disconnect()
        await scene.reconnect()
        await scene.respond()
        assert await taken(feed) == []
        assert message.id


async def test_names_are_looked_up_once_and_again_when_they_change() -> None:
    scene = Scene()
    session = scene.session()
    known = [participant("ann")]
    original = scene.body

    def body(call: Any) -> Any:
        if call.operation == "participants.list":
            return {"participants": known, "total": len(known)}
        return original(call)

    scene.body = body  # type: ignore[method-assign]  # a server with other people
    async with scene.following() as feed:

        async def missed(after: float) -> Any:
            await scene.disconnect()
            scene.server.say(session, scene.now + after)
            await scene.reconnect()
            await scene.respond()
            (found,) = await taken(feed)
            return found.speaker

        speaker = await missed(0.1)
        assert (speaker.id, speaker.external_user_id, speaker.id_source) == ("ann", "user-ann", "name")
        known.append(participant("ann", 2))
        speaker = await missed(0.2)
        assert speaker.ambiguous
        assert speaker.candidates == ("ann", "ann2")


@pytest.mark.parametrize("error", [ServerError("down", status=500), Forbidden("no", status=403)])
async def test_a_look_up_that_fails_withholds_nothing(
    error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    scene = Scene()
    session = scene.session()
    async with scene.following() as feed:
        for round_ in (1, 2):
            await scene.disconnect()
            missed = scene.server.say(session, scene.now + round_ / 10)[0].id
            await scene.reconnect()
            (await scene.asked("sessions.list")).reply([session.row], None)
            (await scene.asked("messages.list")).reply(scene.server.messages(session.id), None)
            await settle()
            asked = [call for call in scene.caller.pending if call.operation == "participants.list"]
            assert len(asked) == (0 if round_ == 2 and isinstance(error, Forbidden) else 1)
            for call in asked:
                call.response.set_exception(error)
            (found,) = await taken(feed)
            assert (found.id, found.speaker.name, found.speaker.id) == (missed, "ann", None)
    assert "looking up 1 speakers failed" in caplog.text


def test_names_are_remembered_within_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "MAX_NAMES", 3)

    async def look_up() -> None:
        scene = Scene()
        found = people.People(scene.caller, ("p",), None)
        for number in range(5):
            asking = asyncio.ensure_future(found.find([f"name {number}"]))
            await scene.respond()
            await asking
        scene.caller.requested.clear()
        for number in (4, 3, 2):
            await found.find([f"name {number}"])
        assert scene.caller.requested == []

    asyncio.run(look_up())


async def test_a_feed_of_chosen_sessions_ends_with_the_last_of_them() -> None:
    scene = Scene()
    chosen, other = scene.session(), scene.session()
    async with scene.following(sessions=[chosen.id]) as feed:
        await scene.say(other)
        said = await scene.say(chosen)
        await scene.send(scene.server.delete(chosen))
        assert (await anext(feed)).id == said
        with pytest.raises(StopAsyncIteration):
            await anext(feed)
    assert "sessions.list" not in scene.caller.requested


async def test_a_position_finds_what_was_said_while_nobody_listened() -> None:
    scene = Scene()
    session, deleted = scene.session(), scene.session()
    async with scene.following() as feed:
        await scene.say(session)
        await scene.say(deleted)
        first, _ = await taken(feed)
        position = FeedPosition.from_json(feed.position.to_json())
    again = session if first.session_id != session.id else deleted
    created = scene.server.create(scene.now)
    missed = scene.server.say(session, scene.now + 1)[0].id
    scene.server.set_status(session, "ended")
    new = list(scene.server.sessions.values())[-1]
    missed_too = scene.server.say(new, scene.now - 5)[0].id
    scene.server.delete(deleted)
    async with scene.following(since=position) as feed:
        assert set(await ids(feed)) == {missed, missed_too}
        assert [(one.session_id, one.reason) for one in scene.missed] == [(deleted.id, "deleted")]
    assert created
    assert again


async def test_what_was_not_asked_for_again_after_it_is_handed_over_comes_again() -> None:
    scene = Scene()
    session = scene.session()
    async with scene.following() as feed:
        said = [await scene.say(session, ago=-number) for number in range(3)]
        assert [(await anext(feed)).id for _ in range(2)] == said[:2]
        unacknowledged = feed.position
        feed.acknowledge()
        acknowledged = feed.position
    async with scene.following(since=unacknowledged) as feed:
        assert await ids(feed) == said[1:]
    async with scene.following(since=acknowledged) as feed:
        assert await ids(feed) == said[2:]


async def test_ended_sessions_are_fetched_if_they_may_have_lasted_until_the_time() -> None:
    scene = Scene()
    young, old = scene.session(age=3000), scene.session(age=10_000)
    for session in (young, old):
        session.status = "ended"
        scene.server.say(session, scene.now - 50)
    since = datetime.fromtimestamp(scene.now - 100, UTC)
    async with scene.following(since=since, longest_session=5000) as feed:
        assert [one.session_id for one in await taken(feed)] == [young.id]
    async with scene.following(since=since) as feed:
        assert {one.session_id for one in await taken(feed)} == {young.id, old.id}
    async with scene.following(since=since + timedelta(seconds=50)) as feed:
        assert len(await taken(feed)) == 2, "the time itself is included"


async def test_leaving_while_it_catches_up_leaves_nothing() -> None:
    scene = Scene()
    scene.session()
    async with scene.following():
        await scene.disconnect()
        await scene.reconnect()
        await scene.asked("sessions.list")
    assert scene.caller.pending == []


async def test_cancelling_the_entry_leaves_nothing() -> None:
    scene = Scene()
    for step in range(2):
        feed_entered = asyncio.ensure_future(_enter(scene))
        await settle()
        if step:
            await scene.accept()
        feed_entered.cancel()
        with pytest.raises(asyncio.CancelledError):
            await feed_entered
        assert not [one for one in scene.caller.script.connections if not one.closed]
        assert asyncio.all_tasks() == {asyncio.current_task()}


async def _enter(scene: Scene) -> None:
    from cortex_async.resources.messages import Messages

    async with Messages(scene.caller, ("p",)).follow():
        raise AssertionError("it was not accepted")
