"""What a repair has found, part by part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain
from math import inf
from typing import Final

from attrs import field, frozen

from cortex_async.relay.items import Item
from cortex_async.relay.versions import KINDS, Changes

_ORDER: Final = {kind.name: place for place, kind in enumerate(KINDS)}


@frozen
class Repaired:
    """A part of what a repair has found.

    items: what is to be published, in any order; see ``in_order``.
    changes: versions of resources that need no event.
    keys: those of which it has everything that was missed.
    projects: those of which it has everything that was missed, each with the keys that are not meant.
    """

    items: list[Item] = field(factory=list[Item])
    changes: Changes = field(factory=Changes)
    keys: frozenset[str] = frozenset()
    projects: Mapping[str, frozenset[str]] = field(factory=dict[str, frozenset[str]])

    def has_all(self, key: str) -> bool:
        """Whether the part has everything that was missed of what stays in order under this key."""
        others = self.projects.get(key.partition("/")[0])
        return key in self.keys or (others is not None and key not in others)

    @classmethod
    def of(cls, parts: Sequence[Repaired]) -> Repaired:
        """Return several parts as one."""
        items = list(chain.from_iterable(part.items for part in parts))
        changes = Changes()
        projects: dict[str, frozenset[str]] = {}
        for part in parts:
            changes.update(part.changes)
            projects.update(part.projects)
        keys = frozenset[str]().union(*(part.keys for part in parts))
        return cls(items, changes, keys, projects)


def in_order(items: Sequence[Item], until: float) -> list[Item]:
    """By time; what has none, the state at the end, comes last.

    A session that was made from a snapshot comes before its messages; events of the log stay in its order.

    until: the end of the time that is repaired.
    """

    def place(item: Item) -> tuple[float, int]:
        if not item.synthetic:
            return item.time, len(_ORDER)
        kind = item.record.type.partition(".")[0]
        return inf if item.at == until else item.time, _ORDER.get(kind, len(_ORDER))

    return sorted(items, key=place)
