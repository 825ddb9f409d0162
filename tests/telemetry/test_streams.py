"""What observers see of event streams, live views and webhook deliveries."""

from __future__ import annotations

import asyncio

import pytest

from cortex_async import Connected, CortexClient, Retry, Unauthorized
from cortex_async.emulator import Emulator
from cortex_async.telemetry import (
    CallStarted,
    EventReceived,
    StreamChanged,
    StreamClosed,
    StreamOpened,
    ViewClosed,
    ViewFetched,
    ViewFresh,
    ViewOpened,
    ViewStale,
)
from cortex_async.testing import RecordingObserver
from cortex_async.webhooks import WebhookRouter
from tests.webhooks.deliveries import NOON, SECRET, delivery
from tests.wire.server import RawServer

QUICK = Retry(attempts=1_000_000, base=0.002, cap=0.004)


async def test_a_stream_from_its_opening_to_its_end() -> None:
    seen = RecordingObserver()
    async with (
        Emulator() as emulator,
        CortexClient(base_url=emulator.base_url, api_key=emulator.api_key, observers=[seen]) as client,
    ):
        project = client.project(emulator.project_id)
        states: list[object] = []
        again = asyncio.Event()

        def saw(state: object) -> None:
            states.append(state)
            if [type(one) for one in states].count(Connected) == 2:
                again.set()

        async with project.events.stream(on_state=saw, retry=QUICK) as stream:
            await emulator.wait_for_streams(1)
            await project.sessions.create(title="Raid", external_room_id="r1")
            event = await anext(stream)
            emulator.cut_streams()
            await asyncio.wait_for(again.wait(), 20)
            await project.sessions.create(title="Raid", external_room_id="r2")
            await anext(stream)
        (opened,), (closed,) = seen.all(StreamOpened), seen.all(StreamClosed)
        assert (opened.operation, opened.project_id, opened.live) == (
            "streamProject",
            emulator.project_id,
            False,
        )
    assert type(event).__name__ == "SessionCreatedEvent"
    first, *_ = seen.events("session.created")
    assert first.stream is opened
    assert first.age is not None
    assert -1 < first.age < 60
    assert first.dropped == 0
    assert seen.states()[:2] == ["connected", "disconnected"]
    assert len(states) == len(seen.states())
    lost = seen.all(StreamChanged)[1]
    assert lost.retry_in is not None
    assert lost.stream is opened
    assert (closed.stream, closed.connections, closed.error) == (opened, 2, None)
    assert closed.received >= len(seen.events()) == 2
    # Each connection is a call, which refers to its stream; other calls do not.
    connecting = [call for call in seen.all(CallStarted) if call.operation == "streamProject"]
    assert [call.stream for call in connecting] == [opened] * len(connecting)
    assert {call.stream for call in seen.all(CallStarted) if call.operation == "createSession"} == {None}


async def test_an_event_type_that_nobody_knows_has_no_name() -> None:
    seen = RecordingObserver()
    server = RawServer()

    async def send(writer: asyncio.StreamWriter) -> None:
        head = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"
        for kind in (b"canary.happened", b"session.created"):
            event = b'{"id":"%s","type":"%s","timestamp":"yesterday","payload":{}}' % (kind, kind)
            head += b"data: %s\n\n" % event
        writer.write(head)
        await server.stall(writer)

    server.reply = [send]
    async with (
        server,
        CortexClient(base_url=server.url, api_key="key-1", observers=[seen]) as client,
        client.project("p1").events.stream() as stream,
    ):
        assert [(await anext(stream)).type for _ in range(2)] == ["canary.happened", "session.created"]
    unknown, known = seen.all(EventReceived)
    assert (unknown.type, unknown.age, unknown.buffered) == ("unknown", None, 1)
    assert (known.type, known.buffered) == ("session.created", 0)


async def test_a_stream_that_is_refused() -> None:
    seen = RecordingObserver()
    async with (
        Emulator() as emulator,
        CortexClient(base_url=emulator.base_url, api_key="wrong-key", observers=[seen]) as client,
    ):
        with pytest.raises(Unauthorized):
            async with client.project(emulator.project_id).events.stream() as stream:
                await anext(stream)
    (closed,) = seen.all(StreamClosed)
    assert (closed.error, closed.connections) == ("Unauthorized", 0)
    assert [(one.state, one.reason, one.error) for one in seen.all(StreamChanged)] == [
        ("disconnected", "refused", "Unauthorized")
    ]


