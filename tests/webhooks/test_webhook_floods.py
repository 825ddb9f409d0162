"""Unsigned bodies are not kept in memory: every adapter behind a real server, whose peak memory is measured."""

from __future__ import annotations

import select
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from cortex_async.webhooks import signed_headers
from tests.webhooks.deliveries import SECRET, envelope
from tests.webhooks.flooded import LIMIT

ROOT = Path(__file__).parents[2]
FLOOD = 64 * 1024 * 1024
ALLOWED = 24 * 1024 * 1024
PIECE = bytes(64 * 1024)

SERVERS = {
    **{
        name: ["-m", "tests.webhooks.flooded", name]
        for name in ("aiohttp", "starlette", "fastapi", "django async")
    },
    **{name: ["-m", "tests.webhooks.flooded", name] for name in ("django", "flask")},
    **{
        f"{name} under gunicorn": [
            "-m",
            "gunicorn",
            "--log-level",
            "critical",
            f"tests.webhooks.flooded:{name}_app()",
        ]
        for name in ("django", "flask")
    },
}

pytestmark = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")


class Receiver:
    def __init__(self, name: str, port: int, pid: int) -> None:
        self.name = name
        self.port = port
        self.path = "/async" if name == "django async" else "/cortex"
        self._pid = pid

    def peak(self) -> int:
        """Peak memory of the server or one of its workers, in bytes."""
        children = Path(f"/proc/{self._pid}/task/{self._pid}/children").read_text().split()
        found = [Path(f"/proc/{pid}/status").read_text() for pid in (self._pid, *children)]
        return max(
            int(line.split()[1]) * 1024
            for text in found
            for line in text.splitlines()
            if line.startswith("VmHWM")
        )

    def post(self, headers: dict[str, str], body: Iterator[bytes]) -> int | None:
        """The status, None if the connection was closed before it could be read."""
        fields = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        head = f"POST {self.path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n{fields}\r\n"
        with socket.create_connection(("127.0.0.1", self.port), timeout=20) as connection:
            try:
                connection.sendall(head.encode())
                for piece in body:
                    if select.select([connection], [], [], 0)[0]:
                        break
                    connection.sendall(piece)
                line = connection.makefile("rb").readline()
            except ConnectionError:
                return None
        return int(line.split()[1]) if line else None

    def deliver(self) -> int | None:
        body = envelope()
        return self.post({**signed_headers(body, SECRET), "Content-Length": str(len(body))}, iter([body]))


@contextmanager
def running(name: str) -> Iterator[Receiver]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.set_inheritable(True)
        descriptor = str(listening.fileno())
        command = [sys.executable, *SERVERS[name]]
        command += ["--bind", f"fd://{descriptor}"] if "gunicorn" in name else [descriptor]
        with subprocess.Popen(command, cwd=ROOT, pass_fds=[listening.fileno()]) as process:
            try:
                yield Receiver(name, listening.getsockname()[1], process.pid)
            finally:
                process.terminate()


@pytest.fixture(scope="module", params=SERVERS)
def receiver(request: pytest.FixtureRequest) -> Iterator[Receiver]:
    with running(request.param) as found:
        # What it needs anyway is loaded afterwards.
        assert found.deliver() == 200
        yield found


def flood() -> Iterator[bytes]:
    for _ in range(FLOOD // len(PIECE)):
        yield PIECE


def chunked_flood() -> Iterator[bytes]:
    for piece in flood():
        yield f"{len(piece):x}\r\n".encode() + piece + b"\r\n"
    yield b"0\r\n\r\n"


def test_floods_are_refused_and_never_in_memory(receiver: Receiver) -> None:
    before = receiver.peak()
    forged = signed_headers(b"another body", SECRET)
    for signature, refusals in (({}, {400}), (forged, {413})):
        length = {**signature, "Content-Length": str(FLOOD)}
        assert receiver.post(length, flood()) in {*refusals, None}
        chunked = {**signature, "Transfer-Encoding": "chunked"}
        # Django's WSGI reads no body without a length, and the signature does not match an empty one.
        wsgi = {401} if receiver.name.startswith("django") and receiver.name != "django async" else set[int]()
        assert receiver.post(chunked, chunked_flood()) in {*refusals, *wsgi, None}
        # A small Content-Length with larger chunks: some servers refuse the pair themselves.
        lying = {**chunked, "Content-Length": "5"}
        assert receiver.post(lying, chunked_flood()) not in {200, 500}
    assert receiver.peak() - before < ALLOWED
    assert receiver.deliver() == 200


# Not under ASGI with Django, which reads the body before it calls a view, into a file.
@pytest.mark.parametrize("receiver", [name for name in SERVERS if name != "django async"], indirect=True)
def test_a_refusal_comes_before_the_body(receiver: Receiver) -> None:
    """The body never arrives: waiting for it would never end."""
    assert receiver.post({"Content-Length": "1000"}, iter(())) == 400
    forged = signed_headers(b"another body", SECRET)
    assert receiver.post({**forged, "Content-Length": str(LIMIT + 1)}, iter(())) == 413
    assert receiver.post({**forged, "Content-Length": "9" * 30}, iter(())) in {400, 413}


def test_exactly_the_limit_is_read_and_one_more_is_not(receiver: Receiver) -> None:
    for size, status in ((LIMIT, 200), (LIMIT + 1, 413)):
        body = envelope(padding="")
        body = body[:-2] + b"x" * (size - len(body)) + body[-2:]
        headers = {**signed_headers(body, SECRET), "Content-Length": str(size)}
        assert receiver.post(headers, iter([body])) in ({200} if status == 200 else {413, None})
