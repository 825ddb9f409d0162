"""Merges the members of allOf into one schema."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import define, field

from generator.model.nullability import only_annotations
from generator.model.references import resolve
from generator.refusal import Refusal

# Keywords that an object schema in an allOf may have.
_OBJECT_KEYS = frozenset(
    {"properties", "required", "type", "allOf", "additionalProperties", "discriminator", "$ref"}
)
_RESTRICTING = frozenset({"minProperties", "maxProperties", "propertyNames", "unevaluatedProperties", "not"})


def constraining_members(schema: Mapping[str, Any]) -> list[tuple[int, Mapping[str, Any]]]:
    """Return the members of allOf that constrain values, with their indices."""
    return [(n, member) for n, member in enumerate(schema["allOf"]) if not only_annotations(member)]


def own_part(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what a schema declares beside its allOf, or nothing if that does not constrain values."""
    own = {key: value for key, value in schema.items() if key != "allOf"}
    return {} if only_annotations({key: value for key, value in own.items() if key != "type"}) else own


def is_combined(schema: Mapping[str, Any]) -> bool:
    """Return whether allOf combines several schemas, rather than wrapping one."""
    return "allOf" in schema and len(constraining_members(schema)) + bool(own_part(schema)) > 1


def merged(schema: Mapping[str, Any], document: Mapping[str, Any], place: str) -> Mapping[str, Any]:
    """Return an object schema with the properties of all allOf members.

    Raises ``Refusal`` if the members contradict.
    """
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
            if wire in self.properties and self.properties[wire] != body:
                raise Refusal(place, f"declares {wire} twice, differently", "keep one in the overlay")
            self.properties[wire] = body
        self.required.extend(part.get("required", ()))
        extra = part.get("additionalProperties")
        if extra not in (None, False):
            self.extra = extra

    def _refuse_others(self, part: Mapping[str, Any], place: str) -> None:
        """Raise ``Refusal`` for alternatives within allOf, and for allOf of anything but objects."""
        kinds = part.get("type", "object")
        if "object" not in (kinds if isinstance(kinds, list) else [kinds]):
            raise Refusal(place, f"combines {kinds} with others", "declare one schema in the overlay")
        for key in part:
            if key not in _OBJECT_KEYS | _RESTRICTING and not only_annotations({key: None}):
                raise Refusal(place, f"has {key} within a combination", "declare one schema in the overlay")