async def test_a_live_view_from_its_opening_to_its_end() -> None:
    again_fresh = asyncio.Event()

    class Recorder(RecordingObserver):
        def view_fresh(self, fresh: ViewFresh) -> None:
            if self.all(ViewFresh):
                again_fresh.set()
            self.values.append(fresh)

    seen = Recorder()
    async with (
        Emulator() as emulator,
        CortexClient(base_url=emulator.base_url, api_key=emulator.api_key, observers=[seen]) as client,
    ):
        project = client.project(emulator.project_id)
        await project.sessions.create(title="Raid", external_room_id="r1")
        async with project.sessions.watch() as live:
            emulator.cut_streams()
            await asyncio.wait_for(again_fresh.wait(), 20)
            assert not live.stale
        (stream,) = seen.all(StreamOpened)
        assert stream.live
        with pytest.raises(Exception, match="not found"):
            async with project.sessions.watch_messages("none"):
                pass
    opened, failed = seen.all(ViewOpened)
    assert (opened.kind, opened.project_id) == ("session", emulator.project_id)
    fetched = seen.all(ViewFetched)
    assert (fetched[0].view, fetched[0].objects, fetched[0].changes, fetched[0].error) == (opened, 1, 1, None)
    assert fetched[0].duration > 0
    assert (fetched[-1].view, fetched[-1].error) == (failed, "NotFound")
    (stale,) = seen.all(ViewStale)
    first, again = seen.all(ViewFresh)
    assert stale.view is first.view is again.view is opened
    assert again.stale_for > 0
    closed, refused = seen.all(ViewClosed)
    assert (closed.view, closed.error) == (opened, None)
    assert (refused.view, refused.error) == (failed, "NotFound")


async def test_an_event_of_live_views_is_told_and_calls_of_their_hooks_are_not_the_streams() -> None:
    seen = RecordingObserver()
    calls: list[asyncio.Task[object]] = []
    async with (
        Emulator() as emulator,
        CortexClient(base_url=emulator.base_url, api_key=emulator.api_key, observers=[seen]) as client,
    ):
        people = client.project(emulator.project_id).participants
        gone, other = [await people.create(external_user_id=name) for name in ("kim", "alex")]
        async with people.watch() as live:
            live.on_change(lambda change: calls.append(asyncio.ensure_future(people.get(other.id))))
            # A deletion needs no fetch to be certain, so the hook is called by the event itself.
            await people.delete(gone.id)
            await live.wait_until(lambda found: gone.id not in found, timeout=20)
            await asyncio.gather(*calls)
        (stream,) = seen.all(StreamOpened)
    (told,) = seen.events("participant.deleted")
    assert (told.stream, told.buffered, told.dropped) == (stream, 0, 0)
    assert seen.all(StreamClosed)[0].received == len(seen.events())
    assert [call.stream for call in seen.all(CallStarted) if call.operation == "getParticipant"] == [None]


async def test_deliveries_are_judged() -> None:
    seen = RecordingObserver()
    router = WebhookRouter(SECRET, observers=[seen])

    @router.on("session.created")
    async def handle(event: object) -> None:
        """Do nothing."""

    body, headers = delivery()
    for _ in range(2):
        await router.handle(body, headers)
    await router.receive(headers, lambda: body + b" ")
    await router.handle(*delivery("session.updated"))
    await router.handle(*delivery(at=NOON))
    await router.handle(body + b" ", headers)
    judged = seen.deliveries()
    assert [(one.outcome, one.status, one.type, one.error) for one in judged] == [
        ("handled", 200, "session.created", None),
        ("duplicate", 200, "session.created", None),
        ("rejected", 401, None, "SignatureMismatch"),
        ("unhandled", 200, "session.updated", None),
        ("rejected", 401, None, "TimestampTooOld"),
        ("rejected", 401, None, "SignatureMismatch"),
    ]
    assert judged[0].age is not None
    assert -2 < judged[0].age < 60
    assert judged[-1].age is None
    assert all(one.duration > 0 for one in judged)
    seen.clear()
    assert router.handle_sync(*delivery("canary.type")).outcome == "unhandled"
    assert [one.type for one in seen.deliveries()] == ["unknown"]


def test_a_router_refuses_what_is_no_observer() -> None:
    with pytest.raises(TypeError, match="observers must be a list"):
        WebhookRouter(SECRET, observers=5)  # type: ignore[arg-type]  # what is refused
