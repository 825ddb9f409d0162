"""Emulators of every kind behind one face: in the process, in a thread, and in a child process with both clients."""

from __future__ import annotations

import asyncio
import inspect
import re
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import cortex_sync.testing
from cortex_async.emulator import Emulator
from cortex_async.testing import RemoteEmulator

ROOT = Path(__file__).parents[2]
KINDS = ("in process", "in a thread", "remote", "remote, blocking")
SEED = 1


@contextmanager
def child(*arguments: str) -> Iterator[dict[str, str]]:
    """``python -m cortex_async.emulator`` with these arguments; what its greeting exports."""
    command = [sys.executable, "-W", "error", "-m", "cortex_async.emulator", "--port", "0", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        greeting = ""
        while "externalRoomId" not in greeting:
            line = process.stdout.readline()
            assert line, f"it ended: {greeting}"
            greeting += line
        try:
            yield {**dict(re.findall(r"^export (\w+)=(\S+)$", greeting, re.MULTILINE)), "greeting": greeting}
        finally:
            process.terminate()
            process.stdout.read()
    assert process.returncode == 0


@asynccontextmanager
async def controlled(kind: str, url: str) -> AsyncIterator[Any]:
    """An emulator of one kind; the remote ones use the child at ``url``, after a reset."""
    match kind:
        case "in process":
            async with Emulator(random_seed=SEED) as emulator:
                yield emulator
        case "in a thread":
            with Emulator.in_thread(random_seed=SEED) as emulator:
                yield emulator
        case "remote":
            async with RemoteEmulator(url) as emulator:
                emulator.reset()
                yield emulator
        case _:
            with cortex_sync.testing.RemoteEmulator(url) as emulator:
                emulator.reset()
                yield emulator


async def done(value: Any) -> Any:
    """What a control returns, whether or not it must be awaited."""
    return await value if inspect.isawaitable(value) else value


async def elsewhere(control: Any, *arguments: Any) -> Any:
    """Use a control that waits for something that happens in this event loop."""
    if inspect.iscoroutinefunction(control):
        return await control(*arguments)
    return await asyncio.to_thread(control, *arguments)
