"""A project of any size without a network: its responses and events are in memory as bytes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import orjson

from benchmarks.harness import payloads
from cortex_async._core.http.lazy_transport import LazyTransport
from cortex_async._core.http.settings import TransportSettings
from cortex_async._core.options import Options
from cortex_async._core.request import Request
from cortex_async._core.response import Headers, Response, StreamedResponse
from cortex_async._core.service_client import ServiceClient
from cortex_async.client import CORTEX

_MARK = b"@number@"
_PIECE = 100
"""Events in one piece of a stream, which are about 64 KiB."""


class Project:
    """A client whose responses come from memory.

    respond: returns the body for a request. pieces: what the event stream sends once ``go`` is set.
    """

    def __init__(self, respond: Callable[[Request], bytes] = lambda _: b"[]") -> None:
        self.pieces: list[bytes] = []
        self.go = asyncio.Event()
        self.caller = _Caller(self, respond)
        self.bound = ("proj_123",)


class _Caller(ServiceClient):
    def __init__(self, project: Project, respond: Callable[[Request], bytes]) -> None:
        nothing: Any = project
        super().__init__(CORTEX, "http://127.0.0.1", nothing, LazyTransport(TransportSettings()))
        self._project = project
        self._respond = respond

    async def send(self, request: Request, options: Options) -> Response:
        # A second earlier: for an event of the same second, a live view would have to ask the server which is
        # newer.
        date = datetime.now(UTC) - timedelta(seconds=1)
        headers = Headers([("date", date.strftime("%a, %d %b %Y %H:%M:%S GMT"))])
        return Response(200, headers, self._respond(request))

    @asynccontextmanager
    async def open(self, request: Request, options: Options) -> AsyncGenerator[StreamedResponse]:
        yield _Stream(self._project)


class _Stream:
    status = 200
    headers = Headers([("content-type", "text/event-stream")])
    request_id: str | None = None
    attempts = 1

    def __init__(self, project: Project) -> None:
        self._project = project

    async def chunks(self) -> AsyncIterator[bytes]:
        await self._project.go.wait()
        for piece in self._project.pieces:
            yield piece
        await asyncio.Event().wait()


def messages(count: int) -> bytes:
    return _list({**payloads.message(1), "id": "msg_@number@"}, range(count))


def sessions(count: int) -> bytes:
    return _list({**payloads.session(1), "id": "sess_@number@"}, range(count))


def participants(count: int, size: int) -> Callable[[Request], bytes]:
    """Prepare the pages of a list of ``count`` participants, ``size`` in each.

    Returns the response for a request.
    """
    pattern = {**payloads.example(payloads.schema("ParticipantResponse")), "id": "part_@number@"}
    pages = {
        start: b'{"participants":%s,"total":%d}'
        % (_list(pattern, range(start, min(start + size, count))), count)
        for start in range(0, count, size)
    }
    return lambda request: pages[cast("dict[str, int]", request.query)["offset"]]


def updates(sessions: int, count: int, moment: datetime) -> list[bytes]:
    """``count`` events ``session.updated``, for sessions at equal distances among all ``sessions``."""
    before = payloads.session(1)
    changed = {**before, "id": "sess_@number@", "title": "changed"}
    event = {
        **_event("session.updated"),
        "resourceId": "session:sess_@number@",
        "timestamp": moment,
        "payload": {"action": "updated", "data": changed, "changes": {"title": before["title"]}},
    }
    return _pieces(event, [number * sessions // count for number in range(count)])


def twice(count: int) -> list[bytes]:
    """``count`` events, with each piece of the stream sent twice."""
    event = _event("session.updated")
    return [piece for piece in _pieces(event, range(count)) for _ in range(2)]


def _event(kind: str) -> dict[str, Any]:
    body = next(body for body in payloads.events(25) if b'"%s"' % kind.encode() in body)
    return {**orjson.loads(body), "id": "evt_@number@"}


def _pieces(event: dict[str, Any], numbers: Sequence[int]) -> list[bytes]:
    one = b"id: @number@\ndata: " + orjson.dumps(event) + b"\n\n"
    numbered = [one.replace(_MARK, b"%012d" % number) for number in numbers]
    return [b"".join(numbered[at : at + _PIECE]) for at in range(0, len(numbered), _PIECE)]


def _list(pattern: dict[str, Any], numbers: range) -> bytes:
    one = orjson.dumps(pattern)
    return b"[" + b",".join([one.replace(_MARK, b"%012d" % number) for number in numbers]) + b"]"
