"""Finds out in which direction each model is sent, and in which module it belongs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import define, field

from generator import ir
from generator.model.drafts import Draft
from generator.naming import module_name

EVENTS_GROUP = "events"
SHARED_GROUP = "common"
# Marks what only events use. No tag can have this name.
_EVENTS = EVENTS_GROUP + "!"


@define
class Directions:
    """The result of one walk over everything that operations and events use."""

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
            for kind in operation.response.types:
                self._visit(kind, tag, self.received)
        for member in events:
            self._visit(member, _EVENTS, self.received)
        for name in self.drafts:
            if name not in self._used_by:
                self._visit(ir.ModelRef(name), SHARED_GROUP, self.received)

    def _visit(self, start: ir.Type, tag: str, direction: set[str]) -> None:
        """Visit a type and everything in it, without recursion: chains of models may be of any length."""
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
        """Return the module of the enumeration used at the places ``keys``."""
        return _group({user for key in keys for user in self._enum_users.get(key, ())})


def _group(users: set[str]) -> str:
    """Return the one tag among ``users``, the shared module for several, or that of the events for none."""
    tags = {user for user in users if user != _EVENTS}
    if not tags:
        return EVENTS_GROUP
    return next(iter(tags)) if len(tags) == 1 else SHARED_GROUP
