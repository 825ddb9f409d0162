"""Changes of operations: added and removed ones, their arguments and responses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import frozen

from generator import ir
from generator.changes.calls import Given, keywords, media, parameter_view, response_view
from generator.changes.change import Change, Level
from generator.changes.types import relation
from generator.emit.annotations import NONE
from generator.escaping import span, word
from generator.refusal import pointer_below


def operation_changes(old: ir.Api, new: ir.Api) -> Iterator[Change]:
    before = {op.public_name: op for op in old.operations}
    after = {op.public_name: op for op in new.operations}
    kept = {f"{op.scope}.{op.resource}.{op.method}": op.until for op in new.removed}
    for name in sorted(before.keys() - after.keys()):
        operation = before[name]
        alias = f": until {kept[name]} a call warns and raises" if name in kept else ""
        effect = f"{span(name)} is removed (operation {span(operation.id)}){alias}"
        yield Change(name, "operation-removed", effect, operation.pointer, "breaking")
    for name in sorted(after.keys() - before.keys()):
        effect = f"{span(name)} is new (operation {span(after[name].id)})"
        yield Change(name, "operation-added", effect, after[name].pointer, "additive")
    for name in sorted(before.keys() & after.keys()):
        yield from _Both(old, new, before[name], after[name]).changes()


@frozen
class _Both:
    """An operation in both versions."""

    old_api: ir.Api
    new_api: ir.Api
    old: ir.Operation
    new: ir.Operation

    def _change(self, rule: str, effect: str, level: Level, place: str = "") -> Change:
        return Change(self.new.public_name, rule, effect, place or self.new.pointer, level)

    def changes(self) -> Iterator[Change]:
        yield from self._identity()
        yield from self._positional()
        yield from self._keywords()
        yield from self._response()
        yield from self._conditions()
        descriptions = ((op.summary, op.doc, op.statuses, op.response.doc) for op in (self.old, self.new))
        if len(set(descriptions)) > 1:
            effect = f"{span(self.new.public_name)} has a new description"
            yield self._change("description", effect, "documentation")

    def _identity(self) -> Iterator[Change]:
        name, old, new = span(self.new.public_name), self.old, self.new
        if old.id != new.id:
            effect = f"{name} keeps its name: its operationId is now {word(new.id)} instead of {word(old.id)}"
            yield self._change("operation-id", effect, "documentation")
        if (old.http_method, old.path) != (new.http_method, new.path):
            now, before = (f"{one.http_method} {word(one.path)}" for one in (new, old))
            effect = f"{name} calls {now} instead of {before}"
            yield self._change("operation-moved", effect, "additive")
        if old.deprecated != new.deprecated:
            state = "is deprecated: a call warns" if new.deprecated else "is no longer deprecated"
            yield self._change("deprecated", f"{name} {state}", "additive")

    def _positional(self) -> Iterator[Change]:
        old, new = ([p for p in ir.call_parameters(op) if p.place == "path"] for op in (self.old, self.new))
        name = span(self.new.public_name)
        if [p.name for p in old] != [p.name for p in new]:
            now, before = (", ".join(p.name for p in one) for one in (new, old))
            effect = f"{name} takes ({now}) by position instead of ({before})"
            yield self._change("path-parameters", effect, "breaking")
            return
        for earlier, later in zip(old, new, strict=True):
            yield from self._type(
                f"{name} takes {span(later.name)}", parameter_view(earlier), parameter_view(later)
            )

    def _keywords(self) -> Iterator[Change]:
        before, after = keywords(self.old_api, self.old), keywords(self.new_api, self.new)
        name = span(self.new.public_name)
        for keyword in sorted(before.keys() - after.keys()):
            effect = f"{name} loses keyword {span(keyword)}"
            yield self._change("keyword-removed", effect, "breaking", before[keyword].pointer)
        for keyword in sorted(after.keys() - before.keys()):
            given = after[keyword]
            effect = f"{name} {'requires the new' if given.required else 'gains'} keyword {span(keyword)}"
            level: Level = "breaking" if given.required else "additive"
            yield self._change("keyword-added", effect, level, given.pointer)
        for keyword in sorted(before.keys() & after.keys()):
            yield from self._keyword(keyword, before[keyword], after[keyword])
        if media(self.old) != media(self.new) and self.new.body is not None and self.old.body is not None:
            effect = f"{name} sends {word(media(self.new))} instead of {word(media(self.old))}"
            yield self._change("body-media", effect, "additive")

    def _keyword(self, keyword: str, old: Given, new: Given) -> Iterator[Change]:
        name = span(self.new.public_name)
        if new.required and not old.required:
            effect = f"{name} now requires keyword {span(keyword)}"
            yield self._change("keyword-required", effect, "breaking", new.pointer)
        if old.required and not new.required:
            effect = f"{name} no longer requires keyword {span(keyword)}"
            yield self._change("keyword-optional", effect, "additive", new.pointer)
        yield from self._type(f"{name} takes keyword {span(keyword)}", old, new)
        if old.doc != new.doc:
            effect = f"{name} has a new description of keyword {span(keyword)}"
            yield self._change("description", effect, "documentation", new.pointer)

    def _type(self, start: str, old: Given, new: Given) -> Iterator[Change]:
        found = relation(old.view, new.view)
        if found != "same":
            effect = f"{start} as {span(new.view.text)} instead of {span(old.view.text)}"
            level: Level = "additive" if found == "wider" else "breaking"
            yield self._change("keyword-type", effect, level, new.pointer)
        elif old.view.text != new.view.text:
            effect = f"{start}, written {span(new.view.text)} instead of {span(old.view.text)}"
            yield self._change("known-values", effect, "additive", new.pointer)

    def _response(self) -> Iterator[Change]:
        old, new = response_view(self.old), response_view(self.new)
        if old == new:
            return
        name = span(self.new.public_name)
        effect = f"{name} returns {span(new.text)} instead of {span(old.text)}"
        place = pointer_below(self.new.pointer, "responses")
        if old.parts == new.parts:
            yield self._change("known-values", effect, "additive", place)
            return
        # Nobody can have used a call that returned nothing.
        fine = old.parts == {NONE} or relation(old, new) == "narrower"
        yield self._change("response-type", effect, "additive" if fine else "breaking", place)

    def _conditions(self) -> Iterator[Change]:
        name, old, new = span(self.new.public_name), set(self.old.schemes), set(self.new.schemes)
        place = pointer_below(self.new.pointer, "security")
        lost = sorted(old - new) if new else []
        if lost:
            effect = f"{name} no longer accepts {_listed(lost)}"
            yield self._change("security", effect, "breaking", place)
        gained = sorted(new - old) if old else []
        if gained:
            yield self._change("security", f"{name} now accepts {_listed(gained)}", "additive", place)
        if old and not new:
            yield self._change("security", f"{name} no longer requires a credential", "additive", place)
        if new and not old:
            yield self._change("security", f"{name} now requires a credential", "breaking", place)
        if self.old.repeatable != self.new.repeatable:
            state = "is now" if self.new.repeatable else "is no longer"
            yield self._change("repeatable", f"{name} {state} repeated after an unknown outcome", "additive")


def _listed(names: Iterable[str]) -> str:
    return ", ".join(word(name) for name in names)
