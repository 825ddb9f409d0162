"""The known values of scalar schemas: constants, enumerations, and what two of them have in common."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias, cast

from attrs import define, field

from generator.model.nullability import is_null, only_annotations
from generator.model.references import resolve

Value: TypeAlias = str | int | bool

_SCALARS = frozenset({"string", "integer", "number", "boolean"})
_SHAPING = ("properties", "items", "additionalProperties", "allOf", "prefixItems")


def unwrapped(schema: Any, document: Mapping[str, Any]) -> Any:
    """Follow references, and allOf around a single member."""
    seen: set[str] = set()
    while isinstance(schema, Mapping):
        target = schema.get("$ref")
        inner = sole_member(schema)
        if isinstance(target, str) and target not in seen:
            seen.add(target)
            schema = resolve(schema, document, target)
        elif target is None and inner is not None:
            schema = inner
        else:
            break
    return schema


def known_values(schema: Any, document: Mapping[str, Any]) -> tuple[Value, ...] | None:
    """Return the values of a constant, an enumeration or a union of these, without null.

    None for any other schema.
    """
    return _Reader(document).values(schema)


def scalar_types(schema: Any, document: Mapping[str, Any]) -> frozenset[str]:
    """Return the JSON types that a schema of scalars allows, none if it describes something else."""
    return _Reader(document).types(schema)


@define
class _Reader:
    """Follows every reference once, however often schemas refer to it, and takes a cycle for no scalar."""

    document: Mapping[str, Any]
    _values: dict[str, tuple[Value, ...] | None] = field(factory=dict)
    _types: dict[str, frozenset[str]] = field(factory=dict)

    def values(self, schema: Any) -> tuple[Value, ...] | None:
        if not isinstance(schema, Mapping):
            return None
        if "const" in schema or schema.get("enum"):
            declared = [schema["const"]] if "const" in schema else schema["enum"]
            values = [value for value in declared if value is not None]
            scalars = values and all(isinstance(value, (str, int)) for value in values)
            return tuple(dict.fromkeys(cast("list[Value]", values))) if scalars else None
        target = schema.get("$ref")
        if isinstance(target, str):
            if target not in self._values:
                self._values[target] = None
                self._values[target] = self.values(resolve(schema, self.document, target))
            return self._values[target]
        inner = sole_member(schema)
        if inner is not None:
            return self.values(inner)
        each = [self.values(member) for member in _members(schema)]
        if not each or None in each:
            return None
        return tuple(dict.fromkeys(value for group in each for value in group or ()))

    def types(self, schema: Any) -> frozenset[str]:
        if not isinstance(schema, Mapping):
            return frozenset()
        target = schema.get("$ref")
        if isinstance(target, str):
            if target not in self._types:
                self._types[target] = frozenset()
                self._types[target] = self.types(resolve(schema, self.document, target))
            return self._types[target]
        inner = sole_member(schema)
        if inner is not None:
            return self.types(inner)
        if any(key in schema for key in _SHAPING):
            return frozenset()
        types = self._declared(schema)
        return types if types <= _SCALARS else frozenset()

    def _declared(self, schema: Mapping[str, Any]) -> frozenset[str]:
        declared = schema.get("type")
        types = frozenset(declared if isinstance(declared, list) else [declared]) - {None, "null"}
        members = [self.types(member) for member in _members(schema)]
        if members:
            inner = frozenset(kind for member in members for kind in member)
            return frozenset() if not all(members) else (inner & types or inner)
        return types or frozenset(_type_of(value) for value in self.values(schema) or ())


def sole_member(schema: Mapping[str, Any]) -> Any:
    """Return the one schema that allOf wraps, None if there is no such."""
    members = [member for member in schema.get("allOf", ()) if not only_annotations(member)]
    own = {key: value for key, value in schema.items() if key not in ("allOf", "type")}
    return members[0] if len(members) == 1 and only_annotations(own) else None


def _members(schema: Mapping[str, Any]) -> list[Any]:
    """Return the members of oneOf or anyOf except for null."""
    return [member for member in schema.get("oneOf") or schema.get("anyOf") or () if not is_null(member)]


def _type_of(value: object) -> str:
    if isinstance(value, str):
        return "string"
    if isinstance(value, bool):
        return "boolean"
    return "integer" if isinstance(value, int) else "number" if isinstance(value, float) else ""


def common(one: Any, other: Any, document: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return the schema of the scalars that both allow, None if there are none.

    The schema with fewer values is returned as it is declared, so that an enumeration keeps its name.
    """
    types = _common_types(scalar_types(one, document), scalar_types(other, document))
    if not types:
        return None
    declared = (one, other)
    values = [known_values(schema, document) for schema in declared]
    whole = {**unwrapped(one, document), **unwrapped(other, document)}
    plain = {
        key: value for key, value in whole.items() if key not in ("const", "oneOf", "anyOf", "enum", "allOf")
    }
    if values == [None, None]:
        return {**plain, "type": min(types) if len(types) == 1 else sorted(types)}
    kept = [value for value in values[0] or values[1] or () if value in (values[1] or values[0] or ())]
    kept = [value for value in kept if _type_of(value) in types or ("number" in types and type(value) is int)]
    if not kept:
        return None
    same = (schema for schema, own in zip(declared, values, strict=True) if own and set(own) == set(kept))
    return next(same, {**plain, "enum": kept})


def _common_types(one: frozenset[str], other: frozenset[str]) -> set[str]:
    found = set(one & other)
    if ("number" in one and "integer" in other) or ("integer" in one and "number" in other):
        found.add("integer")
    return found
