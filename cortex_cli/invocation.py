"""What one run of ``cortex`` was asked for besides the command's own arguments."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from cortex_cli.notes import note
from cortex_cli.output.settings import OutputSettings

if TYPE_CHECKING:
    from cortex_cli.output.printer import Printer


class Invocation:
    """One run of a command.

    Each option may come before or after the command's name; the last one counts.

    command: its path, e.g. ``sessions list``.
    project, base_url, profile: from the command line only; ``cortex_cli.connection`` adds the environment and
        the profile.
    output: how data is written.
    debug: show tracebacks and the log of the SDK.
    yes, dry_run: of commands that ask before they act.
    """

    def __init__(self, command: str = "") -> None:
        self.command = command
        self.project: str | None = None
        self.base_url: str | None = None
        self.profile: str | None = None
        self.output = OutputSettings()
        self.debug = False
        self.yes = False
        self.dry_run = False

    @cached_property
    def printer(self) -> Printer:
        """Where the command writes its data."""
        from cortex_cli.output.printer import Printer

        return Printer(self.output, self.command)

    def note(self, message: str) -> None:
        """Write one line to stderr: progress, states and hints, never data."""
        note(message)
