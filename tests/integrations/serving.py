"""Applications on real sockets: in a thread of this process, or in worker processes."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import uvicorn

ROOT = Path(__file__).parents[2]
WAIT = 30


@contextmanager
def serve(app: Any, *, lifespan: Any = "on") -> Generator[str, None, None]:
    """The address of an ASGI application, whose lifespan has started. Its shutdown is waited for."""
    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(app, log_level="critical", lifespan=lifespan, ws="wsproto")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        yield f"127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(WAIT)
        listening.close()
        assert not thread.is_alive()


@contextmanager
def processes(command: list[str], environment: dict[str, str]) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The address of a server in processes of its own, which ends it with SIGTERM.

    command: of Python; ``{fd}`` in it becomes the descriptor of the socket.
    """
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.set_inheritable(True)
        descriptor = str(listening.fileno())
        server = subprocess.Popen(
            [sys.executable, *(part.replace("{fd}", descriptor) for part in command)],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
            pass_fds=[listening.fileno()],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        try:
            yield f"127.0.0.1:{listening.getsockname()[1]}", server
            server.terminate()
            server.wait(WAIT)
        except BaseException:
            # The workers, too: some servers that are killed leave them behind.
            with suppress(ProcessLookupError):
                os.killpg(server.pid, signal.SIGKILL)
            server.communicate()
            raise
