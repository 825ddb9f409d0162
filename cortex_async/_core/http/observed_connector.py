"""A pool that tells observers of its connections. Used only if somebody listens."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from cortex_async._core.http.connector import OwnConnector, OwnHandler
from cortex_async._core.telemetry.connections import ConnectionClosed, ConnectionOpened
from cortex_async._core.telemetry.listeners import Listeners, tell
from cortex_async._core.timing.clock import monotonic


class _Handler(OwnHandler):
    """The protocol of one connection.

    on_lost: called with what broke the connection, None if nothing did; set once the connection is ready.
    """

    on_lost: Callable[[BaseException | None], None] | None = None

    def connection_lost(self, exc: BaseException | None) -> None:
        super().connection_lost(exc)
        lost, self.on_lost = self.on_lost, None
        if lost is not None:
            lost(exc)


class ObservedConnector(OwnConnector):
    """The pool of the SDK's own connections, which tells ``listeners`` of them."""

    def __init__(self, listeners: Listeners, **settings: Any) -> None:
        super().__init__(**settings)
        self._listeners = listeners
        self._factory = partial(_Handler, loop=self._own_loop)  # type: ignore[assignment]  # a subclass

    # aiohttp's traces could report new connections too, but cost a fifth of the time of every request. A test
    # fails if this name or ``_factory`` changes.
    async def _create_connection(self, req: Any, traces: Any, timeout: Any) -> Any:
        begun = monotonic()
        protocol: Any = await super()._create_connection(req, traces, timeout)
        ready = monotonic()
        opened = ConnectionOpened(
            scheme=req.url.scheme,
            server_address=req.url.host or "",
            server_port=req.url.port or 0,
            duration=ready - begun,
            proxied=req.proxy is not None,
        )
        tell(self._listeners.connection_opened, opened)
        if isinstance(protocol, _Handler):
            protocol.on_lost = partial(self._lost, opened, ready)
        return protocol

    def _lost(self, opened: ConnectionOpened, ready: float, error: BaseException | None) -> None:
        closed = ConnectionClosed(
            opened=opened, age=monotonic() - ready, error=None if error is None else type(error).__name__
        )
        tell(self._listeners.connection_closed, closed)
