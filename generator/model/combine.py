"""Merges the members of allOf into one schema, and spreads alternatives over what stands beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import define, field

from generator.model.kinds import RESTRICTING, alternatives, constraining_members, has_more, kind_of, own_part
from generator.model.nullability import is_null, only_annotations
from generator.model.references import resolve
from generator.model.values import common, known_values, unwrapped
from generator.refusal import Refusal

# Keywords that an object schema in an allOf may have.
_OBJECT_KEYS = frozenset(
    {
        "properties",
        "required",
        "type",
        "allOf",
        "additionalProperties",
        "discriminator",
        "$ref",
        "oneOf",
        "anyOf",
    }
)
_MOST_ALTERNATIVES = 200


class Contradiction(Refusal):
    """Schemas that have to hold at once although no value satisfies all of them."""


def spread(schema: Mapping[str, Any], document: Mapping[str, Any], place: str) -> list[Mapping[str, Any]]:
    """Return a schema for each alternative, together with everything that is declared beside them.

    Alternatives that contradict the rest cannot occur and are left out.
    """
    own = alternatives(schema)
    if own is not None:
        rest = {key: value for key, value in schema.items() if key not in ("oneOf", "anyOf", "discriminator")}
        found = [_with(member, [rest], {}) for member in _labelled(schema, own[1], document)]
        return _possible(found, document, place)
    members = list(schema["allOf"])
    number = next(n for n, member in enumerate(members) if kind_of(member, document, place) == "union")
    whole = unwrapped(members[number], document)
    inner = alternatives(whole)
    simple = inner is not None and not has_more(whole)
    parts = _labelled(whole, inner[1], document) if inner and simple else spread(whole, document, place)
    others = members[:number] + members[number + 1 :]
    beside = {key: value for key, value in schema.items() if key != "allOf"}
    return _possible([_with(part, others, beside) for part in parts], document, place)


def _with(part: Any, others: Sequence[Any], beside: Mapping[str, Any]) -> Mapping[str, Any]:
    return {**beside, "allOf": [part, *others]}


def _labelled(
    schema: Mapping[str, Any], members: Sequence[Any], document: Mapping[str, Any]
) -> list[Mapping[str, Any]]:
    """Return the alternatives with discriminator values as constants: combined ones lose their names."""
    declared = schema.get("discriminator") or {}
    wire = declared.get("propertyName")
    found: list[Mapping[str, Any]] = []
    for member in members:
        if is_null(member):
            continue
        target = str(member.get("$ref", ""))
        values = [
            value
            for value, to in declared.get("mapping", {}).items()
            if to in (target, target.rpartition("/")[2])
        ]
        body = unwrapped(member, document)
        own = (
            known_values(body.get("properties", {}).get(wire), document)
            if isinstance(body, Mapping)
            else None
        )
        if wire is None or not target or own is not None:
            found.append(member)
            continue
        label = {"type": "string", "enum": values or [target.rpartition("/")[2]]}
        found.append({"allOf": [member, {"properties": {wire: label}}]})
    return found


def _possible(
    found: list[Mapping[str, Any]], document: Mapping[str, Any], place: str
) -> list[Mapping[str, Any]]:
    if len(found) > _MOST_ALTERNATIVES:
        raise Refusal(
            place, f"combines over {_MOST_ALTERNATIVES} alternatives", "declare fewer in the overlay"
        )
    kept: list[Mapping[str, Any]] = []
    problem: Contradiction | None = None
    for schema in found:
        try:
            if kind_of(schema, document, place) == "object":
                merged(schema, document, place)
        except Contradiction as contradiction:
            problem = contradiction
        else:
            kept.append(schema)
    if problem is not None and not kept:
        raise problem
    return kept


def merged(schema: Mapping[str, Any], document: Mapping[str, Any], place: str) -> Mapping[str, Any]:
    """Return an object schema with the properties of all allOf members.

    Raises ``Contradiction`` if the members contradict.
    """
    if "allOf" not in schema:
        return schema
    whole = _Merge(document)
    whole.add(schema, place)
    kept = {key: value for key, value in schema.items() if key not in ("allOf", "additionalProperties")}
    extra = {} if whole.extra is None else {"additionalProperties": whole.extra}
    return {**kept, **extra, "type": "object", "properties": whole.properties, "required": whole.required}


def intersected(schema: Mapping[str, Any], document: Mapping[str, Any], place: str) -> Mapping[str, Any]:
    """Return the schema of the scalars, or of the arrays, that all members of allOf allow."""
    parts = [member for _, member in constraining_members(schema)]
    parts += [own] if (own := own_part(schema)) else []
    parts = [part for part in parts if kind_of(part, document, place)]
    found: Mapping[str, Any] = parts[0]
    for part in parts[1:]:
        found = _both(found, part, document, place)
    if kind_of(found, document, place) != "array":
        return found
    items = [unwrapped(part, document).get("items", {}) for part in parts]
    return {"type": "array", "items": {"allOf": items} if len(items) > 1 else items[0]}


def _both(
    one: Mapping[str, Any], other: Mapping[str, Any], document: Mapping[str, Any], place: str, name: str = ""
) -> Mapping[str, Any]:
    """Return a schema for the values that two schemas both allow. Raises ``Contradiction`` for none."""
    kinds = kind_of(one, document, place), kind_of(other, document, place)
    if "" in kinds:
        return other if kinds[1] and not kinds[0] else one
    if kinds == ("scalar", "scalar"):
        found = common(one, other, document)
        if found is not None:
            return found
    elif kinds[0] == kinds[1] or "union" in kinds:
        return {"allOf": [one, other]}
    problem = f"declares {name} twice, differently" if name else f"combines {kinds[0]} with others"
    raise Contradiction(
        place, problem, "keep one in the overlay" if name else "declare one schema in the overlay"
    )


@define
class _Merge:
    document: Mapping[str, Any]
    properties: dict[str, Any] = field(factory=dict)
    required: list[str] = field(factory=list)
    extra: Any = None
    _open: list[str] = field(factory=list)
    _done: set[str] = field(factory=set)

    def add(self, schema: Mapping[str, Any], place: str) -> None:
        target = str(schema.get("$ref", ""))
        if target in self._open:
            raise Refusal(place, f"{target} contains itself through allOf", "break the cycle")
        if target in self._done:
            return
        part = resolve(schema, self.document, place)
        self._refuse_others(part, place)
        at = target or place
        self._open.append(at)
        for number, member in enumerate(part.get("allOf", ())):
            self.add(member, f"{at}/allOf/{number}")
        self._open.pop()
        self._take(part, place)
        if target:
            self._done.add(target)

    def _take(self, part: Mapping[str, Any], place: str) -> None:
        for wire, body in part.get("properties", {}).items():
            known = self.properties.get(wire, body)
            self.properties[wire] = body if known == body else self._restated(known, body, wire, place)
        self.required.extend(part.get("required", ()))
        extra = part.get("additionalProperties")
        if extra not in (None, False):
            self.extra = extra

    def _restated(self, known: Any, body: Any, wire: str, place: str) -> Mapping[str, Any]:
        """Return a property that two members declare: what both allow, with the later annotations."""
        found = _both(known, body, self.document, place, wire)
        notes = {
            key: value
            for one in (known, body)
            for key, value in one.items()
            if only_annotations({key: value}) and key != "nullable"
        }
        return {**notes, **found} if "$ref" in found else {**found, **notes}

    def _refuse_others(self, part: Mapping[str, Any], place: str) -> None:
        """Raise ``Refusal`` for allOf of anything but objects."""
        kinds = part.get("type", "object")
        if "object" not in (kinds if isinstance(kinds, list) else [kinds]):
            raise Contradiction(place, f"combines {kinds} with others", "declare one schema in the overlay")
        for key in part:
            if key not in _OBJECT_KEYS | RESTRICTING and not only_annotations({key: None}):
                raise Refusal(place, f"has {key} within a combination", "declare one schema in the overlay")
