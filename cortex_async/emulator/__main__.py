"""``python -m cortex_async.emulator``: the emulator as a process of its own."""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from cortex_async.emulator._ending import Ending
from cortex_async.emulator.emulator import Emulator


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


async def serve(options: argparse.Namespace, state: str | None, ending: Ending) -> str:
    """Until it is told to end; from a dumped state to a dumped state."""
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
        emulator.requests.listen(lambda request: tell(f"{request.at} {request}"))
    async with emulator:
        tell(greeting(emulator))
        await ending.wait()
    return emulator.dump()


def tell(text: str) -> None:
    """Print. A terminal or reader that has gone is no reason to serve no more."""
    try:
        print(text, flush=True)  # noqa: T201  (a command-line tool)
    except OSError:
        # What is buffered would fail again at the end: https://docs.python.org/3/library/signal.html#note-on-sigpipe
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


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
    if path.exists() and not path.is_file():
        # A pipe would be waited on, and a device replaced by a file.
        raise OSError(f"{path} cannot be written: it is not a regular file")
    if not os.access(path.resolve().parent, os.W_OK):
        raise FileNotFoundError(f"{path} cannot be written: no such directory, or not allowed")
    return path.read_text() if path.exists() else None


def save(path: Path, dumped: str) -> None:
    """Whole or not at all, readable by its owner only: a dump holds secrets. A link is followed."""
    target = path.resolve()
    # With a name of its own, which nobody can have put there before, and which is no longer than the target's may be.
    descriptor, fresh = tempfile.mkstemp(dir=target.parent, prefix=".state-")
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(dumped)
        os.replace(fresh, target)
    except BaseException:
        os.unlink(fresh)
        raise


def main(arguments: Sequence[str] | None = None) -> int:
    options = parse(arguments)
    logging.basicConfig(level=logging.WARNING)
    doing = "run"
    with Ending() as ending:
        try:
            file: Path | None = options.state
            loaded = known(file) if file is not None else None
            dumped = asyncio.run(serve(options, loaded, ending))
            if file is not None:
                doing = "save"
                save(file, dumped)
        except (ImportError, OSError, OverflowError, ValueError) as error:
            print(f"cannot {doing}: {error}", file=sys.stderr)  # noqa: T201
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
