"""Figures of connections."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cortex_async.telemetry import figures
from cortex_async.telemetry.measuring.labels import Servers
from cortex_async.telemetry.measuring.recorder import Recorder

if TYPE_CHECKING:
    from cortex_async._core.telemetry.connections import ConnectionClosed, ConnectionOpened


class MeasuringConnections(Recorder):
    """Measures connections, those of event streams too."""

    def __init__(self) -> None:
        super().__init__()
        self._connected_to = Servers()

    def connection_opened(self, opened: ConnectionOpened, /) -> None:
        server = self._connected_to.name(opened)
        self.measure(figures.CONNECTIONS_ACTIVE, 1, server)
        self.measure(figures.CONNECT_DURATION, opened.duration, server)

    def connection_closed(self, closed: ConnectionClosed, /) -> None:
        server = self._connected_to.name(closed.opened)
        self.measure(figures.CONNECTIONS_ACTIVE, -1, server)
        if closed.error is not None:
            self.measure(figures.CONNECTIONS_BROKEN, 1, server, closed.error)
