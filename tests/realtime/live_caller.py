"""A client whose server is the test: every call waits for its response, every connection until it is
accepted.
"""

from __future__ import annotations

import asyncio
import json
import tomllib
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Any, TypeVar

from attrs import define, field

from cortex_async._core.call_errors import Forbidden, NotFound, ServerError
from cortex_async._core.codec.codec import Codec
from cortex_async._core.operations import Caller, Identity
from cortex_async._core.options import Options
from cortex_async._core.request import Request
from cortex_async._core.response import Headers, Response, StreamedResponse
from cortex_async._core.stream import EventStream, StreamOptions, StreamSettings
from cortex_async._core.timing.clock import Clock
from tests.realtime.scripted import ManualClock, Script

T = TypeVar("T")

CODEC = Codec("cortex_async._generated")


_NAMES = tomllib.loads((Path(__file__).parents[2] / "spec/cortex/names.toml").read_text("utf-8"))[
    "operations"
]


def public_name(request: Request) -> str:
    """The resource and method of a request, such as ``sessions.get``.

    These stay when the vendor renames an operationId.
    """
    return str(_NAMES[request.route.operation]).partition(".")[2]


@define(eq=False)
class Pending:
    """A call that waits for its response."""

    request: Request
    response: asyncio.Future[Response] = field(factory=lambda: asyncio.get_running_loop().create_future())

    @property
    def operation(self) -> str:
        return public_name(self.request)

    def reply(self, body: object, date: float | None) -> None:
        if not self.response.done():
            self.response.set_result(Response(200, headers(date), json.dumps(body).encode()))

    def missing(self, date: float | None) -> None:
        if not self.response.done():
            self.response.set_exception(NotFound("not found", status=404, headers=headers(date)))

    def forbid(self) -> None:
        if not self.response.done():
            self.response.set_exception(Forbidden("not allowed", status=403))

    def fail(self) -> None:
        if not self.response.done():
            self.response.set_exception(ServerError("down", status=500))


def headers(date: float | None) -> Headers:
    pairs = [("Content-Type", "application/json")]
    if date is not None:
        pairs.append(("Date", format_datetime(datetime.fromtimestamp(date, UTC), usegmt=True)))
    return Headers(pairs)


class PlayedCaller:
    """``pending`` are the calls under way, oldest first; ``script`` has the connections of the stream."""

    def __init__(self) -> None:
        self.clock = ManualClock()
        self.script = Script()
        self.calls: list[Pending] = []
        self.requested: list[str] = []

    @property
    def codec(self) -> Codec:
        return CODEC

    @property
    def waits(self) -> Clock:
        return self.clock

    @property
    def identity(self) -> Identity:
        return (self,)

    @property
    def listeners(self) -> None:
        """Nobody observes."""

    @property
    def unhooked(self) -> Caller:
        return self

    def adopt(self, task: asyncio.Task[object]) -> None:
        """Nothing closes this client."""

    @property
    def pending(self) -> list[Pending]:
        return [call for call in self.calls if not call.response.done()]

    async def send(self, request: Request, options: Options) -> Response:
        call = Pending(request)
        self.calls.append(call)
        self.requested.append(public_name(request))
        try:
            return await call.response
        finally:
            self.calls.remove(call)

    def open(self, request: Request, options: Options) -> AbstractAsyncContextManager[StreamedResponse]:
        raise NotImplementedError

    def events(
        self, request: Request, event: Callable[[Mapping[str, Any]], T], options: StreamOptions
    ) -> EventStream[T]:
        self.requested.append(public_name(request))
        return EventStream(
            self.script.connect,
            event,
            identity=lambda item: getattr(item, "id", None),
            settings=StreamSettings.of(options),
            clock=self.clock,
        )
