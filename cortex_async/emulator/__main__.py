"""``python -m cortex_async.emulator``: run the emulator as its own process."""

from __future__ import annotations

import argparse
import asyncio
import errno
import json
import logging
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from cortex_async.emulator.command_options import (
    add_control_options,
    add_identity_options,
    add_seed_options,
    control_token,
    fill,
)
from cortex_async.emulator.emulator import Emulator
from cortex_async.emulator.greeting import greeting
from cortex_async.emulator.replay import command
from cortex_async.emulator.replay.command import COMMANDS
from cortex_async.emulator.shutdown import ShutdownSignals


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m cortex_async.emulator",
        description="A local, stateful ODIN Cortex server.",
        epilog="Other commands: record and replay, each with its own --help.",
    )
    add = parser.add_argument
    add("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    add(
        "--port", type=int, default=8787, help="port to listen on, 0 for any free port (default: %(default)s)"
    )
    add_identity_options(parser)
    add(
        "--state",
        type=Path,
        metavar="FILE",
        help="load the state from FILE if it exists, and save it there on exit",
    )
    add_seed_options(parser)
    add("--latency", type=float, default=0.0, metavar="SECONDS", help="wait before every response")
    add("--validation-status", type=int, choices=(400, 422), default=400, help="status of failed validation")
    add_control_options(parser)
    add("--log", action="store_true", help="print every request")
    return parser.parse_args(arguments)


async def serve(options: argparse.Namespace, state: str | None, signals: ShutdownSignals) -> str:
    """Serve until a shutdown signal arrives; returns the dumped state."""
    emulator = Emulator(
        options.port,
        options.host,
        api_key=options.key,
        project_id=options.project,
        random_seed=options.random_seed,
        fixed_ids=options.fixed_ids,
        control=options.control,
        control_token=control_token(options),
        latency=options.latency,
        validation_status=options.validation_status,
    )
    fill(emulator, options, state)
    if options.log:
        emulator.requests.listen(lambda request: print_line(f"{request.at} {request}"))
    async with emulator:
        print_line(greeting(emulator))
        await signals.wait()
    return emulator.dump()


def print_line(line: str) -> None:
    """Print, and keep serving if nobody reads the output any more."""
    try:
        print(line, flush=True)  # noqa: T201  (a command-line tool)
    except OSError:
        # The buffered output would fail again at exit: https://docs.python.org/3/library/signal.html#note-on-sigpipe
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def load_state(path: Path) -> str | None:
    """The saved state, None if there is none yet. Raises ``OSError`` early if the file could not be written
    on exit.
    """
    if path.exists() and not path.is_file():
        # Reading a pipe would block, and saving would replace a device with a file.
        raise OSError(f"{path} cannot be written: it is not a regular file")
    if not os.access(path.resolve().parent, os.W_OK):
        raise FileNotFoundError(f"{path} cannot be written: no such directory, or not allowed")
    return path.read_text() if path.exists() else None


def save(path: Path, dumped: str) -> None:
    """Replace the file atomically, readable by its owner only (a dump contains secrets). Follows symbolic
    links.
    """
    target = path.resolve()
    # A random name that nobody can have created before, and short enough for any file system.
    descriptor, temporary = tempfile.mkstemp(dir=target.parent, prefix=".state-")
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(dumped)
        os.replace(temporary, target)
    except BaseException:
        os.unlink(temporary)
        raise


def main(arguments: Sequence[str] | None = None) -> int:
    arguments = sys.argv[1:] if arguments is None else arguments
    if arguments and arguments[0] in COMMANDS:
        return command.main(arguments, print_line)
    options = parse(arguments)
    logging.basicConfig(level=logging.WARNING)
    action = "run"
    with ShutdownSignals() as signals:
        try:
            file: Path | None = options.state
            loaded = load_state(file) if file is not None else None
            dumped = asyncio.run(serve(options, loaded, signals))
            if file is not None:
                action = "save"
                save(file, dumped)
        except (ImportError, OSError, OverflowError, ValueError) as error:
            print(f"cannot {action}: {_reason(error, options, action)}", file=sys.stderr)  # noqa: T201
            return 2
    return 0


def _reason(error: Exception, options: argparse.Namespace, action: str) -> object:
    """The error with the name of the file or port, and what to do about it where that is known."""
    if isinstance(error, (json.JSONDecodeError, UnicodeDecodeError)):
        return f"{options.state} must be a state that an emulator has saved: it is not JSON ({error})"
    if action == "save" and isinstance(error, OSError):
        return f"{options.state} cannot be written: {error.strerror}"
    if not isinstance(error, OSError) or error.errno != errno.EADDRINUSE:
        return error
    place = f"port {options.port} of {options.host}"
    return f"{place} is in use: stop what listens there, or choose another --port"


if __name__ == "__main__":
    sys.exit(main())
