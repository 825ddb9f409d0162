"""Kinds of schemas: what allOf, oneOf and anyOf make of them, without reading them into types."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import define, field

from generator.model.nullability import only_annotations
from generator.model.references import resolve
from generator.model.values import scalar_types

# Keywords that only restrict the objects that others describe. The server checks them.
RESTRICTING = frozenset({"minProperties", "maxProperties", "propertyNames", "unevaluatedProperties", "not"})


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


def alternatives(schema: Mapping[str, Any]) -> tuple[str, Sequence[Any]] | None:
    """Return the keyword and members of oneOf or anyOf, None for alternatives that only restrict objects.

    Such as those of ``required`` lists, which the server checks. Where both keywords are used, the one with
    fewer members counts.
    """
    found = [
        (keyword, schema[keyword])
        for keyword in ("oneOf", "anyOf")
        if any(not _restricts_only(member) for member in schema.get(keyword, ()))
    ]
    return min(found, key=lambda pair: len(pair[1])) if found else None


def _restricts_only(schema: Any) -> bool:
    return (
        isinstance(schema, Mapping)
        and not only_annotations(schema)
        and all(key in RESTRICTING | {"required"} or only_annotations({key: None}) for key in schema)
    )


def kind_of(schema: Any, document: Mapping[str, Any], place: str) -> str:
    """Return the kind of a schema: ``object``, ``array``, ``scalar``, ``union``, or "" for any JSON."""
    return _Kinds(document, place).of(schema)


@define
class _Kinds:
    """Follows every reference once, and takes a cycle for an object."""

    document: Mapping[str, Any]
    place: str
    _known: dict[str, str] = field(factory=dict)

    def of(self, schema: Any) -> str:
        if not isinstance(schema, Mapping):
            return ""
        target = schema.get("$ref")
        if not isinstance(target, str):
            return self._own(schema)
        if target not in self._known:
            self._known[target] = "object"
            self._known[target] = self.of(resolve(schema, self.document, self.place))
        return self._known[target]

    def _own(self, schema: Mapping[str, Any]) -> str:
        if alternatives(schema):
            return "scalar" if not has_more(schema) and scalar_types(schema, self.document) else "union"
        if "discriminator" in schema or "properties" in schema:
            return "object"
        kinds = {self.of(member) for member in schema.get("allOf", ())}
        for kind in ("union", "object", "array"):
            if kind in kinds:
                return kind
        types = schema.get("type")
        declared = types if isinstance(types, list) else [types]
        if "object" in declared or "additionalProperties" in schema:
            return "object"
        if "array" in declared or "items" in schema:
            return "array"
        return "scalar" if "scalar" in kinds or scalar_types(schema, self.document) else ""


def is_model(schema: Any, document: Mapping[str, Any], place: str) -> bool:
    """Return whether a component becomes a class: it describes one object, without alternatives."""
    if not isinstance(schema, Mapping) or not (schema.get("properties") or is_combined(schema)):
        return False
    return kind_of(schema, document, place) == "object"


def has_more(schema: Mapping[str, Any]) -> bool:
    """Return whether a schema describes values beside its alternatives, rather than restricting them."""
    return any(key in schema for key in ("properties", "allOf", "items", "enum", "const"))
