"""Asks before an operation takes something away or costs money."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from cortex_cli.operations.data import load
from cortex_cli.operations.methods import method_of
from cortex_cli.operations.results import as_json
from cortex_cli.questions import confirm

if TYPE_CHECKING:
    from cortex_cli.connection.connected import Connection
    from cortex_cli.invocation import Invocation
    from cortex_cli.operations.data import Operation


async def ask_permission(
    invocation: Invocation,
    operation: Operation,
    connection: Connection,
    positional: Sequence[str],
    keywords: Mapping[str, object],
) -> None:
    """Ask whether to go on, if the operation asks for that.

    Raises ``Failure`` for a no, and if nobody can be asked.
    """
    if invocation.yes:
        return
    if operation.confirm:
        confirm(invocation, f"{_described(operation, connection, positional)}?")
    elif operation.paid is not None and (product := await _product(operation.paid, connection, keywords)):
        confirm(
            invocation,
            f"{_described(operation, connection, positional)}? It costs money (product {product}).",
        )


def _described(operation: Operation, connection: Connection, positional: Sequence[str]) -> str:
    project = connection.target.project_id if operation.call[0] != "account" else None
    facts = [*positional, *([f"project {project}"] if project else [])]
    return f"{operation.summary} ({', '.join(facts)})" if facts else operation.summary


async def _product(rule: Mapping[str, str], connection: Connection, keywords: Mapping[str, object]) -> str:
    """Return what a call would buy, empty if it costs nothing."""
    looked_up = load(*rule["look"].split(" "))
    items: Any = as_json(await method_of(looked_up, connection, connection.caller)())
    wanted = keywords.get(rule["parameter"])
    for item in items:
        if item.get(rule["key"]) == wanted:
            return str(item.get(rule["if"]) or "")
    return ""
