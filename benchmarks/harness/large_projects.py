"""Emulators with many sessions, each of which has as many messages, in another process."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from multiprocessing.connection import Connection

from attrs import frozen

from cortex_async.emulator import Emulator


@frozen
class Access:
    base_url: str
    api_key: str
    project_id: str


@contextmanager
def running(sessions: Sequence[int], messages: int) -> Iterator[list[Access]]:
    """Run an emulator for each number of sessions. Yields how to reach each of them."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    server = context.Process(target=_serve, args=(there, sessions, messages))
    server.start()
    try:
        yield here.recv()
    finally:
        here.send(None)
        server.join()


def _serve(pipe: Connection, sessions: Sequence[int], messages: int) -> None:
    with ExitStack() as stack:
        found: list[Access] = []
        for count in sessions:
            emulator = stack.enter_context(Emulator.in_thread())
            emulator.seed("large", sessions=count, messages=messages)
            found.append(Access(emulator.base_url, emulator.api_key, emulator.project_id))
        pipe.send(found)
        pipe.recv()
