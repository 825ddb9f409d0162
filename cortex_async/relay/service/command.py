"""``python -m cortex_async.relay`` and ``python -m cortex_async.relay.worker``."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from cortex_async._core.errors import ArgumentError, ConfigError, CortexError
from cortex_async.relay.service.logs import logging_to_stderr
from cortex_async.relay.service.options import ServiceOption, chosen

USAGE = 2
FAILED = 1


def parser_of(prog: str, description: str, options: Sequence[ServiceOption]) -> argparse.ArgumentParser:
    """A parser whose options are strings, None if they were not given."""
    parser = argparse.ArgumentParser(prog=prog, description=description)
    for option in options:
        default = f"; default {option.default}" if option.default else ""
        parser.add_argument(
            f"--{option.name}", metavar=option.metavar, help=f"{option.help} ({option.variable}{default})"
        )
    return parser


def run_service(
    prog: str,
    options: tuple[ServiceOption, ...],
    parsed: argparse.Namespace,
    serve: Callable[[Mapping[str, Any], Callable[[str], None]], Awaitable[None]],
) -> int:
    """Serve until a signal, and return the exit status: 0, 1 for an error, 2 for a setting that is wrong."""

    def note(line: str) -> None:
        print(f"{prog}: {line}", file=sys.stderr, flush=True)  # noqa: T201  (a command-line tool)

    try:
        values = chosen(options, vars(parsed), os.environ)
        with logging_to_stderr(values["log_format"], values["log_level"]):
            asyncio.run(_awaited(serve(values, note)))
    except CortexError as error:
        note(str(error))
        return USAGE if isinstance(error, (ArgumentError, ConfigError)) else FAILED
    except KeyboardInterrupt:
        return 130
    return 0


async def _awaited(work: Awaitable[None]) -> None:
    await work
