"""What only the whole API can tell of a model: which way it travels and which module it lives in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import define, field

from generator import ir
from generator.model.drafts import Draft
from generator.naming import module_name

EVENTS_GROUP = "events"
SHARED_GROUP = "common"
# No tag can be called so: it marks what events alone use.
_EVENTS = EVENTS_GROUP + "!"


@define
class Directions:
    """One walk over everything that operations and events reach."""

    drafts: Mapping[str, Draft]
    sent: set[str] = field(factory=set)
    received: set[str] = field(factory=set)
    _used_by: dict[str, set[str]] = field(factory=dict)
    _enum_users: dict[str, set[str]] = field(factory=dict)

    def walk(self, operations: Iterable[ir.Operation], events: Iterable[ir.ModelRef]) -> None:
        for operation in operations:
            tag = module_name(operation.tag)
            for parameter in operation.parameters:
                self._visit(parameter.type, tag, set())
            if operation.body is not None:
                self._visit(operation.body.type, tag, self.sent)
            for kind in operation.answer.types:
                self._visit(kind, tag, self.received)
        for member in events:
            self._visit(member, _EVENTS, self.received)
        for name in self.drafts:
            if name not in self._used_by:
                self._visit(ir.ModelRef(name), SHARED_GROUP, self.received)

    def _visit(self, start: ir.Type, tag: str, direction: set[str]) -> None:
        """Not by recursion: models may refer to one another in chains of any length."""
        waiting = [start]
        while waiting:
            kind = waiting.pop()
            waiting += ir.inner_types(kind)
            if isinstance(kind, ir.EnumRef):
                self._enum_users.setdefault(kind.name, set()).add(tag)
            if not isinstance(kind, ir.ModelRef):
                continue
            users = self._used_by.setdefault(kind.name, set())
            if tag in users and kind.name in direction:
                continue
            users.add(tag)
            direction.add(kind.name)
            draft = self.drafts[kind.name]
            waiting += [*(f.type for f in draft.fields), *([draft.extra] if draft.extra else ())]

    def group(self, model: str) -> str:
        return _group(self._used_by[model])

    def enum_group(self, keys: Iterable[str]) -> str:
        """Of the enumeration that stands at the places ``keys``."""
        return _group({user for key in keys for user in self._enum_users.get(key, ())})


def _group(users: set[str]) -> str:
    """The one tag that uses something; several make it shared; what only events use lives with the events."""
    tags = {user for user in users if user != _EVENTS}
    if not tags:
        return EVENTS_GROUP
    return next(iter(tags)) if len(tags) == 1 else SHARED_GROUP
