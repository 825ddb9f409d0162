"""Serves any number of clients over HTTP."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Callable, Generator, Sequence
from typing import Any, Final

import uvicorn
from mcp.server import Server
from mcp.server.transport_security import TransportSecuritySettings

from cortex_cli.failures import Failure, usage
from cortex_cli.mcp.protocol.access import RequireToken

PATH: Final = "/mcp"
MOST_BODY: Final = 1 << 20
"""Bytes of a request's body."""

MOST_CONNECTIONS: Final = 100
MOST_SESSIONS: Final = 20
_LOOPBACK: Final = ("127.0.0.1", "::1", "localhost")


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None]:
        """Leave signals to the command, which cancels."""
        yield


async def serve_http(
    server: Server[Any],
    host: str,
    port: int,
    token: str,
    allowed_hosts: Sequence[str],
    started: Callable[[str], None],
) -> None:
    """Serve until the task is cancelled.

    token: every request must carry it. allowed_hosts: hosts in the URLs of clients on other machines.
    started: called with the URL.

    Raises ``Failure`` if the address cannot be used.
    """
    listening = listen(host, port)
    with listening:
        port = listening.getsockname()[1]
        names = ["127.0.0.1", "[::1]", "localhost", *allowed_hosts]
        app = server.streamable_http_app(
            streamable_http_path=PATH,
            max_request_body_size=MOST_BODY,
            max_sessions=MOST_SESSIONS,
            # Against DNS rebinding. Pages in browsers are no clients, so every Origin is refused.
            transport_security=TransportSecuritySettings(
                allowed_hosts=[*(f"{name}:{port}" for name in names), *allowed_hosts], allowed_origins=[]
            ),
        )
        config = uvicorn.Config(
            RequireToken(app, token),
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            ws="none",
            limit_concurrency=MOST_CONNECTIONS,
            timeout_graceful_shutdown=1,
        )
        shown = f"[{host}]" if ":" in host else host
        await _until_cancelled(_Server(config), listening, lambda: started(f"http://{shown}:{port}{PATH}"))


def check_host(host: str, allowed_hosts: Sequence[str], *, allow_remote: bool) -> None:
    """Raise ``Failure`` for an address that other machines reach, unless that is wanted."""
    if host in _LOOPBACK:
        return
    if not allow_remote:
        raise usage(f"--host {host} can be reached by other machines: give --allow-remote if that is wanted")
    if not allowed_hosts:
        raise usage(
            "--allow-host is missing: name the hosts in the URLs with which clients reach this machine"
        )


def listen(host: str, port: int) -> socket.socket:
    """Return a listening socket. Raises ``Failure`` if the address cannot be used."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        found = socket.socket(family, kind, protocol)
    except OSError as error:
        raise Failure(f"--host {host} cannot be used: {error.strerror}") from None
    try:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind(address)
        found.listen(100)
    except OSError as error:
        found.close()
        raise Failure(f"--port {port} of {host} cannot be used: {error.strerror}") from None
    found.setblocking(False)
    return found


async def _until_cancelled(server: _Server, listening: socket.socket, started: Callable[[], None]) -> None:
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    started()
    try:
        await asyncio.shield(serving)
    finally:
        server.should_exit = True
        await serving
