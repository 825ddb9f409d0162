"""Changes of models, fields, enumerations and events."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import frozen

from generator import ir
from generator.changes.change import Change, Level
from generator.changes.types import View, relation, view
from generator.emit.annotations import NONE
from generator.emit.models import default_of, field_members
from generator.escaping import span, word
from generator.refusal import pointer_below


def model_changes(old: ir.Api, new: ir.Api) -> Iterator[Change]:
    before, after = _by_name(old.models), _by_name(new.models)
    for name in sorted(before.keys() - after.keys()):
        yield Change(name, "model-removed", f"{span(name)} is removed", before[name].pointer, "breaking")
    for name in sorted(after.keys() - before.keys()):
        yield Change(name, "model-added", f"{span(name)} is new", after[name].pointer, "additive")
    spread = {
        op.body.type.name
        for op in new.operations
        if op.body is not None and op.body.keywords is not None and isinstance(op.body.type, ir.ModelRef)
    }
    for name in sorted(before.keys() & after.keys()):
        model = after[name]
        # Fields that are only ever passed as keywords of an operation are reported with the operation.
        if not (name in spread and not model.received and not before[name].received):
            yield from _fields(before[name], model)
        if before[name].doc != model.doc:
            yield Change(
                name, "description", f"{span(name)} has a new description", model.pointer, "documentation"
            )


def _by_name(models: tuple[ir.Model, ...]) -> Mapping[str, ir.Model]:
    return {model.name: model for model in models}


def _fields(old: ir.Model, new: ir.Model) -> Iterator[Change]:
    before, after = {f.name: f for f in old.fields}, {f.name: f for f in new.fields}
    kept = {item.name: item.until for item in new.removed}
    for name in sorted(before.keys() - after.keys()):
        subject = f"{new.name}.{name}"
        alias = f": until {kept[name]} it is a property that warns and is None" if name in kept else ""
        place = pointer_below(old.pointer, "properties", before[name].wire)
        yield Change(subject, "field-removed", f"{span(subject)} is removed{alias}", place, "breaking")
    for name in sorted(after.keys() - before.keys()):
        item, subject = after[name], f"{new.name}.{name}"
        must = item.required and new.sent
        effect = f"{span(subject)} is new and required" if must else f"{span(subject)} is new"
        place = pointer_below(new.pointer, "properties", item.wire)
        yield Change(subject, "field-added", effect, place, "breaking" if must else "additive")
    for name in sorted(before.keys() & after.keys()):
        yield from _Fields(old, new, before[name], after[name]).changes()
    yield from _absence(old, new)
    if (old.extra is None) != (new.extra is None):
        gained = old.extra is None
        effect = f"{span(new.name)} {'gains' if gained else 'loses'} `additional_properties`"
        level: Level = "additive" if gained else "breaking"
        yield Change(new.name, "additional-properties", effect, new.pointer, level)


def _absence(old: ir.Model, new: ir.Model) -> Iterator[Change]:
    """Report a change of what fields missing in a response are.

    None in models that are only received, UNSET in models that are sent as well.
    """
    optional = any(not f.required for f in old.fields)
    if optional and old.received and new.received and old.sent != new.sent:
        were, are = ("None", "UNSET") if new.sent else ("UNSET", "None")
        effect = f"{span(new.name)} has {are} instead of {were} for fields missing in a response"
        yield Change(new.name, "model-direction", effect, new.pointer, "breaking")


@frozen
class _Fields:
    """One field in both versions."""

    old_model: ir.Model
    new_model: ir.Model
    old: ir.Field
    new: ir.Field

    @property
    def subject(self) -> str:
        return f"{self.new_model.name}.{self.new.name}"

    def _change(self, rule: str, effect: str, level: Level) -> Change:
        place = pointer_below(self.new_model.pointer, "properties", self.new.wire)
        return Change(self.subject, rule, effect, place, level)

    def changes(self) -> Iterator[Change]:
        name = span(self.subject)
        yield from self._type()
        if self.new_model.sent and self.old.required != self.new.required:
            if self.new.required:
                yield self._change("field-required", f"{name} is now required", "breaking")
            else:
                yield self._change("field-optional", f"{name} is now optional", "additive")
        yield from self._default()
        if self.old.secret != self.new.secret:
            shown = "is now hidden in reprs" if self.new.secret else "is now shown in reprs"
            yield self._change("secret", f"{name} {shown}", "additive")
        if self.old.deprecated != self.new.deprecated:
            state = "is deprecated" if self.new.deprecated else "is no longer deprecated"
            yield self._change("deprecated", f"{name} {state}", "documentation")
        if self.old.doc != self.new.doc:
            yield self._change("description", f"{name} has a new description", "documentation")
        if self.old.wire != self.new.wire:
            effect = f"{name} is sent as {word(self.new.wire)} instead of {word(self.old.wire)}"
            yield self._change("wire-name", effect, "additive")

    def _default(self) -> Iterator[Change]:
        old, new = _shown_default(self.old), _shown_default(self.new)
        if old != new and old is not None and new is not None:
            yield self._change("default", f"{span(self.subject)} now defaults to {word(new)}", "additive")

    def _type(self) -> Iterator[Change]:
        old, new = _view(self.old, self.old_model), _view(self.new, self.new_model)
        if old.parts == new.parts:
            if old.text != new.text:
                effect = f"{span(self.subject)} is written {span(new.text)} instead of {span(old.text)}"
                yield self._change("known-values", effect, "additive")
            return
        found = relation(old, new)
        given_only = self.old_model.sent and not self.old_model.received
        got_only = self.old_model.received and not self.old_model.sent
        fine = (given_only and found == "wider") or (got_only and found == "narrower")
        yield self._change("field-type", self._type_effect(old, new), "additive" if fine else "breaking")

    def _type_effect(self, old: View, new: View) -> str:
        if new.parts - old.parts == {NONE} and old.parts <= new.parts:
            return f"{span(self.subject)} may now be None"
        if old.parts - new.parts == {NONE} and new.parts <= old.parts:
            return f"{span(self.subject)} is no longer None"
        return f"{span(self.subject)} is now {span(new.text)} instead of {span(old.text)}"


def _view(item: ir.Field, model: ir.Model) -> View:
    """Return the type of a field without Unset: optional fields are compared separately."""
    sent = model.sent and not model.received
    return view(item.type, sent=sent, null=NONE in field_members(item, model))


def _shown_default(item: ir.Field) -> str | None:
    default = default_of(item)
    return None if default is None else default.text


def enum_changes(old: ir.Api, new: ir.Api) -> Iterator[Change]:
    before, after = {e.name: e for e in old.enums}, {e.name: e for e in new.enums}
    for name in sorted(before.keys() - after.keys()):
        yield Change(name, "enum-removed", f"{span(name)} is removed", before[name].pointer, "breaking")
    for name in sorted(after.keys() - before.keys()):
        yield Change(name, "enum-added", f"{span(name)} is new", after[name].pointer, "additive")
    for name in sorted(before.keys() & after.keys()):
        lost, gained = (
            _listed(set(one.values) - set(other.values))
            for one, other in ((before[name], after[name]), (after[name], before[name]))
        )
        place = after[name].pointer
        if lost:
            yield Change(name, "enum-value-removed", f"{span(name)} loses {lost}", place, "breaking")
        if gained:
            effect = f"{span(name)} gains {gained}: not breaking, the enum is open"
            yield Change(name, "enum-value-added", effect, place, "additive")


def _listed(values: set[str | int]) -> str:
    return ", ".join(span(str(value)) for value in sorted(values, key=str))


def event_changes(old: ir.Api, new: ir.Api) -> Iterator[Change]:
    before = dict(old.events.members) if old.events else {}
    after = dict(new.events.members) if new.events else {}
    for value in sorted(before.keys() - after.keys()):
        effect = f"{span(value)} is now an `UnknownEvent` instead of {span(before[value])}"
        yield Change(value, "event-removed", effect, old.model(before[value]).pointer, "breaking")
    for value in sorted(after.keys() - before.keys()):
        effect = f"{span(value)} is now {span(after[value])} instead of `UnknownEvent`"
        yield Change(value, "event-added", effect, new.model(after[value]).pointer, "additive")
    for value in sorted(before.keys() & after.keys()):
        if before[value] != after[value]:
            effect = f"{span(value)} is now {span(after[value])} instead of {span(before[value])}"
            yield Change(value, "event-type", effect, new.model(after[value]).pointer, "breaking")
