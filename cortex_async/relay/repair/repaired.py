"""What a repair has found, part by part."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from math import inf
from typing import Final

from attrs import field, frozen

from cortex_async.relay.items import Item
from cortex_async.relay.versions import KINDS, Changes

_ORDER: Final = {kind.name: place for place, kind in enumerate(KINDS)}


@frozen
class Repaired:
    """A part of what a repair has found.

    items: what is to be published, in order.
    changes: versions of resources that need no event.
    complete: which keys it has everything of that was missed, as functions; see ``has_all``.
    """

    items: list[Item] = field(factory=list[Item])
    changes: Changes = field(factory=Changes)
    complete: tuple[Callable[[str], bool], ...] = ()

    def has_all(self, key: str) -> bool:
        """Whether the part has everything that was missed of what stays in order under this key."""
        return any(has(key) for has in self.complete)

    @classmethod
    def of(cls, parts: Iterable[Repaired], until: float) -> Repaired:
        """Return several parts as one. until: the end of the time that is repaired."""
        items: list[Item] = []
        changes = Changes()
        complete: list[Callable[[str], bool]] = []
        for part in parts:
            items += part.items
            changes.update(part.changes)
            complete += part.complete
        return cls(in_order(items, until), changes, tuple(complete))


def in_order(items: list[Item], until: float) -> list[Item]:
    """By time; what has none, the state at the end, comes last.

    A session that was made from a snapshot comes before its messages; events of the log stay in its order.
    """

    def place(item: Item) -> tuple[float, int]:
        if not item.synthetic:
            return item.time, len(_ORDER)
        kind = item.record.type.partition(".")[0]
        return inf if item.at == until else item.time, _ORDER.get(kind, len(_ORDER))

    return sorted(items, key=place)
