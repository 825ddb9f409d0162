"""Lists the SDK's functions between ``sessions.create`` and the socket.

python -m tests.architecture.call_path
"""

from __future__ import annotations

import asyncio
import sys
from types import FrameType
from typing import Any

from cortex_async import CortexClient
from cortex_async.emulator import Emulator, ThreadedEmulator


async def path() -> list[tuple[str, str]]:
    """(module, function) of every call that ``create`` makes before the request is written."""
    found: list[tuple[str, str]] = []

    def note(frame: FrameType, event: str, what: Any) -> None:
        module = str(frame.f_globals.get("__name__"))
        if event == "call" and module.startswith("cortex_async"):
            found.append((module, frame.f_code.co_qualname))
        elif event == "c_call" and getattr(what, "__qualname__", "") == "socket.send":
            sys.setprofile(None)

    with ThreadedEmulator(Emulator()) as emulator:
        async with CortexClient(base_url=emulator.base_url, api_key=emulator.api_key) as client:
            create = client.project(emulator.project_id).sessions.create
            await create(title="warm", external_room_id="room")
            sys.setprofile(note)
            try:
                await create(title="counted", external_room_id="room")
            finally:
                sys.setprofile(None)
    return found


if __name__ == "__main__":
    functions = asyncio.run(path())
    for module, function in functions:
        print(f"{module}.{function}")
    print(len(functions), "calls in", len({module for module, _ in functions}), "modules")
