"""The click command of an operation."""

from __future__ import annotations

from typing import Any

import click

from cortex_cli.command import CortexCommand, begun
from cortex_cli.operations.data import Operation, load
from cortex_cli.operations.options import click_parameters
from cortex_cli.options import CONFIRMATION, CONNECTION, DRY_RUN, OUTPUT


def operation_command(name: str, group: str, command: str) -> click.Command:
    """Return the click command of an operation.

    name: what it is called in the tree. group, command: where its data is in ``_generated``.
    """
    operation = load(group, command)
    asks = operation.confirm or operation.paid is not None

    def call(**given: Any) -> None:
        # Imported late: --help calls nothing.
        from cortex_cli.operations.calling import call_operation
        from cortex_cli.runner import run

        invocation = begun(click.get_current_context())
        run(lambda: call_operation(invocation, operation, given), debug=invocation.debug)

    return CortexCommand(
        name,
        callback=call,
        params=click_parameters(operation),
        help=_help(operation),
        short_help=operation.summary,
        groups=(CONNECTION, OUTPUT, CONFIRMATION if asks else DRY_RUN),
    )


def _help(operation: Operation) -> str:
    parts = [operation.summary, *([operation.help] if operation.help else [])]
    # click wraps paragraphs; \b keeps the lines of what follows it.
    return "\n\n".join([*parts, f"\b\nOperation {operation.id}: {operation.request}"])
