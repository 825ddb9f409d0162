"""Options of the command line for identity, sample data and the control surface."""

from __future__ import annotations

import argparse
import os
from collections.abc import Mapping

from attrs import frozen

from cortex_async.emulator.emulator import Emulator
from cortex_async.emulator.seeds.large import MESSAGES

TOKEN_VARIABLE = "CORTEX_EMULATOR_TOKEN"  # noqa: S105  (the variable's name)


@frozen
class Size:
    """How much sample data: sessions, and messages in each one."""

    sessions: int
    messages: int


def add_identity_options(parser: argparse.ArgumentParser) -> None:
    """Add the options for who the emulator is and which identifiers it makes."""
    add = parser.add_argument
    add("--key", help="API key that clients use (default: a new key)")
    add("--project", metavar="ID", help="id of the project (default: a new id)")
    add(
        "--random-seed",
        type=int,
        metavar="N",
        help="make identifiers, codes and keys reproducible (default: random)",
    )
    add(
        "--fixed-ids",
        action="store_true",
        help="let identifiers count up, for each kind of record on its own",
    )


def add_seed_options(parser: argparse.ArgumentParser) -> None:
    """Add the options for sample data."""
    add = parser.add_argument
    add(
        "--seed",
        nargs="?",
        const="demo",
        choices=("demo",),
        help="start with sample data, unless a state is loaded",
    )
    add(
        "--seed-size",
        type=size,
        metavar="SESSIONS[xMESSAGES]",
        help="start with so many sessions of so many messages each, e.g. 10000x100, unless a state is loaded "
        f"(default: {MESSAGES} messages)",
    )


def add_control_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of the control surface."""
    parser.add_argument(
        "--control",
        action=argparse.BooleanOptionalAction,
        help="serve the control surface below /_emulator/ (default: only on a local address); "
        "--control also lets the status page act",
    )
    parser.add_argument(
        "--control-token",
        metavar="TOKEN",
        help=f"token that the control surface wants (default: ${TOKEN_VARIABLE}; "
        "without it none on a local address, elsewhere a new one)",
    )


def control_token(options: argparse.Namespace, environment: Mapping[str, str] = os.environ) -> str | None:
    """The token from the command line or the environment. A token in the environment is not visible in the
    list of processes.
    """
    given: str | None = options.control_token
    return given or environment.get(TOKEN_VARIABLE) or None


def size(string: str) -> Size:
    """Parse ``10000x100`` or ``10000``. Raises ``argparse.ArgumentTypeError``."""
    sessions, cross, messages = string.lower().partition("x")
    try:
        return Size(int(sessions), int(messages) if cross else MESSAGES)
    except ValueError:
        expected = "SESSIONS or SESSIONSxMESSAGES such as 10000x100"
        raise argparse.ArgumentTypeError(f"must be {expected}, got {string!r}") from None


def fill(emulator: Emulator, options: argparse.Namespace, state: str | None) -> None:
    """Load the state, or add the sample data. Raises ``ValueError`` if the state lacks the project, or a size
    is out of range.
    """
    if state is not None:
        emulator.load(state)
        if options.project not in (None, emulator.project_id):
            raise ValueError(
                f"project {options.project} is not the first one of the state in {options.state}"
            )
        return
    if options.seed_size is not None:
        large: Size = options.seed_size
        emulator.seed("large", sessions=large.sessions, messages=large.messages)
    if options.seed:
        emulator.seed(options.seed)
