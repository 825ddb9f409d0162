"""Finds out how the members of a union of objects are recognised in JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias, cast

from attrs import define, evolve, field, frozen

from generator import ir
from generator.model.kinds import kind_of
from generator.model.nullability import is_nullable
from generator.model.values import Value, known_values, scalar_types, unwrapped

_KINDS = ("string", "array", "object", "boolean")

Marked: TypeAlias = list[tuple[ir.ModelRef, "ir.Mark | None"]]


@frozen
class Traits:
    """What the schema of a model says about its properties.

    ``properties`` maps each to its known values, None if it may have any. ``kinds`` maps each to its JSON
    kind, empty if it may have several. ``required`` are those that every response has.
    """

    properties: Mapping[str, tuple[Value, ...] | None]
    required: frozenset[str]
    kinds: Mapping[str, str] = field(factory=dict)

    @classmethod
    def of(cls, body: Mapping[str, Any], document: Mapping[str, Any]) -> Traits:
        declared: Mapping[str, Any] = body.get("properties", {})
        absent = {wire for wire, schema in declared.items() if schema.get("writeOnly") is True}
        return cls(
            {wire: known_values(schema, document) for wire, schema in declared.items()},
            frozenset(body.get("required", ())) & frozenset(declared) - absent,
            {wire: _json_kind(schema, document) for wire, schema in declared.items()},
        )

    def with_values(self, wire: str, values: tuple[Value, ...]) -> Traits:
        """Return these traits with a discriminator, which every response has."""
        return evolve(self, properties={**self.properties, wire: values}, required=self.required | {wire})

    def excludes(self, wire: str, values: Iterable[Value]) -> bool:
        """Return whether no such object has one of ``values`` as the property ``wire``."""
        if wire not in self.properties:
            return True
        own = self.properties[wire]
        return own is not None and not set(own) & set(values)

    def is_never(self, wire: str, kind: str) -> bool:
        """Return whether no such object has a property ``wire`` of the JSON kind."""
        return wire not in self.properties or self.kinds.get(wire, "") not in ("", kind)


def _json_kind(schema: Any, document: Mapping[str, Any]) -> str:
    """Return the one JSON kind that a schema allows, and that Python tells from all others, or nothing."""
    schema = unwrapped(schema, document)
    if not isinstance(schema, Mapping) or is_nullable(schema, document):
        return ""
    kind = kind_of(schema, document, "")
    if kind != "scalar":
        return kind if kind in ("array", "object") else ""
    types = scalar_types(schema, document)
    if types <= {"integer", "number"}:
        return "number"
    return next(iter(types)) if len(types) == 1 else ""


def marks(models: Sequence[ir.ModelRef], traits: Mapping[str, Traits], *, open_ended: bool) -> Marked:
    """Return the members in the order in which they are recognised, each with its mark, None if it has none.

    One property with other values in each member comes first, then a required property of each, then what
    tells each from the members after it. ``open_ended``: other objects belong to the union too, so only known
    values count.
    """
    for required in (True, False):
        wire = _common(models, traits, required=required)
        if wire is not None:
            return [(model, ir.Mark((wire,), traits[model.name].properties[wire] or ())) for model in models]
        own = None if open_ended or not required else _own_properties(models, traits)
        if own is not None:
            return own
    return _Sieve(traits, open_ended, list(models)).sift()


def recognises_all(marked: Marked, traits: Mapping[str, Traits]) -> bool:
    """Return whether the marks recognise every object that the spec allows, also in later versions of it.

    A mark by known values does not: like an enumeration, the union may get further ones.
    """
    if any(mark is not None and not mark.properties for _, mark in marked):
        return True
    return all(
        mark is not None and not mark.values and set(mark.properties) <= traits[model.name].required
        for model, mark in marked
    )


def _common(models: Sequence[ir.ModelRef], traits: Mapping[str, Traits], *, required: bool) -> str | None:
    """Return the first property that has other known values in each member."""
    each = [traits[model.name] for model in models]
    for wire in sorted(each[0].properties):
        values = [one.properties.get(wire) for one in each]
        if required and not all(wire in one.required for one in each):
            continue
        known = [value for group in values for value in set(group or ())]
        if all(values) and len(known) == len(set(known)):
            return wire
    return None


def _own_properties(models: Sequence[ir.ModelRef], traits: Mapping[str, Traits]) -> Marked | None:
    found: Marked = []
    for model in models:
        others = [traits[other.name] for other in models if other != model]
        mark = _own_property(traits[model.name], others)
        if mark is None:
            return None
        found.append((model, mark))
    return found


def _own_property(one: Traits, others: Iterable[Traits]) -> ir.Mark | None:
    taken = {wire for other in others for wire in other.properties}
    own = sorted(one.required - taken)
    return ir.Mark((own[0],)) if own else None


@define
class _Sieve:
    """Takes out one member after the other that something tells from all that may still follow.

    A member whose mark is optional still counts for those after it: an object without the mark may be one.
    """

    traits: Mapping[str, Traits]
    open_ended: bool
    waiting: list[ir.ModelRef]
    _uncertain: list[ir.ModelRef] = field(factory=list)

    def sift(self) -> Marked:
        found: Marked = []
        while self.waiting:
            taken = self._next(certain=True) or self._next(certain=False)
            if taken is None:
                break
            found.append(taken)
            self.waiting.remove(taken[0])
            if not self._is_certain(*taken):
                self._uncertain.append(taken[0])
        return found + [(model, None) for model in self.waiting]

    def _next(self, *, certain: bool) -> tuple[ir.ModelRef, ir.Mark] | None:
        for model in self.waiting:
            for mark in self._marks(model):
                if not certain or self._is_certain(model, mark):
                    return model, mark
        return None

    def _is_certain(self, model: ir.ModelRef, mark: ir.Mark) -> bool:
        return set(mark.properties) <= self.traits[model.name].required

    def _marks(self, model: ir.ModelRef) -> Iterator[ir.Mark]:
        """Yield what tells a model from all that may still follow, the most reliable first."""
        one = self.traits[model.name]
        others = [self.traits[m.name] for m in (*self.waiting, *self._uncertain) if m != model]
        wires = sorted(one.properties, key=lambda wire: (wire not in one.required, wire))
        for wire in wires:
            values = one.properties[wire]
            if values and all(other.excludes(wire, values) for other in others):
                yield ir.Mark((wire,), values)
        if self.open_ended:
            return
        own = [wire for wire in wires if all(wire not in other.properties for other in others)]
        yield from (ir.Mark((wire,)) for wire in own[:1] if wire in one.required)
        for wire in wires:
            kind = one.kinds.get(wire, "")
            if (
                wire in one.required
                and kind in _KINDS
                and all(other.is_never(wire, kind) for other in others)
            ):
                yield ir.Mark((wire,), (), cast("Any", kind))
        if not others:
            yield ir.Mark()
        elif own:
            yield ir.Mark(tuple(own))
