"""``python -m cortex_async.emulator``: the emulator as a process of its own."""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from .emulator import Emulator


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m cortex_async.emulator", description="A local, stateful ODIN Cortex server."
    )
    add = parser.add_argument
    add("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    add("--port", type=int, default=8787, help="port to listen on, 0 for a free one (default: %(default)s)")
    add("--key", help="API key that clients use (default: a new one)")
    add(
        "--state",
        type=Path,
        metavar="FILE",
        help="load the state from FILE if it exists, save it there at the end",
    )
    add(
        "--seed",
        nargs="?",
        const="demo",
        choices=("demo",),
        help="begin with sample data, unless a state is loaded",
    )
    add("--latency", type=float, default=0.0, metavar="SECONDS", help="wait before every answer")
    add("--validation-status", type=int, choices=(400, 422), default=400, help="status of failed validation")
    add("--log", action="store_true", help="print every request")
    return parser.parse_args(arguments)


async def serve(options: argparse.Namespace, state: str | None) -> str:
    """Until SIGINT or SIGTERM; from a dumped state to a dumped state."""
    emulator = Emulator(
        options.port,
        options.host,
        api_key=options.key,
        latency=options.latency,
        validation_status=options.validation_status,
    )
    if state is not None:
        emulator.load(state)
    elif options.seed:
        emulator.seed(options.seed)
    if options.log:
        emulator.requests.listen(lambda request: print(request.at, request, flush=True))  # noqa: T201
    async with emulator:
        print(greeting(emulator), flush=True)  # noqa: T201  (a command-line tool)
        await _interrupted()
    return emulator.dump()


def greeting(emulator: Emulator) -> str:
    """The address, a key, and a call to copy."""
    sessions = f"{emulator.base_url}/api/projects/{emulator.project_id}/sessions"
    return "\n".join(
        (
            f"ODIN Cortex emulator on {emulator.base_url}",
            f"  API key     {emulator.api_key}",
            f"  project     {emulator.project_id}",
            f"  status      {emulator.base_url}/",
            f"  document    {emulator.base_url}/api/docs-json",
            "",
            f"  curl -s {sessions} -H 'X-API-Key: {emulator.api_key}' -H 'Content-Type: application/json' \\",
            '       -d \'{"title": "Raid", "externalRoomId": "room-1"}\'',
            "",
        )
    )


def known(path: Path) -> str | None:
    """The state so far. Raises ``OSError`` at once where it could not be saved at the end."""
    if path.exists():
        return path.read_text()
    if not os.access(path.parent, os.W_OK):
        raise FileNotFoundError(f"{path} cannot be written: no such directory, or not allowed")
    return None


def save(path: Path, dumped: str) -> None:
    """Whole or not at all, readable by its owner only: a dump holds secrets."""
    fresh = path.with_name(path.name + ".new")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(dumped)
    fresh.replace(path)


async def _interrupted() -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(number, stop.set)
        except NotImplementedError:  # Windows: SIGINT ends the loop with KeyboardInterrupt
            break
    await stop.wait()


def main(arguments: Sequence[str] | None = None) -> int:
    options = parse(arguments)
    logging.basicConfig(level=logging.WARNING)
    try:
        file: Path | None = options.state
        loaded = known(file) if file is not None else None
        dumped = asyncio.run(serve(options, loaded))
        if file is not None:
            save(file, dumped)
    except KeyboardInterrupt:
        return 130
    except (ImportError, OSError, OverflowError, ValueError) as error:
        print(f"cannot run: {error}", file=sys.stderr)  # noqa: T201
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
