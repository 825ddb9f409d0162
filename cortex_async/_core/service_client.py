"""An API as operations call it: requests in, answers or typed errors out."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Coroutine, Iterable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import evolve

from cortex_async._core.auth.credentials import Authenticator
from cortex_async._core.call.attempts import Attempts
from cortex_async._core.call.defaults import Defaults, check_options
from cortex_async._core.call.prepare import prepare, settled
from cortex_async._core.call.state import Call
from cortex_async._core.http.lazy_transport import Line, LineClock
from cortex_async._core.request import OPTION_NAMES, Options, Request
from cortex_async._core.response import Response
from cortex_async._core.retry import Clock, SystemClock
from cortex_async._core.runtime.not_copyable import NotCopyable
from cortex_async._core.timeouts import Timeout
from cortex_async._core.unset import UNSET

if TYPE_CHECKING:
    from cortex_async._core.call.service import Service
    from cortex_async._core.codec.codec import Codec
    from cortex_async._core.response import StreamedResponse
    from cortex_async._core.stream import EventStream, StreamOptions

T = TypeVar("T")
MAX_RESPONSE_BYTES = 256 * 1024 * 1024


class ServiceClient(NotCopyable):
    """Calls one API over one line. This is the ``Caller`` that operations stand on.

    base_url: without a slash at the end. max_response_bytes: cap of one answer, after decompression.
    """

    def __init__(
        self,
        service: Service,
        base_url: str,
        authenticator: Authenticator,
        line: Line,
        *,
        defaults: Defaults | None = None,
        max_response_bytes: int = MAX_RESPONSE_BYTES,
        clock: Clock | None = None,
    ) -> None:
        self._service = service
        self._base_url = base_url
        self._authenticator = authenticator
        self._line = line
        self._defaults = defaults or Defaults()
        self._most = max_response_bytes
        self._clock = clock or SystemClock()
        self._attempts = Attempts(authenticator, line, self._clock, max_response_bytes)

    @property
    def codec(self) -> Codec:
        return self._service.codec

    @property
    def service(self) -> Service:
        return self._service

    @property
    def base_url(self) -> str:
        return self._base_url

    @property
    def clock(self) -> Clock:
        """The time that retries and waits go by."""
        return self._clock

    @property
    def waits(self) -> Clock:
        """The same time for waits between calls: its sleeps end with ``ClientClosed`` when the client closes."""
        return LineClock(self._line, self._clock)

    def adopt(self, task: asyncio.Task[object]) -> None:
        """Closing waits for ``task``, which is the SDK's and ends by itself when its calls and streams do."""
        self._line.work().adopt(task)

    @property
    def identity(self) -> tuple[Line, str, int]:
        """The same for variants that reach the same server over the same line with the same credential."""
        return self._line, self._base_url, id(self._authenticator)

    def with_options(self, options: Options) -> ServiceClient:
        """The same line with other defaults."""
        check_options(options, OPTION_NAMES)
        return ServiceClient(
            self._service,
            self._base_url,
            self._authenticator,
            self._line,
            defaults=self._defaults.narrowed(options),
            max_response_bytes=self._most,
            clock=self._clock,
        )

    def with_authenticator(self, authenticator: Authenticator) -> ServiceClient:
        """The same line and defaults with another credential."""
        return ServiceClient(
            self._service,
            self._base_url,
            authenticator,
            self._line,
            defaults=self._defaults,
            max_response_bytes=self._most,
            clock=self._clock,
        )

    def at(self, base_url: str) -> ServiceClient:
        """The same line, defaults and credential for another address, which is used as it is."""
        return ServiceClient(
            self._service,
            base_url,
            self._authenticator,
            self._line,
            defaults=self._defaults,
            max_response_bytes=self._most,
            clock=self._clock,
        )

    async def load(self) -> None:
        """Loads what the first call needs. Raises ``ClientClosed`` after ``aclose``."""
        if self._line.ready is None:
            await self._line.load()

    async def aclose(self) -> None:
        """Closes the line, for all that share it."""
        await self._line.aclose()

    def send(self, request: Request, options: Options) -> Coroutine[Any, Any, Response]:
        """The complete answer with a 2xx status. Raises the typed error otherwise."""
        return self._attempts.complete(self._call(request, options))

    @asynccontextmanager
    async def open(self, request: Request, options: Options) -> AsyncGenerator[StreamedResponse]:
        """The answer with its body still to be read. The total time limit ends with its headers."""
        answer = await self._attempts.headers_only(self._call(request, options, streamed=True))
        work = self._line.work()
        work.add(answer)
        try:
            yield answer
        finally:
            work.discard(answer)
            answer.close()

    def events(
        self, request: Request, event: Callable[[Mapping[str, Any]], T], options: StreamOptions
    ) -> EventStream[T]:
        """A resuming stream of server-sent events, each decoded by ``event``."""
        from cortex_async._core.stream import EventStream, StreamOptions, StreamSettings

        known = StreamOptions.__required_keys__ | StreamOptions.__optional_keys__
        check_options(options, known, request.route.keywords)
        # Now, not in the middle of the first connection.
        request = settled(request)
        self._defaults.narrowed(options)
        wanted = options.get("timeout", self._defaults.timeout)
        connecting = wanted.connect if isinstance(wanted, Timeout) else wanted
        # The stream reconnects and watches for silence itself, headers included.
        each = Options(timeout=Timeout(connect=connecting, read=None, total=None), retry=False)
        if "headers" in options:
            each["headers"] = options["headers"]
        if "on_response" in options:
            each["on_response"] = options["on_response"]
        request = self._checked_filter(request)
        given = request.headers or {}

        def connect(last_event_id: str | None) -> AbstractAsyncContextManager[StreamedResponse]:
            headers = {**given, "last-event-id": last_event_id or UNSET}
            return self.open(evolve(request, headers=headers), each)

        marker = self._service.event_marker

        def decode(raw: dict[str, Any]) -> T | None:
            return None if marker is not None and not isinstance(raw.get(marker), str) else event(raw)

        first = given.get("last-event-id")
        return EventStream(
            connect,
            decode,
            identity=_identity,
            last_event_id=first if isinstance(first, str) else None,
            settings=StreamSettings.of(options),
            clock=self._clock,
            work=self._line.work,
        )

    def _checked_filter(self, request: Request) -> Request:
        """Warns of event types that are not known. The same request, except that what can be read only once is read."""
        name, query = self._service.event_filter, request.query
        wanted = query.get(name) if name and query else None
        if name is None or not wanted or not isinstance(wanted, Iterable):
            return request
        from cortex_async._core.stream.event_patterns import warn_of_unknown

        kept = wanted if isinstance(wanted, str) else tuple(wanted)
        listed = (kept,) if isinstance(kept, str) else kept
        parts = [part for one in listed if isinstance(one, str) for part in one.split(",")]
        warn_of_unknown(parts, self._service.event_types())
        return evolve(request, query={**(query or {}), name: kept})

    def _call(self, request: Request, options: Options, *, streamed: bool = False) -> Call:
        chosen = self._defaults
        if options:
            check_options(options, OPTION_NAMES, request.route.keywords)
            chosen = chosen.narrowed(options)
        outgoing = prepare(
            request, self._base_url, self._service.codec, headers=chosen.headers, streamed=streamed
        )
        return Call(
            self._service,
            request,
            outgoing,
            chosen.timeout,
            chosen.retry,
            options.get("on_response") if options else None,
            streamed,
        )


def _identity(event: object) -> str | None:
    key = getattr(event, "id", None)
    return key if isinstance(key, str) else None
