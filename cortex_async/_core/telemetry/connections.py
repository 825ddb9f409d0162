"""What observers see of connections."""

from __future__ import annotations

from attrs import frozen


@frozen(eq=False, slots=False, kw_only=True)
class ConnectionOpened:
    """A new connection of the client's own, ready for its first request.

    Those of an ``aiohttp.ClientSession`` that was given to the client are not observed. Connections are
    shared by a client and its variants, so the observers of the client see them, not those of
    ``with_options``.

    scheme: ``https`` or ``http``.
    server_address: host of the server, without port; also behind a proxy.
    server_port: its port.
    duration: seconds, with name resolution and TLS.
    proxied: whether it goes through a proxy.
    """

    scheme: str
    server_address: str
    server_port: int
    duration: float
    proxied: bool = False


@frozen(eq=False, slots=False, kw_only=True)
class ConnectionClosed:
    """A connection that was closed, by either side.

    opened: what ``connection_opened`` got, the same object.
    age: seconds since it was opened.
    error: name of the class of what broke it, None if it was closed in order.
    """

    opened: ConnectionOpened
    age: float
    error: str | None = None
