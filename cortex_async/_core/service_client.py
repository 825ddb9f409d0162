"""The client of one API that operations call: requests in, responses or typed errors out."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from contextlib import AbstractAsyncContextManager
from functools import partial
from logging import DEBUG
from typing import TYPE_CHECKING, Any, TypeVar

from cortex_async._core.auth.credentials import Authenticator
from cortex_async._core.call.attempts import Attempts
from cortex_async._core.call.defaults import Defaults, check_options
from cortex_async._core.call.log import LOGGER
from cortex_async._core.call.making import Making
from cortex_async._core.call.open_response import Opening, OpenResponse
from cortex_async._core.call.prepare import prepare
from cortex_async._core.call.state import Call
from cortex_async._core.http.lazy_transport import ClosingClock, LazyTransport
from cortex_async._core.operations import Caller, Identity
from cortex_async._core.options import OPTION_NAMES, Options
from cortex_async._core.request import Request
from cortex_async._core.response import Response
from cortex_async._core.runtime.loading import loading
from cortex_async._core.runtime.not_copyable import NotCopyable
from cortex_async._core.timing.clock import Clock, SystemClock
from cortex_async._core.unset import UNSET, Unset

if TYPE_CHECKING:
    from cortex_async._core.call.service import Service
    from cortex_async._core.codec.codec import Codec
    from cortex_async._core.limiting import Limiter
    from cortex_async._core.response import StreamedResponse
    from cortex_async._core.stream import EventStream, StreamOptions
    from cortex_async._core.telemetry.listeners import Listeners
    from cortex_async._core.telemetry.stats import ClientStats, ViewStats
    from cortex_async._core.timing.closing import OpenWork

T = TypeVar("T")


class ServiceClient(NotCopyable):
    """Calls one API over one transport. It is the ``Caller`` of every operation.

    service: the API; ``codec`` is its codec.
    base_url: without a trailing slash.
    clock: the clock of retries and waits.
    max_response_bytes: the most bytes of one response, after decompression.
    listeners: the observers, None if there are none.
    limiter: asked before each attempt, None for no limits.
    """

    def __init__(
        self,
        service: Service,
        base_url: str,
        authenticator: Authenticator,
        transport: LazyTransport,
        *,
        defaults: Defaults | None = None,
        max_response_bytes: int = 256 * 1024 * 1024,
        clock: Clock | None = None,
        listeners: Listeners | None = None,
        limiter: Limiter | None = None,
    ) -> None:
        self.service: Service = service
        self.codec: Codec = service.codec
        self.base_url: str = base_url
        self.clock: Clock = clock or SystemClock()
        self._authenticator = authenticator
        self._transport = transport
        self._defaults = defaults or Defaults()
        self._max_response_bytes = max_response_bytes
        self.listeners: Listeners | None = listeners
        self._making = Making(
            service, base_url, authenticator, transport, self.clock, max_response_bytes, limiter
        )
        self._attempts = self._making.attempts(listeners)
        self._logged: Attempts | None = None

    def _logged_attempts(self) -> Attempts:
        """Return attempts that are logged one by one: those of an observer more."""
        if self._logged is None:
            from cortex_async._core.call.debug_log import DebugLog
            from cortex_async._core.telemetry.listeners import Listeners

            observers = () if self.listeners is None else self.listeners.observers
            self._logged = self._making.attempts(Listeners([*observers, DebugLog()]))
        return self._logged

    @property
    def waits(self) -> Clock:
        """``clock`` for waits between calls: its sleeps raise ``ClientClosed`` when the client closes."""
        return ClosingClock(self._transport, self.clock)

    @property
    def identity(self) -> Identity:
        """Equal for clients whose live views can share one event stream.

        They call the same server over the same transport, with the same credential and idle limit.
        """
        return self._transport, self.base_url, id(self._authenticator), self._defaults.idle_limit

    @property
    def unhooked(self) -> Caller:
        return self

    def adopt(self, task: asyncio.Task[object]) -> None:
        """Make closing wait for a task of the SDK, which ends when its calls and streams do."""
        self._transport.work().adopt(task)

    def with_options(self, options: Options, *, idle_limit: float | Unset = UNSET) -> ServiceClient:
        """Return this client with other defaults."""
        check_options(options, OPTION_NAMES)
        return self._variant(defaults=self._defaults.narrowed(options).with_idle_limit(idle_limit))

    def with_listeners(self, listeners: Listeners | None) -> ServiceClient:
        """Return this client with other observers. Those of its connections stay."""
        return self._variant(listeners=listeners)

    def with_limiter(self, limiter: Limiter | None) -> ServiceClient:
        """Return this client with another limiter, None for none."""
        return self._variant(limiter=limiter)

    def with_authenticator(self, authenticator: Authenticator) -> ServiceClient:
        """Return this client with another credential."""
        return self._variant(authenticator=authenticator)

    def at(self, base_url: str) -> ServiceClient:
        """Return this client with another base URL, which is used as it is.

        It is of another server, so the limits do not apply.
        """
        return self._variant(base_url=base_url, limiter=None)

    def _variant(
        self,
        *,
        base_url: str | None = None,
        authenticator: Authenticator | None = None,
        defaults: Defaults | None = None,
        listeners: Listeners | Unset | None = UNSET,
        limiter: Limiter | Unset | None = UNSET,
    ) -> ServiceClient:
        return ServiceClient(
            self.service,
            self.base_url if base_url is None else base_url,
            authenticator or self._authenticator,
            self._transport,
            defaults=defaults or self._defaults,
            max_response_bytes=self._max_response_bytes,
            clock=self.clock,
            listeners=self.listeners if listeners is UNSET else listeners,
            limiter=self._making.limiter if limiter is UNSET else limiter,
        )

    async def load(self) -> None:
        """Load what the first call needs. Raises ``ClientClosed`` once the client is closed."""
        if self._transport.ready is None:
            await self._transport.load()

    def stats(self, views: tuple[ViewStats, ...]) -> ClientStats:
        """Describe what this client and its variants are doing, also from another thread."""
        from cortex_async._core.stream.stats import streams_among
        from cortex_async._core.telemetry.stats import ClientStats

        transport = self._transport
        works = transport.works
        connections, idle = transport.connections()
        return ClientStats(
            calls=sum(work.deadlines.calls for work in works),
            connections=connections,
            idle_connections=idle,
            retries=transport.retries,
            streams=tuple(streams_among(one for work in works for one in work.open)),
            views=views,
        )

    async def aclose(self) -> None:
        """Close the transport, which every variant of this client shares."""
        await self._transport.aclose()

    def send(self, request: Request, options: Options) -> Coroutine[Any, Any, Response]:
        """Return the complete response with a 2xx status. Raises the typed error otherwise."""
        attempts = self._logged_attempts() if LOGGER.isEnabledFor(DEBUG) else self._attempts
        return attempts.run(self._call(request, options), attempts.whole)

    def open(self, request: Request, options: Options) -> AbstractAsyncContextManager[StreamedResponse]:
        """Return the response before its body is read. The total time limit ends when its headers arrive."""
        return Opening(partial(self._open, request, options))

    async def _open(self, request: Request, options: Options) -> tuple[OpenResponse, OpenWork]:
        attempts = self._logged_attempts() if LOGGER.isEnabledFor(DEBUG) else self._attempts
        response = await attempts.run(self._call(request, options, streamed=True), attempts.headers_only)
        return response, self._transport.work()

    def events(
        self, request: Request, event: Callable[[Mapping[str, Any]], T], options: StreamOptions
    ) -> EventStream[T]:
        """Return a stream of server-sent events, each decoded by ``event``."""
        with loading():
            from cortex_async._core.stream.opening import open_stream

        return open_stream(
            self,
            request,
            event,
            options,
            service=self.service,
            defaults=self._defaults,
            clock=self.clock,
            work=self._transport.work,
            base_url=self.base_url,
            listeners=self.listeners,
        )

    def _call(self, request: Request, options: Options, *, streamed: bool = False) -> Call:
        chosen = self._defaults
        if options:
            check_options(options, OPTION_NAMES, request.route.keywords)
            chosen = chosen.narrowed(options)
        outgoing = prepare(request, self.base_url, self.codec, headers=chosen.headers, streamed=streamed)
        return Call(
            self.service,
            request,
            outgoing,
            chosen.timeout,
            chosen.retry,
            options.get("on_response") if options else None,
            streamed,
        )
