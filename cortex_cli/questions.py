"""Questions to the person at the terminal. They go to stderr: stdout holds only data."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from cortex_cli import exit_codes
from cortex_cli.escaping import line
from cortex_cli.failures import Failure, usage

if TYPE_CHECKING:
    from cortex_cli.invocation import Invocation


def someone_is_there() -> bool:
    """Return whether a person can be asked: stdin and stderr are terminals."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def confirm(invocation: Invocation, question: str) -> None:
    """Ask ``question``, e.g. ``Delete the participant p1?``, unless ``--yes`` answers it.

    Raises ``Failure`` for a no, and where nobody can be asked.
    """
    if invocation.yes:
        return
    if not someone_is_there():
        raise usage(f"{invocation.command} needs --yes where it cannot ask: {question}")
    import click

    try:
        agreed = click.confirm(line(question), default=False, err=True)
    except click.Abort:
        raise KeyboardInterrupt from None
    if not agreed:
        raise Failure("nothing was done", exit_codes.OTHER)


def ask_secret(name: str) -> str:
    """Ask for a secret without showing it.

    Raises ``Failure`` where nobody can be asked.
    """
    if not someone_is_there():
        raise usage(f"{name} is needed: give it as @FILE, or as - to read it from stdin")
    import click

    try:
        return str(click.prompt(name, hide_input=True, err=True))
    except click.Abort:
        raise KeyboardInterrupt from None
