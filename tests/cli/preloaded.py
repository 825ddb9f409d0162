"""``cortex`` for scripts that call it often: each call is a fork of one process that has imported everything.

A call costs a tenth of the CPU time of a new interpreter. What starting one does is tested elsewhere.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).parents[2]
LAZY = ("cortex_cli.operations.calling", "cortex_cli.output.encoding", "cortex_async.models", "aiohttp")
"""Modules that calls import late."""

CLIENT = """#!{python} -IS
import os, socket, sys
with socket.socket(socket.AF_UNIX) as server:
    server.connect({address!r})
    socket.send_fds(server, ["\\0".join([os.getcwd(), *sys.argv[1:]]).encode()], [0, 1, 2])
    code = server.recv(1)
sys.exit(code[0] if code else 70)
"""


@contextmanager
def preloaded(command: Path, env: dict[str, str]) -> Iterator[None]:
    """Make an executable file ``command`` that is ``cortex`` in the environment ``env``."""
    address = str(command.with_suffix(".socket"))
    command.write_text(CLIENT.format(python=sys.executable, address=address))
    command.chmod(0o755)
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.cli.preloaded", address], cwd=ROOT, env=env, stdout=subprocess.PIPE
    )
    with server:
        try:
            assert server.stdout is not None
            assert server.stdout.readline() == b"ready\n"
            yield
        finally:
            server.terminate()


def _serve(address: str) -> None:
    from cortex_cli.entry import main

    for name in LAZY:
        import_module(name)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(address)
        listener.listen(16)
        print("ready", flush=True)
        while True:
            connection, _ = listener.accept()
            with connection:
                if os.fork() == 0:
                    _call(connection, main)
            with suppress(ChildProcessError):
                while os.waitpid(-1, os.WNOHANG)[0]:
                    pass


def _call(connection: socket.socket, main: Callable[[], NoReturn]) -> None:
    """Run one command line in this process, which is a fork, and report its exit code."""
    code = 70
    try:
        words, descriptors, _, _ = socket.recv_fds(connection, 1 << 16, 3)
        for number, descriptor in enumerate(descriptors):
            os.dup2(descriptor, number)
            os.close(descriptor)
        folder, *sys.argv[1:] = words.decode().split("\0")
        os.chdir(folder)
        sys.stdin, sys.stdout, sys.stderr = (os.fdopen(number, mode) for number, mode in enumerate("rww"))
        main()
    except SystemExit as ending:
        code = ending.code if isinstance(ending.code, int) else 70
    finally:
        sys.stderr.flush()
        connection.send(bytes([code]))
        os._exit(code)


if __name__ == "__main__":
    _serve(sys.argv[1])
