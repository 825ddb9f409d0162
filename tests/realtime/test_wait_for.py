"""``events.wait_for``: do something and get the event that comes of it, async and sync."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any

import pytest

import cortex_sync
from cortex_async import (
    ArgumentError,
    ConnectionFailed,
    CortexClient,
    Unauthorized,
    UnknownEventTypeWarning,
    WaitTimedOut,
)
from cortex_async.emulator import Emulator
from cortex_async.events import (
    GenericDomainEvent,
    ParticipantCreatedEvent,
    ParticipantDeletedEvent,
    SessionCreatedEvent,
    SessionUpdatedEvent,
    UnknownEvent,
)
from tests.wire.hanging import STREAM_HEAD, chunk
from tests.wire.server import RawServer, raw_response


class Versions:
    """The same calls in the async and in the sync version."""

    def __init__(self, emulator: Emulator, client: CortexClient, sync: cortex_sync.CortexClient) -> None:
        self.emulator = emulator
        self.client = client
        self.project = client.project(emulator.project_id)
        self.sync = sync
        self.sync_project = sync.project(emulator.project_id)

    async def both(self, event: Any, name: str, **options: Any) -> list[Any]:
        """Wait for ``event`` while participants called ``name`` and ``name``-too are created."""

        def create() -> None:
            self.sync_project.participants.create(external_user_id=f"{name}-sync")
            self.sync_project.participants.create(external_user_id=f"{name}-sync-too")

        async def create_async() -> None:
            await self.project.participants.create(external_user_id=f"{name}-async")
            await self.project.participants.create(external_user_id=f"{name}-async-too")

        return [
            await self.project.events.wait_for(event, after=create_async, **options),
            await asyncio.to_thread(
                lambda: self.sync_project.events.wait_for(event, after=create, **options)
            ),
        ]

    async def raised(self, **arguments: Any) -> list[BaseException]:
        """Return the errors of both versions. ``after`` and ``where`` are plain functions."""

        async def waiting() -> None:
            await self.project.events.wait_for(**arguments)

        def blocking() -> None:
            self.sync_project.events.wait_for(**arguments)

        found = [
            *await asyncio.gather(waiting(), return_exceptions=True),
            *await asyncio.gather(asyncio.to_thread(blocking), return_exceptions=True),
        ]
        await self.emulator.wait_for_streams(0)
        errors = [one for one in found if one is not None]
        assert len(errors) == 2
        return errors


@pytest.fixture
async def versions() -> AsyncIterator[Versions]:
    async with Emulator() as emulator:
        settings: Any = {"base_url": emulator.base_url, "api_key": emulator.api_key}
        async with CortexClient(**settings) as client:
            sync = cortex_sync.CortexClient(**settings)
            yield Versions(emulator, client, sync)
            await asyncio.to_thread(sync.close)


async def test_an_event_of_a_class(versions: Versions) -> None:
    for event in await versions.both(ParticipantCreatedEvent, "a"):
        assert isinstance(event, ParticipantCreatedEvent)
        assert event.payload.data.external_user_id in ("a-async", "a-sync")
    await versions.emulator.wait_for_streams(0)


async def test_an_event_that_a_condition_holds_for(versions: Versions) -> None:
    found = await versions.both(
        ParticipantCreatedEvent, "a", where=lambda event: event.payload.data.external_user_id.endswith("too")
    )
    assert [event.payload.data.external_user_id for event in found] == ["a-async-too", "a-sync-too"]


@pytest.mark.parametrize(
    "wanted",
    [
        (SessionUpdatedEvent, ParticipantCreatedEvent),
        "participant.created",
        "participant.*",
        "*",
        SessionUpdatedEvent | ParticipantCreatedEvent,
        ("session.*", "participant.created"),
        ["participant.*"],
        (SessionCreatedEvent, "participant.created"),
    ],
    ids=str,
)
async def test_several_classes_types_and_patterns(versions: Versions, wanted: object) -> None:
    for event in await versions.both(wanted, "a"):
        assert isinstance(event, ParticipantCreatedEvent)


async def test_a_class_that_several_types_share(versions: Versions) -> None:
    session = await versions.project.sessions.create(title="Raid", external_room_id="r", auto_start=False)
    event = await versions.project.events.wait_for(
        GenericDomainEvent, after=lambda: versions.project.sessions.start(session.id)
    )
    assert event.type == "bot.status.changed"
    assert event.payload.data["sessionId"] == session.id


async def test_events_of_the_account(versions: Versions) -> None:
    event = await versions.client.events.wait_for(
        ParticipantCreatedEvent, after=lambda: versions.project.participants.create(external_user_id="a")
    )
    assert event.project_id == versions.emulator.project_id

    def blocking() -> ParticipantCreatedEvent:
        return versions.sync.events.wait_for(
            ParticipantCreatedEvent,
            after=lambda: versions.sync_project.participants.create(external_user_id="b"),
        )

    assert (await asyncio.to_thread(blocking)).payload.data.external_user_id == "b"


def sent(number: int) -> bytes:
    return chunk(b'id: %d\ndata: {"id": "e%d", "type": "test.made", "payload": {}}\n\n' % (number, number))


async def test_what_came_before_after_was_called_does_not_count() -> None:
    called = asyncio.Event()

    async def stream(writer: asyncio.StreamWriter) -> None:
        writer.write(STREAM_HEAD + sent(1))
        await called.wait()
        writer.write(sent(2))
        await server.stall(writer)

    async with (
        RawServer(lambda received: stream) as server,
        CortexClient(base_url=server.url, api_key="k") as client,
    ):
        event = await client.events.wait_for(UnknownEvent, after=called.set)
        assert event.id == "e2"
        called.clear()
        # Without a cause, whatever comes is what was waited for.
        assert (await client.events.wait_for(UnknownEvent)).id == "e1"


# -- what goes wrong


async def test_a_wait_that_runs_out_says_what_came(versions: Versions) -> None:
    errors = await versions.raised(event=ParticipantDeletedEvent, timeout=0.2)
    message = "no ParticipantDeletedEvent arrived within 0.2 s; last seen: nothing"
    assert [(type(one), str(one)) for one in errors] == [(WaitTimedOut, message)] * 2

    with pytest.raises(WaitTimedOut, match="last seen: 1 other event"):
        await versions.project.events.wait_for(
            ParticipantCreatedEvent,
            after=lambda: versions.project.participants.create(external_user_id="a"),
            where=lambda _: False,
            timeout=0.2,
        )


async def test_a_wait_whose_stream_was_cut_says_so(versions: Versions) -> None:
    """The event is lost with the connection, and the API promises no replay."""
    versions.emulator.faults.events.cut("participant.*", times=2)
    with pytest.raises(WaitTimedOut, match=r"disconnected meanwhile.*may have been missed"):
        await versions.project.events.wait_for(
            ParticipantCreatedEvent,
            after=lambda: versions.project.participants.create(external_user_id="a"),
            timeout=0.3,
        )

    def blocking() -> None:
        with pytest.raises(WaitTimedOut, match=r"disconnected meanwhile.*may have been missed"):
            versions.sync_project.events.wait_for(
                ParticipantCreatedEvent,
                after=lambda: versions.sync_project.participants.create(external_user_id="b"),
                timeout=0.3,
            )

    await asyncio.to_thread(blocking)


async def test_a_connection_that_was_lost_does_not_end_the_wait(versions: Versions) -> None:
    """The event may still come, over the next connection."""
    versions.emulator.faults.events.cut("participant.*")

    async def after() -> None:
        await versions.project.participants.create(external_user_id="lost")
        await versions.emulator.wait_for_streams(0)
        await versions.emulator.wait_for_streams(1)
        await versions.project.participants.create(external_user_id="found")

    event = await versions.project.events.wait_for(ParticipantCreatedEvent, after=after)
    assert event.payload.data.external_user_id == "found"


async def test_errors_of_the_functions_pass_through_and_the_stream_is_closed(versions: Versions) -> None:
    def fail(*_: object) -> None:
        raise LookupError("mine")

    for error in await versions.raised(event="*", after=fail):
        assert (type(error), str(error)) == (LookupError, "mine")

    async def create() -> None:
        await versions.project.participants.create(external_user_id="a")

    with pytest.raises(LookupError):
        await versions.project.events.wait_for("*", after=create, where=fail)

    def blocking() -> None:
        versions.sync_project.events.wait_for(
            "*", after=lambda: versions.sync_project.participants.create(external_user_id="b"), where=fail
        )

    with pytest.raises(LookupError):
        await asyncio.to_thread(blocking)
    await versions.emulator.wait_for_streams(0)


async def test_a_time_limit_of_the_function_itself_passes_through(versions: Versions) -> None:
    async def slow() -> None:
        async with asyncio.timeout(0.01):
            await asyncio.Event().wait()

    with pytest.raises(TimeoutError) as caught:
        await versions.project.events.wait_for("*", after=slow)
    assert not isinstance(caught.value, WaitTimedOut)


async def test_the_limit_covers_the_function_too(versions: Versions) -> None:
    ended: list[bool] = []

    async def slow() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append(True)

    with pytest.raises(WaitTimedOut):
        await versions.project.events.wait_for("*", after=slow, timeout=0.1)
    assert ended == [True]

    def blocking() -> None:
        versions.sync_project.events.wait_for("session.*", after=lambda: time.sleep(0.2), timeout=0.1)

    with pytest.raises(WaitTimedOut):
        await asyncio.to_thread(blocking)


async def test_cancelling_closes_the_stream(versions: Versions) -> None:
    begun = asyncio.Event()
    waiting = asyncio.ensure_future(versions.project.events.wait_for("*", after=begun.set))
    await begun.wait()
    waiting.cancel()
    await asyncio.wait({waiting})
    assert waiting.cancelled()
    await versions.emulator.wait_for_streams(0)


async def test_what_ends_the_stream_ends_the_wait(versions: Versions) -> None:
    called: list[bool] = []
    async with CortexClient(base_url=versions.emulator.base_url, api_key="wrong") as client:
        with pytest.raises(Unauthorized):
            await client.events.wait_for("*", after=lambda: called.append(True))
    async with (
        RawServer(raw_response(204)) as server,
        CortexClient(base_url=server.url, api_key="k") as client,
    ):
        with pytest.raises(ConnectionFailed, match="the server ended the event stream"):
            await client.events.wait_for("*")
    assert not called


async def test_a_server_that_is_down_is_named(versions: Versions) -> None:
    async with CortexClient(base_url="http://127.0.0.1:1", api_key="k") as client:
        with pytest.raises(WaitTimedOut, match=r"stream was not ready within 1 s.*no connection \(failed\)"):
            await client.events.wait_for("*", timeout=1.0)


# -- arguments


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"event": 5}, "event must be event classes or event types, as in wait_for('session.*'), got 5"),
        ({"event": int}, "event must be classes of cortex_async.events, got int"),
        ({"event": ()}, "event must name at least one event class or event type"),
        ({"event": ""}, "event must be event types, prefixes such as 'session.*', or '*'"),
        ({"event": [None]}, "event must be event classes or event types"),
        ({"event": "*", "where": "x"}, "where must be a function that takes the event, or None, got a str"),
        (
            {"event": "*", "after": 3},
            "after must be a function without parameters, e.g. lambda: ..., or None",
        ),
        ({"event": "*", "timeout": None}, "timeout must be a number of seconds >= 0, got None"),
        ({"event": "*", "timeout": -1}, "timeout must be a number of seconds >= 0, got -1"),
    ],
)
async def test_arguments_are_checked(versions: Versions, arguments: dict[str, Any], says: str) -> None:
    for error in await versions.raised(**arguments):
        assert isinstance(error, ArgumentError)
        assert str(error).startswith(says)


async def test_a_call_in_place_of_a_function_is_noticed(versions: Versions) -> None:
    wrong: Any = versions.project.sessions.list()
    with pytest.raises(ArgumentError, match=r"after must be a function .* got a coroutine"):
        await versions.project.events.wait_for("*", after=wrong)


async def test_coroutine_functions_where_a_plain_one_is_needed(versions: Versions) -> None:
    async def always(*_: object) -> bool:
        return True

    with pytest.raises(ArgumentError, match="where must be a plain function, got a coroutine function"):
        await versions.project.events.wait_for(
            "*", after=lambda: versions.project.participants.create(external_user_id="a"), where=always
        )

    def blocking() -> None:
        versions.sync_project.events.wait_for("*", after=always)

    with pytest.raises(ArgumentError, match="after must be a plain function, got a coroutine function"):
        await asyncio.to_thread(blocking)


async def test_an_unknown_pattern_is_warned_of_at_the_line_of_the_caller(versions: Versions) -> None:
    with pytest.warns(UnknownEventTypeWarning) as caught, pytest.raises(WaitTimedOut):
        await versions.project.events.wait_for("sesion.*", timeout=0)
    assert [warning.filename for warning in caught] == [__file__]
    with pytest.warns(UnknownEventTypeWarning) as caught, pytest.raises(WaitTimedOut):
        await asyncio.to_thread(lambda: versions.sync_project.events.wait_for("sesion.*", timeout=0))
    assert [warning.filename for warning in caught] == [__file__]
