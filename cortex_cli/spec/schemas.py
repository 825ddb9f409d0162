"""Schemas of an OpenAPI document, flattened to what can be compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, cast

from attrs import frozen

from cortex_cli.spec.nodes import Node, items, members, node, nodes, text

REF: Final = "#/components/schemas/"

_DEEPEST: Final = 30
"""Deeper schemas are compared no further."""


@frozen
class Shape:
    """A type.

    parts: its alternatives, e.g. ``string(date-time)``, ``null``, ``list of SessionResponse``. values: known
    ones; others are allowed in the SDK, too.
    """

    parts: frozenset[str]
    values: frozenset[str] = frozenset()

    @property
    def text(self) -> str:
        """The type in words."""
        return " or ".join(sorted(self.parts, key=lambda part: (part == "null", part)))


@frozen
class Field:
    """A member of an object, or a parameter."""

    shape: Shape
    required: bool
    deprecated: bool = False


class Schemas:
    """The schemas of one document."""

    def __init__(self, document: Node) -> None:
        self._document = document
        self.named: Node = node(node(document.get("components")).get("schemas"))

    def resolved(self, given: object) -> Node:
        """Return a parameter, request body or response, from ``components`` if it only refers there."""
        found = node(given)
        for _ in range(_DEEPEST):
            reference = text(found.get("$ref"))
            if not reference:
                break
            place: Any = self._document
            for part in reference.removeprefix("#/").split("/"):
                place = node(place).get(part.replace("~1", "/").replace("~0", "~"))
            found = node(place)
        return found

    def shape(self, schema: Node) -> Shape:
        """Return the type of a schema. Other schemas are in it by name."""
        parts, values = set[str](), set[str]()
        for one in _alternatives(schema):
            parts.add(_part(one))
            values.update(map(str, items(one.get("enum"))))
            if one.get("nullable") is True:
                parts.add("null")
        return Shape(frozenset(parts), frozenset(values))

    def fields(self, schema: Node) -> dict[str, Field]:
        """Return the members of an object, with those of objects inside of it as ``scope.channels``."""
        return dict(self._fields(schema, "", True, 0))

    def _fields(
        self, schema: Node, prefix: str, is_required: bool, depth: int
    ) -> Iterator[tuple[str, Field]]:
        if depth > _DEEPEST:
            return
        for part in (schema, *(one for one in nodes(schema.get("allOf")) if "$ref" not in one)):
            required = items(part.get("required"))
            for name, member in members(part.get("properties")):
                path, needed = f"{prefix}{name}", is_required and name in required
                yield path, Field(self.shape(member), needed, member.get("deprecated") is True)
                inner = _inner(member)
                if "$ref" not in inner:
                    yield from self._fields(inner, f"{path}.", needed, depth + 1)


def references(schema: object) -> Iterator[str]:
    """Return the names of all schemas that this one refers to directly."""
    if isinstance(schema, Mapping):
        found = cast("Node", schema)
        if reference := text(found.get("$ref")):
            yield reference.removeprefix(REF)
        for member in found.values():
            yield from references(member)
    else:
        for item in items(schema):
            yield from references(item)


def _alternatives(schema: Node, depth: int = 0) -> Iterator[Node]:
    choices = nodes(schema.get("oneOf")) or nodes(schema.get("anyOf"))
    if not choices or depth > _DEEPEST:
        yield schema
        return
    if schema.get("nullable") is True:
        yield {"type": "null"}
    for choice in choices:
        yield from _alternatives(choice, depth + 1)


def _part(schema: Node, depth: int = 0) -> str:
    if reference := _reference(schema):
        return reference
    kind = schema.get("type")
    if depth < _DEEPEST:
        if kind == "array":
            return f"list of {_inside(node(schema.get('items')), depth)}"
        if isinstance(schema.get("additionalProperties"), Mapping):
            return f"map of {_inside(node(schema['additionalProperties']), depth)}"
    if kind == "object" or "properties" in schema or "allOf" in schema:
        return "object"
    # OpenAPI 3.1 has lists of types.
    name = text(kind) or " or ".join(map(str, items(kind))) or "any"
    form = text(schema.get("format"))
    return f"{name}({form})" if form else name


def _inside(schema: Node, depth: int) -> str:
    parts = {_part(one, depth + 1) for one in _alternatives(schema)}
    return f"({' or '.join(sorted(parts))})" if len(parts) > 1 else next(iter(parts), "any")


def _reference(schema: Node) -> str:
    """Return the name of the schema that this one refers to, also as the one part of ``allOf``; or empty."""
    parts = nodes(schema.get("allOf"))
    found = parts[0] if len(parts) == 1 and "properties" not in schema else schema
    return text(found.get("$ref")).removeprefix(REF)


def _inner(schema: Node) -> Node:
    """Return what a list or map consists of, at any depth; else the schema itself."""
    for _ in range(_DEEPEST):
        below = schema.get("items") or schema.get("additionalProperties")
        if not isinstance(below, Mapping):
            break
        schema = cast("Node", below)
    return schema
