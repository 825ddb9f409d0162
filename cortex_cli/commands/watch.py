"""``cortex watch``: a table that stays current."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import click

from cortex_async import to_dict
from cortex_async.live import Added, Removed
from cortex_cli.command import DescribedArgument
from cortex_cli.command import command as cortex_command
from cortex_cli.connection.connected import connected
from cortex_cli.escaping import line
from cortex_cli.following.flow import Flow, flow_format
from cortex_cli.following.live import entered
from cortex_cli.operations.data import load
from cortex_cli.options import CONNECTION, OUTPUT

if TYPE_CHECKING:
    from cortex_async import ProjectScope
    from cortex_async.live import Change, LiveCollection
    from cortex_cli.invocation import Invocation

FIELDS: Final = ("change", "id", "fields")
KINDS: Final = ("sessions", "sanctions", "gatherings", "participants")


@cortex_command("watch", CONNECTION, OUTPUT)
@click.argument("kind", type=click.Choice(KINDS), cls=DescribedArgument, help=f"One of {', '.join(KINDS)}.")
async def command(invocation: Invocation, kind: str) -> None:
    """Show all objects of a kind, the newest first, and their changes.

    If stdout is not a terminal, each change is a JSON object in one line, with change (added, modified or
    removed), id, fields (those that differ) and object. Objects that exist at the beginning are "added".
    After a lost connection it reconnects, fetches what it missed, and reports both on stderr.

    \b
    cortex watch sessions
    cortex watch sanctions | jq -r 'select(.change == "added") | .object.externalUserId'
    """
    fmt = flow_format(invocation)
    async with connected(invocation) as connection:
        live = _view(connection.project, kind)
        if fmt == "table" and invocation.printer.on_terminal:
            # Imported late: only for people.
            from cortex_cli.following.screen import show

            await show(invocation, live, kind, load(kind, "list").result.columns)
            return
        flow = Flow(invocation, FIELDS)
        async with entered(live, invocation.note):
            for key, value in live.value.items():
                _write(flow, Added(key, value))
            async for change in live:
                _write(flow, change)


def _view(project: ProjectScope, kind: str) -> LiveCollection[Any]:
    match kind:
        case "sessions":
            return project.sessions.watch()
        case "sanctions":
            return project.sanctions.watch()
        case "gatherings":
            return project.gatherings.watch()
        case _:
            return project.participants.watch()


def _write(flow: Flow, change: Change[Any]) -> None:
    old: Mapping[str, object] = {} if isinstance(change, Added) else to_dict(change.old, names="api")
    new: Mapping[str, object] = {} if isinstance(change, Removed) else to_dict(change.new, names="api")
    changed = [name for name in {**old, **new} if old.get(name) != new.get(name)]
    record: dict[str, Any] = {
        "change": type(change).__name__.lower(),
        "id": change.id,
        "fields": changed if old and new else [],
        "object": new or old,
    }
    flow.write(
        record, lambda: [line(f"{record['change']:<8}  {change.id}  {', '.join(record['fields'])}".rstrip())]
    )
