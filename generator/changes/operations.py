"""Changes of operations: what they take, what they answer, whether they are there at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from attrs import frozen

from generator import ir
from generator.changes.change import Change, Level
from generator.changes.types import View, relation, view, view_of
from generator.emit.annotations import NONE
from generator.emit.code import Code, code
from generator.emit.signatures import returned
from generator.refusal import pointer_below
from generator.shown import span, word

_NAMED = {"none": NONE, "bytes": code("bytes"), "text": code("str")}


def operation_changes(old: ir.Api, new: ir.Api) -> Iterator[Change]:
    before = {op.public_name: op for op in old.operations}
    after = {op.public_name: op for op in new.operations}
    kept = {f"{op.scope}.{op.resource}.{op.method}": op.until for op in new.removed}
    for name in sorted(before.keys() - after.keys()):
        operation = before[name]
        alias = f": kept until {kept[name]} as deprecated alias that raises" if name in kept else ""
        effect = f"operation {span(operation.id)} disappears{alias} ({span(name)})"
        yield Change(name, "operation-removed", effect, operation.pointer, "breaking")
    for name in sorted(after.keys() - before.keys()):
        effect = f"{span(name)} is new ({span(after[name].id)})"
        yield Change(name, "operation-added", effect, after[name].pointer, "additive")
    for name in sorted(before.keys() & after.keys()):
        yield from _Both(old, new, before[name], after[name]).changes()


@frozen
class _Given:
    """One value that a caller gives by keyword."""

    required: bool
    view: View
    doc: str
    pointer: str


@frozen
class _Both:
    """One operation in both versions."""

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
        yield from self._answer()
        yield from self._conditions()
        texts = ((op.summary, op.doc, op.statuses, op.answer.doc) for op in (self.old, self.new))
        if len(set(texts)) > 1:
            effect = f"the text of {span(self.new.public_name)} changes"
            yield self._change("description", effect, "documentation")

    def _identity(self) -> Iterator[Change]:
        name, old, new = span(self.new.public_name), self.old, self.new
        if old.id != new.id:
            effect = f"operationId {word(old.id)} is now {word(new.id)}: {name} keeps its name"
            yield self._change("operation-id", effect, "documentation")
        if (old.http_method, old.path) != (new.http_method, new.path):
            effect = f"{name} calls {new.http_method} {word(new.path)} instead of {old.http_method} {word(old.path)}"
            yield self._change("operation-moved", effect, "additive")
        if old.deprecated != new.deprecated:
            state = "is deprecated: a call warns" if new.deprecated else "is no longer deprecated"
            yield self._change("deprecated", f"{name} {state}", "additive")

    def _positional(self) -> Iterator[Change]:
        old, new = ([p for p in ir.call_parameters(op) if p.place == "path"] for op in (self.old, self.new))
        name = span(self.new.public_name)
        if [p.name for p in old] != [p.name for p in new]:
            effect = f"{name} takes ({', '.join(p.name for p in new)}) by position instead of ({', '.join(p.name for p in old)})"
            yield self._change("path-parameters", effect, "breaking")
            return
        for before, after in zip(old, new, strict=True):
            yield from self._type(f"{name} takes {span(after.name)}", _parameter(before), _parameter(after))

    def _keywords(self) -> Iterator[Change]:
        before, after = _given(self.old_api, self.old), _given(self.new_api, self.new)
        name = span(self.new.public_name)
        for keyword in sorted(before.keys() - after.keys()):
            effect = f"{name} loses keyword {span(keyword)}"
            yield self._change("keyword-removed", effect, "breaking", before[keyword].pointer)
        for keyword in sorted(after.keys() - before.keys()):
            given = after[keyword]
            effect = f"{name} {'needs the new' if given.required else 'gains'} keyword {span(keyword)}"
            level: Level = "breaking" if given.required else "additive"
            yield self._change("keyword-added", effect, level, given.pointer)
        for keyword in sorted(before.keys() & after.keys()):
            yield from self._keyword(keyword, before[keyword], after[keyword])
        if _media(self.old) != _media(self.new) and self.new.body is not None and self.old.body is not None:
            effect = f"{name} sends {word(_media(self.new))} instead of {word(_media(self.old))}"
            yield self._change("body-media", effect, "additive")

    def _keyword(self, keyword: str, old: _Given, new: _Given) -> Iterator[Change]:
        name = span(self.new.public_name)
        if new.required and not old.required:
            effect = f"{name} needs keyword {span(keyword)}, which could be left out"
            yield self._change("keyword-required", effect, "breaking", new.pointer)
        if old.required and not new.required:
            effect = f"{name} no longer needs keyword {span(keyword)}"
            yield self._change("keyword-optional", effect, "additive", new.pointer)
        yield from self._type(f"{name} takes keyword {span(keyword)}", old, new)
        if old.doc != new.doc:
            effect = f"the text of keyword {span(keyword)} of {name} changes"
            yield self._change("description", effect, "documentation", new.pointer)

    def _type(self, start: str, old: _Given, new: _Given) -> Iterator[Change]:
        found = relation(old.view, new.view)
        if found != "same":
            effect = f"{start} as {span(new.view.text)} instead of {span(old.view.text)}"
            level: Level = "additive" if found == "wider" else "breaking"
            yield self._change("keyword-type", effect, level, new.pointer)
        elif old.view.text != new.view.text:
            effect = f"{start}, written {span(new.view.text)} instead of {span(old.view.text)}"
            yield self._change("known-values", effect, "additive", new.pointer)

    def _answer(self) -> Iterator[Change]:
        old, new = _answer(self.old), _answer(self.new)
        if old == new:
            return
        name = span(self.new.public_name)
        effect = f"{name} gives {span(new.text)} instead of {span(old.text)}"
        place = pointer_below(self.new.pointer, "responses")
        if old.parts == new.parts:
            yield self._change("known-values", effect, "additive", place)
            return
        narrower = relation(old, new) == "narrower"
        yield self._change("answer", effect, "additive" if narrower else "breaking", place)

    def _conditions(self) -> Iterator[Change]:
        name, old, new = span(self.new.public_name), set(self.old.schemes), set(self.new.schemes)
        place = pointer_below(self.new.pointer, "security")
        lost = sorted(old - new) if new else []
        if lost:
            effect = f"{name} no longer accepts {_listed(lost)}"
            yield self._change("security", effect, "breaking", place)
        gained = sorted(new - old) if old else []
        if gained:
            yield self._change("security", f"{name} accepts {_listed(gained)}", "additive", place)
        if old and not new:
            yield self._change("security", f"{name} needs no credential any more", "additive", place)
        if new and not old:
            yield self._change("security", f"{name} needs a credential now", "breaking", place)
        if self.old.repeatable != self.new.repeatable:
            state = "may be repeated" if self.new.repeatable else "is not repeated any more"
            yield self._change("repeatable", f"{name} {state} after an unknown outcome", "additive")


def _listed(names: Iterable[str]) -> str:
    return ", ".join(word(name) for name in names)


def _parameter(parameter: ir.Parameter) -> _Given:
    return _Given(parameter.required, view(parameter.type, sent=True), parameter.doc, parameter.pointer)


def _given(api: ir.Api, operation: ir.Operation) -> Mapping[str, _Given]:
    found = {p.name: _parameter(p) for p in ir.call_parameters(operation) if p.place != "path"}
    body = operation.body
    if body is None:
        return found
    if body.keywords is None:
        place = pointer_below(operation.pointer, "requestBody")
        found["body"] = _Given(body.required, view(body.type, sent=True), "", place)
        return found
    assert isinstance(body.type, ir.ModelRef)
    model = api.model(body.type.name)
    for keyword in body.keywords:
        item = keyword.field
        place = pointer_below(model.pointer, "properties", item.wire)
        found[keyword.name] = _Given(
            item.required, view(item.type, sent=True, null=item.nullable), item.doc, place
        )
    if body.extra is not None:
        found["additional_properties"] = _Given(False, view(body.extra, sent=True), "", model.pointer)
    return found


def _media(operation: ir.Operation) -> str:
    return operation.body.content_type if operation.body is not None else ""


def _answer(operation: ir.Operation) -> View:
    """What a call gives, compared by kind: known values of open enums do not count."""
    stated = returned(operation)
    if operation.paging is not None or operation.answer.kind not in ("typed", "several"):
        return view_of(stated, stated)
    if operation.answer.type is not None:
        return view_of(stated, view(operation.answer.type, sent=False).parts)
    parts: set[Code] = set()
    for choice in operation.answer.choices:
        parts |= {_NAMED[choice.kind]} if choice.type is None else view(choice.type, sent=False).parts
    return view_of(stated, parts)
