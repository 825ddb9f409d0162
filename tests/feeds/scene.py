"""A feed whose server is the test: every call waits for its response, and the clock stands still."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from math import floor
from typing import Any

from cortex_async.feeds import FeedMessage, FeedPosition, MessageFeed, MissedMessages
from cortex_async.resources.messages import Messages
from tests.feeds.model import Server, Session, participant
from tests.realtime.live_caller import Pending, PlayedCaller
from tests.realtime.scripted import Connection, settle


class Scene:
    """connection: the one that is open. missed: what was reported."""

    def __init__(self) -> None:
        self.caller = PlayedCaller()
        self.server = Server()
        self.missed: list[MissedMessages] = []
        self.connection: Connection | None = None

    @property
    def now(self) -> float:
        return self.caller.clock.unix()

    def session(self, age: float = 10.0) -> Session:
        """Add a session without an event."""
        self.server.create(self.now - age)
        return list(self.server.sessions.values())[-1]

    @asynccontextmanager
    async def following(
        self, since: datetime | FeedPosition | None = None, **options: Any
    ) -> AsyncIterator[MessageFeed]:
        options = {"on_missed": self.missed.append, **options}
        feed = Messages(self.caller, ("p",)).follow(since=since, **options)
        opening = asyncio.ensure_future(feed.__aenter__())
        await self.accept()
        await self.respond()
        await opening
        await self.respond()
        try:
            yield feed
        finally:
            await feed.close()
            assert not [one for one in self.caller.script.connections if not one.closed]
            assert asyncio.all_tasks() == {asyncio.current_task()}

    async def accept(self) -> None:
        await settle()
        self.connection = self.caller.script.connections[-1].accept()
        await settle()

    async def send(self, event: bytes) -> None:
        assert self.connection is not None
        self.connection.send(event)
        await settle()

    async def say(self, session: Session, *, ago: float = 0.0, speaker: str | None = "ann") -> str:
        message, event = self.server.say(session, self.now - ago, speaker)
        await self.send(event)
        return message.id

    async def disconnect(self) -> None:
        assert self.connection is not None
        self.connection.finish()
        await settle()

    async def reconnect(self) -> None:
        await self.caller.clock.advance(1.0)
        await self.accept()
        # The list of sessions is fetched within half a second.
        await self.caller.clock.advance(0.6)

    def body(self, call: Pending) -> Any:
        match call.operation:
            case "sessions.list":
                return [one.row for one in self.server.sessions.values()]
            case "sessions.get":
                found = self.server.sessions.get(str(call.request.path[-1]))
                return None if found is None else found.row
            case "messages.list":
                return self.server.messages(str(call.request.path[-1]))
            case _:
                return {"participants": [participant("ann")], "total": 1}

    async def respond(self) -> None:
        """Respond to everything that is asked."""
        await settle()
        while self.caller.pending:
            for call in self.caller.pending:
                body = self.body(call)
                if body is None:
                    call.missing(floor(self.now))
                else:
                    call.reply(body, floor(self.now))
            await settle()

    async def asked(self, operation: str) -> Pending:
        """The call that waits for a response of this operation."""
        await settle()
        (call,) = [one for one in self.caller.pending if one.operation == operation]
        return call


async def taken(feed: MessageFeed) -> list[FeedMessage]:
    """What can be taken without waiting."""
    found: list[FeedMessage] = []
    while True:
        waiting = asyncio.ensure_future(anext(feed))
        await settle()
        if not waiting.done():
            waiting.cancel()
            await asyncio.gather(waiting, return_exceptions=True)
            return found
        found.append(waiting.result())


async def ids(feed: MessageFeed) -> list[str]:
    return [message.id for message in await taken(feed)]
