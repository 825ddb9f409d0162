"""A server in threads of its own, on blocking sockets: it keeps running while the event loop of a test is
blocked."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Self, TypeAlias

Talk: TypeAlias = "Callable[[Connection], object]"


class Connection:
    """An accepted connection on the server's side. ``number`` counts from 1."""

    def __init__(self, endpoint: socket.socket, number: int, stopped: threading.Event) -> None:
        self.number = number
        self._endpoint = endpoint
        self._stopped = stopped
        self._rest = b""

    def request(self) -> bytes:
        """Return the next request with its body, empty if the client has closed the connection."""
        while b"\r\n\r\n" not in self._rest:
            if not self._receive():
                return b""
        head, _, self._rest = self._rest.partition(b"\r\n\r\n")
        length = next(
            (int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")), 0
        )
        while len(self._rest) < length:
            if not self._receive():
                return b""
        body, self._rest = self._rest[:length], self._rest[length:]
        return head + b"\r\n\r\n" + body

    def send(self, data: bytes) -> None:
        self._endpoint.sendall(data)

    def pause(self, seconds: float) -> None:
        """Wait, but not longer than the test runs."""
        self._stopped.wait(seconds)

    def close(self) -> None:
        """Close the connection, over TLS with a close_notify."""
        with suppress(OSError, ValueError):
            if isinstance(self._endpoint, ssl.SSLSocket):
                # The call waits for the other side's close_notify.
                self._endpoint.settimeout(0)
                self._endpoint.unwrap()
        with suppress(OSError):
            self._endpoint.shutdown(socket.SHUT_RDWR)
        self._endpoint.close()

    def _receive(self) -> bytes:
        try:
            data = self._endpoint.recv(65536)
        except OSError:
            return b""
        self._rest += data
        return data


class ThreadedServer:
    """A server that calls ``talk`` in a thread per connection, and then closes the connection.

    closed: released each time that it has closed one.
    """

    def __init__(self, talk: Talk, context: ssl.SSLContext | None = None) -> None:
        self._talk = talk
        self._context = context
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._stopped = threading.Event()
        self._threads: list[threading.Thread] = []
        self._open: list[Connection] = []
        self.connections: int = 0
        self.closed = threading.Semaphore(0)
        self.port: int = self._listener.getsockname()[1]
        self.url: str = f"{'https' if context else 'http'}://localhost:{self.port}"

    def __enter__(self) -> Self:
        self._start(self._accept)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._stopped.set()
        # Closing alone does not wake a thread in ``accept``.
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for connection in self._open:
            connection.close()
        for thread in self._threads:
            thread.join(30)

    def _start(self, work: Callable[..., object], *arguments: object) -> None:
        thread = threading.Thread(target=work, args=arguments, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            try:
                endpoint, _ = self._listener.accept()
            except OSError:
                return
            # Without Nagle's algorithm, pieces arrive as they are sent.
            endpoint.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.connections += 1
            self._start(self._serve, endpoint, self.connections)

    def _serve(self, endpoint: socket.socket, number: int) -> None:
        try:
            if self._context is not None:
                endpoint = self._context.wrap_socket(endpoint, server_side=True)
        except OSError:
            endpoint.close()
            return
        connection = Connection(endpoint, number, self._stopped)
        self._open.append(connection)
        with suppress(OSError):
            self._talk(connection)
        connection.close()
        self.closed.release()
