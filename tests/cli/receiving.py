"""A local server that a command forwards to: it checks every signature, and responds as it is asked to."""

from __future__ import annotations

import http.server
import queue
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from attrs import define, field

from cortex_async import to_dict
from cortex_async.webhooks import unwrap
from tests.cli.processes import LIMIT

SECRET = "canary-of-the-signing-secret"


@define
class Receiver:
    """What arrived: path, headers, and the event, if its signature is right."""

    url: str
    secret: str = SECRET
    responses: deque[tuple[int, bytes]] = field(factory=deque)
    arrived: queue.SimpleQueue[tuple[str, dict[str, str], Any]] = field(factory=queue.SimpleQueue)

    def next(self) -> tuple[str, dict[str, str], Any]:
        return self.arrived.get(timeout=LIMIT)

    def event(self) -> Any:
        return self.next()[2]


@contextmanager
def receiver() -> Iterator[Receiver]:
    """Run a server on a free port."""

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = dict(self.headers.items())
            event = to_dict(unwrap(body, headers, found.secret), names="api")
            status, content = found.responses.popleft() if found.responses else (204, b"")
            self.send_response(status)
            if status == 302:
                self.send_header("Location", "http://192.0.2.1/")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)
            found.arrived.put((self.path, headers, event))

        def handle(self) -> None:
            with suppress(ConnectionError):  # the command was ended
                super().handle()

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    found = Receiver(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
