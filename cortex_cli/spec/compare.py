"""Compares two OpenAPI documents."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from attrs import frozen

from cortex_cli.spec.change import Change, Level, ordered, pointer
from cortex_cli.spec.fields import field_changes
from cortex_cli.spec.names import Names
from cortex_cli.spec.nodes import Node, node
from cortex_cli.spec.operations import Body, Described, operations_of
from cortex_cli.spec.schemas import Schemas, references


def compare(old: Node, new: Node) -> list[Change]:
    """Return what changes for users, breaking changes first.

    Descriptions and examples are not compared.
    """
    return ordered(_Comparison(old, new).changes())


class _Comparison:
    def __init__(self, old: Node, new: Node) -> None:
        self.names = Names()
        self.old, self.new = operations_of(old), operations_of(new)
        self.schemas = Schemas(old), Schemas(new)

    def changes(self) -> Iterator[Change]:
        pairs, removed, added = _paired(self.old, self.new)
        for one in removed:
            effect = f"{self.names.operation(one.id)} is removed"
            yield Change("breaking", one.id, "operation-removed", effect, one.place)
        for one in added:
            effect = f"{one.id} is new: {one.method} {one.path}"
            yield Change("additive", one.id, "operation-added", effect, one.place)
        for before, after in pairs:
            if not self.names.has(before.id) and before.path.endswith("/events/schema"):
                yield from self._events(before, after)
            else:
                yield from _Pair(self.names, before, after).changes()
        yield from self._models()

    def _events(self, old: Described, new: Described) -> Iterator[Change]:
        nothing = frozenset[str]()
        before = old.response.shape.parts if old.response else nothing
        after = new.response.shape.parts if new.response else nothing
        for name in sorted(before - after):
            yield Change("breaking", name, "event-removed", f"event {name} is removed", old.place)
        for name in sorted(after - before):
            yield Change("additive", name, "event-added", f"event {name} is new", new.place)

    def _models(self) -> Iterator[Change]:
        old, new = self.schemas
        sent = _reached(self.old, old, request=True) | _reached(self.new, new, request=True)
        received = _reached(self.old, old, request=False) | _reached(self.new, new, request=False)
        for name in sorted({*old.named} & {*new.named} & (sent | received)):
            directions = {"sent": name in sent, "received": name in received}
            for start, named in self._users(name, is_received=name in received):
                yield from field_changes(
                    old.fields(node(old.named[name])),
                    new.fields(node(new.named[name])),
                    subject=name,
                    start=start,
                    named=named,
                    place=pointer("components", "schemas", name),
                    **directions,
                )

    def _users(self, schema: str, *, is_received: bool) -> Iterator[tuple[str, Callable[[str], str]]]:
        """Return who has the fields of a schema, and how they are called there.

        The fields of a request's body are keywords of the operations that send it.
        """
        senders = [
            one.id for one in self.old if one.request and one.request.shape.parts == frozenset({schema})
        ]
        for sender in senders if not is_received else ():
            yield self.names.operation(sender), partial(self.names.keyword, sender)
        if is_received or not senders:
            yield self.names.model(schema), self.names.attribute


@frozen
class _Pair:
    """An operation in both documents."""

    names: Names
    old: Described
    new: Described

    def changes(self) -> Iterator[Change]:
        yield from self._identity()
        for name in ("request", "response"):
            yield from self._body(name, getattr(self.old, name), getattr(self.new, name))
        yield from field_changes(
            self.old.parameters,
            self.new.parameters,
            subject=self.old.id,
            start=self._start,
            named=lambda key: self.names.keyword(self.old.id, key.partition(" ")[2]),
            place=self.new.place,
            sent=True,
            received=False,
        )

    @property
    def _start(self) -> str:
        return self.names.operation(self.old.id)

    def _change(self, level: Level, rule: str, effect: str) -> Change:
        return Change(level, self.old.id, rule, f"{self._start} {effect}", self.new.place)

    def _identity(self) -> Iterator[Change]:
        old, new = self.old, self.new
        if old.id != new.id:
            yield self._change("additive", "operation-id", f"has the operationId {new.id} now")
        if old.route != new.route:
            now, before = (f"{one.method} {one.path}" for one in (new, old))
            yield self._change("additive", "operation-moved", f"calls {now} instead of {before}")
        if old.deprecated != new.deprecated:
            state = "is deprecated" if new.deprecated else "is no longer deprecated"
            yield self._change("additive", "deprecated", state)
        lost, gained = old.schemes - new.schemes, new.schemes - old.schemes
        if lost or (gained and not old.schemes):
            effect = f"accepts {' or '.join(sorted(new.schemes)) or 'no credential'} only"
            yield self._change("breaking" if new.schemes else "additive", "credentials", effect)
        elif gained:
            yield self._change("additive", "credentials", f"accepts {' or '.join(sorted(gained))}, too")

    def _body(self, name: str, old: Body | None, new: Body | None) -> Iterator[Change]:
        is_sent = name == "request"
        if old is None or new is None:
            if old is not new:
                verb = "sends" if is_sent else "returns"
                is_fine = old is None and not (is_sent and self.new.request_required)
                effect = f"{verb} {_words(new)} instead of {_words(old)}"
                yield self._change("additive" if is_fine else "breaking", f"{name}-type", effect)
            return
        if is_sent and self.new.request_required and not self.old.request_required:
            yield self._change("breaking", "request-required", "requires a body now")
        if old.shape.parts != new.shape.parts or old.media != new.media:
            verb = "sends" if is_sent else "returns"
            effect = f"{verb} {_words(new)} instead of {_words(old)}"
            wider, narrower = old.shape.parts <= new.shape.parts, new.shape.parts <= old.shape.parts
            is_fine = old.media == new.media and (wider if is_sent else narrower)
            yield self._change("additive" if is_fine else "breaking", f"{name}-type", effect)
        yield from field_changes(
            old.fields,
            new.fields,
            subject=self.old.id,
            start=self._start if is_sent else f"the response of {self._start}",
            named=(lambda key: self.names.keyword(self.old.id, key)) if is_sent else self.names.attribute,
            place=self.new.place,
            sent=is_sent,
            received=not is_sent,
        )


def _words(body: Body | None) -> str:
    if body is None:
        return "nothing"
    return body.shape.text if body.media == "application/json" else f"{body.shape.text} as {body.media}"


def _paired(
    old: list[Described], new: list[Described]
) -> tuple[list[tuple[Described, Described]], list[Described], list[Described]]:
    """Return operations of both by id or else by route, those of the first only, and of the second only."""
    by_id = {one.id: one for one in new}
    pairs = [(one, by_id[one.id]) for one in old if one.id in by_id]
    left = [one for one in old if one.id not in by_id]
    taken = {after.id for _, after in pairs}
    by_route = {one.route: one for one in new if one.id not in taken}
    moved = [(one, by_route[one.route]) for one in left if one.route in by_route]
    taken |= {after.id for _, after in moved}
    removed = [one for one in left if one.route not in by_route]
    return [*pairs, *moved], removed, [one for one in new if one.id not in taken]


def _reached(operations: list[Described], schemas: Schemas, *, request: bool) -> set[str]:
    """Return the names of all schemas that requests, or responses, consist of."""
    found: set[str] = set()
    pending: list[str] = []
    for operation in operations:
        part: Any = operation.node.get("requestBody" if request else "responses")
        pending += references(part)
    while pending:
        name = pending.pop()
        if name not in found:
            found.add(name)
            pending += references(schemas.named.get(name))
    return found
