"""allOf: several schemas that hold at once, as one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import define, field

from generator.model.nullability import states_nothing
from generator.model.references import resolve
from generator.refusal import Refusal

# What an object schema may say besides its properties without changing which members it has.
_OBJECT_KEYS = frozenset(
    {"properties", "required", "type", "allOf", "additionalProperties", "discriminator", "$ref"}
)
_RESTRICTING = frozenset({"minProperties", "maxProperties", "propertyNames", "unevaluatedProperties", "not"})


def stating_members(schema: Mapping[str, Any]) -> list[tuple[int, Mapping[str, Any]]]:
    """The members of allOf that say something about values, with their numbers."""
    return [(n, member) for n, member in enumerate(schema["allOf"]) if not states_nothing(member)]


def own_part(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a schema says beside its allOf, empty where that is nothing about values."""
    own = {key: value for key, value in schema.items() if key != "allOf"}
    return {} if states_nothing({key: value for key, value in own.items() if key != "type"}) else own


def is_combined(schema: Mapping[str, Any]) -> bool:
    """Whether allOf puts several schemas together, rather than wrapping one."""
    return "allOf" in schema and len(stating_members(schema)) + bool(own_part(schema)) > 1


def merged(schema: Mapping[str, Any], document: Mapping[str, Any], place: str) -> Mapping[str, Any]:
    """An object schema with the properties of all its allOf members. Raises ``Refusal`` where they do not fit together."""
    if "allOf" not in schema:
        return schema
    whole = _Merge(document)
    whole.add(schema, place)
    kept = {key: value for key, value in schema.items() if key not in ("allOf", "additionalProperties")}
    extra = {} if whole.extra is None else {"additionalProperties": whole.extra}
    return {**kept, **extra, "type": "object", "properties": whole.properties, "required": whole.required}


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
            raise Refusal(place, f"{target} contains itself through allOf", "break the circle")
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
            if wire in self.properties and self.properties[wire] != body:
                raise Refusal(place, f"states {wire} a second time, differently", "keep one in the overlay")
            self.properties[wire] = body
        self.required.extend(part.get("required", ()))
        extra = part.get("additionalProperties")
        if extra not in (None, False):
            self.extra = extra

    def _refuse_others(self, part: Mapping[str, Any], place: str) -> None:
        """Alternatives within a combination, and combinations of anything but objects, have no class."""
        kinds = part.get("type", "object")
        if "object" not in (kinds if isinstance(kinds, list) else [kinds]):
            raise Refusal(place, f"combines {kinds} with others", "state one schema in the overlay")
        for key in part:
            if key not in _OBJECT_KEYS | _RESTRICTING and not states_nothing({key: None}):
                raise Refusal(place, f"states {key} within a combination", "state one schema in the overlay")
