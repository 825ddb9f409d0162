"""Opens the event stream of an operation: each connection is a request that resumes the last one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractAsyncContextManager
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar

from attrs import define, evolve

from cortex_async._core.call.defaults import Defaults, check_options
from cortex_async._core.call.prepare import settled
from cortex_async._core.call.service import Service
from cortex_async._core.options import Options
from cortex_async._core.request import Request
from cortex_async._core.stream.event_patterns import warn_of_unknown
from cortex_async._core.stream.events import EventStream
from cortex_async._core.stream.settings import StreamOptions, StreamSettings
from cortex_async._core.timeouts import Timeout
from cortex_async._core.timing.clock import Clock
from cortex_async._core.unset import UNSET

if TYPE_CHECKING:
    from cortex_async._core.response import StreamedResponse
    from cortex_async._core.telemetry.listeners import Listeners
    from cortex_async._core.timing.closing import OpenWork

T = TypeVar("T")


class Opener(Protocol):
    """What opens the responses: the client."""

    def open(self, request: Request, options: Options) -> AbstractAsyncContextManager[StreamedResponse]: ...


_ID: Final = "last-event-id"

KNOWN = StreamOptions.__required_keys__ | StreamOptions.__optional_keys__


def open_stream(
    opener: Opener,
    request: Request,
    event: Callable[[Mapping[str, Any]], T],
    options: StreamOptions,
    *,
    service: Service,
    defaults: Defaults,
    clock: Clock,
    work: Callable[[], OpenWork],
    base_url: str,
    listeners: Listeners | None,
) -> EventStream[T]:
    """Return a stream of the events of ``request``, each decoded by ``event``.

    Raises ``ArgumentError`` for an argument or option that cannot be used.
    """
    check_options(options, KNOWN, request.route.keywords)
    # Checked here rather than in the first connection, which is made in a task of its own.
    request = _checked_filter(settled(request), service)
    defaults.narrowed(options)
    connect = _Connect(opener, request, _connection_options(options, defaults))
    settings = StreamSettings.of({"idle_limit": defaults.idle_limit, **options})
    settings = evolve(settings, name=request.route.operation, marker=service.event_marker)
    if listeners is None or not (listeners.sinks or listeners.any_of("stream_", "event_")):
        return EventStream(
            connect,
            event,
            identity=identity,
            last_event_id=connect.first,
            settings=settings,
            clock=clock,
            work=work,
        )
    # Imported late: most clients have no observers.
    from cortex_async._core.call.seen import Subject
    from cortex_async._core.stream.observed import ObservedStream
    from cortex_async._core.telemetry.bodies import SeenBody

    return ObservedStream(
        connect,
        event,
        identity=identity,
        last_event_id=connect.first,
        settings=settings,
        clock=clock,
        work=work,
        listeners=listeners,
        opened=Subject(service, base_url).opened(request),
        known_types=frozenset(service.event_types()),
        seen=SeenBody(
            package=service.codec.package,
            operation=request.route.operation,
            method=request.route.method,
            path=request.route.path,
        ),
    )


@define(eq=False)
class _Connect:
    """Opens a connection: the request, resuming after the given id instead of its own."""

    opener: Opener
    request: Request
    options: Options

    @property
    def first(self) -> str | None:
        """The id that the request itself resumes after."""
        first = (self.request.headers or {}).get(_ID)
        return first if isinstance(first, str) else None

    def __call__(self, last_event_id: str | None) -> AbstractAsyncContextManager[StreamedResponse]:
        request = self.request
        if last_event_id != self.first:
            headers = {**(request.headers or {}), _ID: last_event_id or UNSET}
            request = evolve(request, headers=headers)
        return self.opener.open(request, self.options)


def _connection_options(options: StreamOptions, defaults: Defaults) -> Options:
    """Return the options for the request of each connection.

    The stream itself retries and enforces the idle limit.
    """
    wanted = options.get("timeout", defaults.timeout)
    plain = _plain_options(wanted.connect if isinstance(wanted, Timeout) else wanted)
    if not ("headers" in options or "on_response" in options):
        return plain
    each = Options(**plain)
    if "headers" in options:
        each["headers"] = options["headers"]
    if "on_response" in options:
        each["on_response"] = options["on_response"]
    return each


@lru_cache(maxsize=64)
def _plain_options(connecting: float | None) -> Options:
    """Return the options of most streams, which share them. Not to be changed."""
    return Options(timeout=Timeout(connect=connecting, read=None, total=None), retry=False)


def _checked_filter(request: Request, service: Service) -> Request:
    """Return the request with an iterator in its filter replaced by a tuple.

    Warns of unknown event types in the filter.
    """
    name, query = service.event_filter, request.query
    wanted = query.get(name) if name and query else None
    if name is None or not wanted or not isinstance(wanted, Iterable):
        return request
    kept = wanted if isinstance(wanted, str) else tuple(wanted)
    listed = (kept,) if isinstance(kept, str) else kept
    parts = [part for one in listed if isinstance(one, str) for part in one.split(",")]
    warn_of_unknown(parts, service.event_types())
    return evolve(request, query={**(query or {}), name: kept})


def identity(event: object) -> str | None:
    """The id of an event, by which it is recognised when it arrives again; None if it has none."""
    key = getattr(event, "id", None)
    return key if isinstance(key, str) else None
