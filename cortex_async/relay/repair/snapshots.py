"""Compares what the API lists with what was published, and makes the events that are missing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from attrs import field, frozen

from cortex_async.relay.items import Item
from cortex_async.relay.known import earliest
from cortex_async.relay.repair.listing import Row
from cortex_async.relay.synthetic import made
from cortex_async.relay.versions import Changes, Kind, name_of, seconds_of

MAX_ROWS: Final = 10_000
"""Resources of a kind that a repair compares. With more of them, the kind is reported as a gap."""


@frozen
class Compared:
    """What a comparison has found.

    items: the events that are missing.
    changes: versions of resources that need no event.
    filled: the types of which the latest state is not missing any more.
    """

    items: list[Item] = field(factory=list[Item])
    changes: Changes = field(factory=Changes)
    filled: set[str] = field(factory=set[str])


async def compared(
    project: str,
    kind: Kind,
    rows: list[Row],
    known: Mapping[str, str],
    since: float,
    until: float,
    one: Callable[[Kind, str], Awaitable[Row | None]],
) -> Compared:
    """Compare all resources of a kind with the known versions.

    known: the versions that were published, by the names of resources.
    one: fetches one resource, None if it does not exist.
    """
    found = Compared(filled={kind.type("created"), kind.type("updated")})
    prefix = name_of(project, f"{kind.name}:")
    listed = {prefix + row["id"]: row for row in rows}
    for name in [name for name in known if name.startswith(prefix) and name not in listed]:
        key = name.removeprefix(prefix)
        # Between two pages a list may lose a row.
        row = await one(kind, key)
        if row is not None:
            listed[name] = {**row, "id": key}
        elif kind.deleted:
            data = {"id": key, "projectId": project}
            resource = f"{kind.name}:{key}"
            changes: Changes = {name: None}
            found.items.append(
                made(project, kind.type("deleted"), resource, data, known[name], until, changes)
            )
        else:
            found.changes[name] = None
    for name, row in listed.items():
        _compare(project, kind, name, row, known.get(name), earliest(project, known, since), until, found)
    if kind.deleted:
        found.filled.add(kind.type("deleted"))
    return found


def _compare(
    project: str,
    kind: Kind,
    name: str,
    row: Row,
    before: str | None,
    start: float,
    until: float,
    found: Compared,
) -> None:
    version = kind.version(row)
    if version == before:
        return
    changes: Changes = {name: version}
    created = seconds_of(row.get(kind.created))
    if before is None and (created is None or created < start):
        # It is older than the gap, and too many others have changed since: whether it has, nobody knows.
        found.changes.update(changes)
        found.filled.discard(kind.type("updated"))
        return
    action, at = ("created", created or until) if before is None else ("updated", until)
    resource = f"{kind.name}:{row['id']}"
    found.items.append(made(project, kind.type(action), resource, row, version, at, changes))
