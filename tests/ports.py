"""Ports for servers that are told where to listen, and for those that are stopped and started again."""

from __future__ import annotations

import socket
from random import SystemRandom
from typing import Final

_BELOW_EPHEMERAL: Final = range(20_000, 32_000)
"""Ports that no system gives to outgoing connections.

A client that keeps trying a port from its own system's range, while the server is away, connects to itself one
day: it has the port then, and the server cannot come back.
"""

_dice = SystemRandom()


def free_port() -> int:
    """A port on which nothing listens."""
    while True:
        port = _dice.choice(_BELOW_EPHEMERAL)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
