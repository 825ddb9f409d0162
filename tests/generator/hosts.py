"""Servers for downloads: each sends the given bytes on every connection, valid or not."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from attrs import define, field


@define
class Host:
    """``requests`` are the raw requests received."""

    url: str
    requests: list[bytes] = field(factory=list)
    released: threading.Event = field(factory=threading.Event)


Response = bytes | Callable[[bytes, Host], bytes]


@contextmanager
def host(response: Response, *, context: ssl.SSLContext | None = None, stall: bool = False) -> Iterator[Host]:
    """``stall``: keep the connection open after the response until the context is left."""
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    found = Host(f"https://localhost:{port}/doc.json" if context else f"http://127.0.0.1:{port}/doc.json")
    stop = threading.Event()

    def serve() -> None:
        while not stop.is_set():
            with suppress(OSError):
                connection, _ = listener.accept()
                threading.Thread(
                    target=_respond, args=(connection, response, context, found, stall), daemon=True
                ).start()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield found
    finally:
        stop.set()
        found.released.set()
        with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            pass
        thread.join()
        listener.close()


def _respond(
    connection: socket.socket, response: Response, context: ssl.SSLContext | None, found: Host, stall: bool
) -> None:
    with suppress(OSError), connection:
        channel = context.wrap_socket(connection, server_side=True) if context else connection
        with channel:
            head = b""
            while b"\r\n\r\n" not in head:
                piece = channel.recv(65536)
                if not piece:
                    return
                head += piece
            found.requests.append(head)
            channel.sendall(response(head, found) if callable(response) else response)
            if stall:
                found.released.wait()


def reply(
    body: bytes,
    content_type: str = "application/json",
    *,
    status: str = "200 OK",
    length: int | None = None,
    **more: str,
) -> bytes:
    """One HTTP response that closes the connection."""
    headers = {"Content-Type": content_type, "Content-Length": str(len(body) if length is None else length)}
    headers |= {name.replace("_", "-"): value for name, value in more.items()}
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items() if value)
    return f"HTTP/1.1 {status}\r\n{lines}Connection: close\r\n\r\n".encode() + body
