"""``python -m cortex_async.emulator record`` and ``replay``."""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from cortex_async.emulator.replay.recorder import MAX_BODY, Recorder
from cortex_async.emulator.replay.replay import Replay
from cortex_async.emulator.shutdown import ShutdownSignals

COMMANDS = ("record", "replay")

PORTS = {"record": 8788, "replay": 8789}

Print = Callable[[str], object]


def main(arguments: Sequence[str], print_line: Print) -> int:
    """Run one of ``COMMANDS``; returns the exit status."""
    options = _parser(arguments[0]).parse_args(arguments[1:])
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    with ShutdownSignals() as signals:
        try:
            work = _record if arguments[0] == "record" else _replay
            asyncio.run(work(options, signals, print_line))
        except (ImportError, OSError, OverflowError, ValueError) as error:
            print(f"cannot {arguments[0]}: {error}", file=sys.stderr)  # noqa: T201  (a command-line tool)
            return 2
    return 0


def _parser(command: str) -> argparse.ArgumentParser:
    about = {
        "record": "Pass requests on to a real Cortex, and record them with their responses, without secrets.",
        "replay": "Serve a recording.",
    }
    parser = argparse.ArgumentParser(
        prog=f"python -m cortex_async.emulator {command}", description=about[command], allow_abbrev=False
    )
    add = parser.add_argument
    if command == "record":
        add("--upstream", required=True, metavar="URL", help="address of the real Cortex")
        add(
            "--output", type=Path, metavar="FILE", help="file to write (default: a new one in this directory)"
        )
        add("--overwrite", action="store_true", help="replace the file if it exists")
        add(
            "--pseudonymise",
            action="store_true",
            help="replace personal names, e-mail addresses and external user ids",
        )
        add(
            "--max-body",
            type=int,
            default=MAX_BODY,
            metavar="BYTES",
            help="record bodies up to this size (default: %(default)s)",
        )
    else:
        add("recording", type=Path, metavar="FILE", help="the recording")
        add("--speed", type=_speed, default=1.0, help="e.g. 10 for ten times as fast, or max (default: 1)")
    add("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    add(
        "--port",
        type=int,
        default=PORTS[command],
        help="port to listen on, 0 for any free port (default: %(default)s)",
    )
    return parser


def _speed(string: str) -> float | Literal["max"]:
    if string == "max":
        return "max"
    try:
        speed = float(string)
    except ValueError:
        speed = 0.0
    if not speed > 0:
        raise argparse.ArgumentTypeError(f"must be a number greater than 0, or max, got {string}")
    return speed


async def _record(options: argparse.Namespace, signals: ShutdownSignals, print_line: Print) -> None:
    output: Path = options.output or Path(f"cortex-{datetime.now(UTC):%Y%m%d-%H%M%S}.ndjson")
    recorder = Recorder(
        options.upstream,
        output,
        port=options.port,
        host=options.host,
        pseudonymise=options.pseudonymise,
        overwrite=options.overwrite,
        max_body=options.max_body,
    )
    async with recorder:
        print_line(f"recording {options.upstream} on {recorder.base_url}\n  file        {output}")
        await signals.wait()


async def _replay(options: argparse.Namespace, signals: ShutdownSignals, print_line: Print) -> None:
    replay = Replay(options.recording, port=options.port, host=options.host, speed=options.speed)
    async with replay:
        print_line(
            f"replaying {options.recording} on {replay.base_url}\n  requests    {len(replay)}\n  API key     any"
        )
        await signals.wait()
