"""Reads the union of events that a documentation-only operation describes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator import ir
from generator.model.drafts import Draft
from generator.model.schemas import Schemas
from generator.refusal import Refusal


def members_of(found: list[tuple[str, Any]], schemas: Schemas) -> tuple[ir.ModelRef, ...]:
    """Return the models of the first union found, in the order of the spec."""
    if not found:
        return ()
    place, schema = found[0]
    members: list[ir.ModelRef] = []
    for number, declared in enumerate(schema["oneOf"]):
        member = schemas.type_of(declared, f"{place}/oneOf/{number}", f"EventOption{number + 1}")
        if not isinstance(member, ir.ModelRef):
            raise Refusal(place, "has a member that is not an object", "an event is an object with a type")
        members.append(member)
    return tuple(members)


def discriminator(union: tuple[ir.ModelRef, ...], drafts: Mapping[str, Draft]) -> str:
    """Return the required property that has a different known value in every member.

    Raises ``Refusal`` if none has.
    """
    values: dict[str, list[object]] = {}
    for member in union:
        for item in drafts[member.name].fields:
            if item.required and isinstance(item.type, (ir.Constant, ir.EnumRef)):
                known = item.type.value if isinstance(item.type, ir.Constant) else item.type.name
                values.setdefault(item.wire, []).append(known)
    fit = [
        w for w, known in sorted(values.items()) if len(known) == len(union) and len(set(known)) == len(union)
    ]
    if not fit:
        raise Refusal(
            drafts[union[0].name].pointer, "no property tells the events apart", "add one in the overlay"
        )
    return fit[0]


def event_union(
    union: tuple[ir.ModelRef, ...], by: str, models: tuple[ir.Model, ...], enums: Mapping[str, ir.Enum]
) -> ir.EventUnion | None:
    """Build the union of events, None for no members.

    ``by`` is the discriminator; ``enums`` is keyed by public name.
    """
    if not union:
        return None
    by_name = {model.name: model for model in models}
    members = [by_name[member.name] for member in union]
    pairs: list[tuple[str, str]] = []
    for model in members:
        kind = next(f for f in model.fields if f.wire == by).type
        if isinstance(kind, ir.Constant):
            pairs.append((str(kind.value), model.name))
        elif isinstance(kind, ir.EnumRef):
            pairs.extend((str(value), model.name) for value in enums[kind.name].values)
    shared = {f.wire for f in members[0].fields}.intersection(*({f.wire for f in m.fields} for m in members))
    envelope = tuple(f for f in members[0].fields if f.wire in shared)
    return ir.EventUnion(by, tuple(sorted(pairs)), envelope)
