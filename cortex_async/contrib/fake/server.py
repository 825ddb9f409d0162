"""A server on a real socket: routes, guards, faults, a record of what was asked."""

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
from cortex_async.contrib.fake.wire import Asked, FakeRoute, Reply, read_body, send, utf16_units, written
from cortex_async.emulator._connection import Listener  # pyright: ignore[reportPrivateUsage]  # the fakes are the emulator's kin
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
    """A server on 127.0.0.1 and a free port, to be used with ``async with``, or with ``with ... .in_thread()``.

    requests: what was asked, without secrets.
    longest_value: UTF-16 units of a path parameter above which its path is unknown, None for any.
    secret_fields, secret_headers: what stays out of it, beside what always does.
    clock: the time that responses are dated by.
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
        self._dated_by = clock
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
        return f"http://127.0.0.1:{self._port}"

    @property
    def operations(self) -> tuple[str, ...]:
        """Every operation that is served."""
        return tuple(sorted(route.operation for route in self._routes))

    def next(self, operation: str, *replies: Reply) -> None:
        """The next calls of an operation get these replies instead, one each. Raises ``ValueError`` for an unknown operation."""
        if operation not in self.operations:
            raise ValueError(f"no operation is called {operation!r}")
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
        """The same for code without an event loop."""
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

    def guard(self, operation: str, asked: Asked) -> Reply | None:
        """What is answered before an operation is reached, e.g. to a missing credential; None to let it through."""
        return None

    def unknown(self, asked: Asked) -> Reply:
        """For a path or method that does not exist."""
        return Reply(404, {"error": "Not found"})

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        path, _, query = request.raw_path.partition("?")
        route, values = self._find(request.method, path)
        asked = Asked(
            request.method,
            request.raw_path,
            values,
            dict(parse_qsl(query, keep_blank_values=True)),
            request.headers,
            await read_body(request),
        )
        reply = self._reply(route, asked)
        # Written before anybody hears of the request and changes what it is made of.
        response = written(reply)
        if self._dated_by is not None and "Date" not in response.headers:
            response.headers["Date"] = format_datetime(
                datetime.fromtimestamp(self._dated_by.unix(), UTC), usegmt=True
            )
        self._record(path, route, asked, reply)
        return await send(request, reply, response)

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

    def _reply(self, route: FakeRoute | None, asked: Asked) -> Reply:
        if route is None:
            return self.guard("", asked) or self.unknown(asked)
        waiting = self._faults.get(route.operation)
        if waiting:
            return waiting.popleft()
        return self.guard(route.operation, asked) or route.handler(asked)

    def _record(self, path: str, route: FakeRoute | None, asked: Asked, reply: Reply) -> None:
        # Without the query: it may be a signature.
        self.requests.add(
            Recorded(
                asked.method,
                path,
                route.operation if route else None,
                asked.path,
                self._shown_headers(asked),
                redact_body(asked.body, self._secrets),
                None if reply.close else reply.status,
                datetime.now(UTC).isoformat(),
            )
        )

    def _shown_headers(self, asked: Asked) -> dict[str, str]:
        shown = redact_headers(asked.headers)
        return {name: REDACTED if name.lower() in self._secret_headers else shown[name] for name in shown}
