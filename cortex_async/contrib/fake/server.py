"""``FakeServer``: routes, guards and faults on a real socket, and a record of requests."""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import format_datetime
from types import TracebackType
from typing import Self
from urllib.parse import parse_qsl, unquote

from aiohttp import web

from cortex_async._core.timing.clock import Clock
from cortex_async.contrib.fake.wire import (
    FakeRequest,
    FakeRoute,
    Reply,
    read_body,
    send,
    to_response,
    utf16_units,
)
from cortex_async.emulator._connection import Listener  # pyright: ignore[reportPrivateUsage]  # the fakes build on the emulator
from cortex_async.emulator.recording import (
    REDACTED,
    SECRETS,
    Recorded,
    Recording,
    redact_body,
    redact_headers,
)
from cortex_async.emulator.records import plain_name

HISTORY = 1000


class FakeServer:
    """A server on 127.0.0.1 and a free port, for ``async with``, or ``with server.in_thread()``.

    requests: the recorded requests, without secrets.
    longest_value: maximum length of a path parameter in UTF-16 code units; a longer one makes the path
        unknown. None: no limit.
    secret_fields, secret_headers: names of further body members and headers to redact in ``requests``.
    clock: the clock for the ``Date`` of responses. Default: no ``Date``.
    """

    longest_value: int | None = None

    def __init__(
        self,
        routes: Iterable[FakeRoute],
        *,
        secret_fields: Iterable[str] = (),
        secret_headers: Iterable[str] = (),
        clock: Clock | None = None,
    ) -> None:
        self._date_clock = clock
        self._secrets = SECRETS | frozenset(map(plain_name, secret_fields))
        self._secret_headers = frozenset(map(str.lower, secret_headers))
        self.requests: Recording = Recording(HISTORY)
        self._routes = sorted(routes, key=lambda route: route.template.count("{"))
        self._faults: dict[str, deque[Reply]] = {}
        self._listener: Listener | None = None
        self._socket: asyncio.Server | None = None
        self._port = 0

    @property
    def base_url(self) -> str:
        """The address of the running server."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def operations(self) -> tuple[str, ...]:
        """The names of all operations that are served."""
        return tuple(sorted(route.operation for route in self._routes))

    def next(self, operation: str, *replies: Reply) -> None:
        """Give the next calls of an operation these replies, one each.

        Raises ``ValueError`` for an unknown operation.
        """
        if operation not in self.operations:
            raise ValueError(f"operation must be one of: {', '.join(self.operations)}; got {operation!r}")
        self._faults.setdefault(operation, deque()).extend(replies)

    async def __aenter__(self) -> Self:
        self._listener = Listener(self._handle, header_timeout=10.0)
        loop = asyncio.get_running_loop()
        self._socket = await loop.create_server(self._listener, "127.0.0.1", 0)
        self._port = int(self._socket.sockets[0].getsockname()[1])
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._socket is not None and self._listener is not None:
            self._socket.close()
            await self._listener.shutdown(0.1)
            await self._socket.wait_closed()

    @contextmanager
    def in_thread(self) -> Generator[Self]:
        """Run the server in its own thread, for code without an event loop."""
        loop = asyncio.new_event_loop()
        thread = threading.Thread(target=loop.run_forever, name="fake-server", daemon=True)
        thread.start()
        try:
            yield asyncio.run_coroutine_threadsafe(self.__aenter__(), loop).result()
        finally:
            asyncio.run_coroutine_threadsafe(self.__aexit__(None, None, None), loop).result()
            loop.call_soon_threadsafe(loop.stop)
            thread.join()
            loop.close()

    def guard(self, operation: str, request: FakeRequest) -> Reply | None:
        """Reject a request before it reaches its operation, e.g. without credentials; None to let it pass.

        Override this.
        """
        return None

    def unknown(self, request: FakeRequest) -> Reply:
        """The reply for an unknown path or method. Override this."""
        return Reply(404, {"error": "Not found"})

    async def _handle(self, incoming: web.BaseRequest) -> web.StreamResponse:
        path, _, query = incoming.raw_path.partition("?")
        route, values = self._find(incoming.method, path)
        request = FakeRequest(
            incoming.method,
            incoming.raw_path,
            values,
            dict(parse_qsl(query, keep_blank_values=True)),
            incoming.headers,
            await read_body(incoming),
        )
        reply = self._reply(route, request)
        # Serialized before listeners learn of the request, since they may change the state that the reply
        # refers to.
        response = to_response(reply)
        if self._date_clock is not None and "Date" not in response.headers:
            response.headers["Date"] = format_datetime(
                datetime.fromtimestamp(self._date_clock.unix(), UTC), usegmt=True
            )
        self._record(path, route, request, reply)
        return await send(incoming, reply, response)

    def _find(self, method: str, path: str) -> tuple[FakeRoute | None, dict[str, str]]:
        segments = [unquote(segment) for segment in path.strip("/").split("/")]
        for route in self._routes:
            values = route.match(segments) if route.method == method else None
            if values is not None and not self._is_too_long(values):
                return route, values
        return None, {}

    def _is_too_long(self, values: dict[str, str]) -> bool:
        longest = self.longest_value
        return longest is not None and any(utf16_units(value) > longest for value in values.values())

    def _reply(self, route: FakeRoute | None, request: FakeRequest) -> Reply:
        if route is None:
            return self.guard("", request) or self.unknown(request)
        faults = self._faults.get(route.operation)
        if faults:
            return faults.popleft()
        return self.guard(route.operation, request) or route.handler(request)

    def _record(self, path: str, route: FakeRoute | None, request: FakeRequest, reply: Reply) -> None:
        # Without the query, which may be a signature.
        self.requests.add(
            Recorded(
                request.method,
                path,
                route.operation if route else None,
                request.path,
                self._redacted_headers(request),
                redact_body(request.body, self._secrets),
                None if reply.close else reply.status,
                datetime.now(UTC).isoformat(),
            )
        )

    def _redacted_headers(self, request: FakeRequest) -> dict[str, str]:
        headers = redact_headers(request.headers)
        return {name: REDACTED if name.lower() in self._secret_headers else headers[name] for name in headers}
