"""A server that accepts every request and never responds."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

WAIT = 30.0


class Hanging:
    """The server.

    requests: how many have arrived, including those on closed connections. on_request: called for each.
    """

    def __init__(self) -> None:
        self.base_url = ""
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=1024)
        self._news = threading.Condition()
        self._open: set[socket.socket] = set()
        self.requests = 0
        self.on_request: Callable[[], object] = lambda: None
        self._closing = False

    def __enter__(self) -> Self:
        host, port = self._socket.getsockname()[:2]
        self.base_url = f"http://{host}:{port}"
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._closing = True
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        with self._news:
            for connection in self._open:
                connection.shutdown(socket.SHUT_RDWR)

    def wait_for_requests(self, count: int) -> None:
        with self._news:
            assert self._news.wait_for(lambda: self.requests >= count, WAIT), (self.requests, count)

    def wait_until_quiet(self, seconds: float = 0.3) -> None:
        """Wait until no request has arrived for that long."""
        while True:
            with self._news:
                seen = self.requests
                if not self._news.wait_for(lambda seen=seen: self.requests > seen, seconds):  # type: ignore[misc]
                    return

    def wait_until_left(self) -> None:
        """Wait until no client is connected."""
        with self._news:
            assert self._news.wait_for(lambda: not self._open, WAIT), len(self._open)

    def _accept(self) -> None:
        while not self._closing:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            with self._news:
                self._open.add(connection)
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with connection:
            try:
                while data := connection.recv(65536):
                    with self._news:
                        self.requests += data.count(b" HTTP/1.1\r\n")
                        self._news.notify_all()
                    self.on_request()
            except OSError:
                time.sleep(0)
            finally:
                with self._news:
                    self._open.discard(connection)
                    self._news.notify_all()
