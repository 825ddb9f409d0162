"""Schemas of a spec in the form in which values are held against them. Compiled on first use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, Literal, TypeAlias, cast

from attrs import field, frozen

Node: TypeAlias = Mapping[str, Any]
"""A part of the spec."""

_CONSTRAINTS: Final = frozenset(
    {"type", "enum", "const", "properties", "required", "additionalProperties", "patternProperties", "items"}
    | {"oneOf", "anyOf"}
)


@frozen(eq=False)
class Layer:
    """What one schema says by itself, without those that it refers to.

    place: JSON pointer of the schema.
    types: the JSON types that it allows, None for all.
    values: the values of its enumeration, each with its type, None if it has none.
    fields: pointer of each declared property. required: names of properties.
    extra: pointer of the schema of other members, True if it says that there are any, None if it is silent.
    items: pointer of the schema of items.
    unions: the pointers of each ``oneOf`` and ``anyOf``.
    """

    place: str
    types: frozenset[str] | None = None
    values: frozenset[tuple[str, object]] | None = None
    fields: Mapping[str, str] = field(factory=dict[str, str])
    required: tuple[str, ...] = ()
    extra: str | Literal[True] | None = None
    items: str | None = None
    unions: tuple[tuple[str, ...], ...] = ()


@frozen(eq=False)
class Shape:
    """A schema with all that it refers to: a value must fit every layer.

    place: JSON pointer of the schema. home: of the schema that it refers to, if it does nothing else.
    """

    place: str
    home: str
    nullable: bool
    layers: tuple[Layer, ...]


class Shapes:
    """The schemas of a spec, by JSON pointer."""

    def __init__(self, document: Node) -> None:
        self._document = document
        self._known: dict[str, Shape] = {}

    def at(self, place: str) -> Shape:
        """Return the shape of the schema at ``place``."""
        shape = self._known.get(place)
        if shape is None:
            layers = tuple(self._layers(place, set()))
            nullable = self._is_nullable(place, set())
            shape = self._known[place] = Shape(place, self._home(place), nullable, layers)
        return shape

    def find(self, place: str) -> Node:
        """Return the node that a JSON pointer leads to, an empty one if there is none."""
        node: Any = self._document
        for part in place.removeprefix("#").split("/")[1:]:
            step = part.replace("~1", "/").replace("~0", "~")
            try:
                node = node[int(step) if isinstance(node, list) else step]
            except (KeyError, IndexError, ValueError, TypeError):
                return {}
        return cast("Node", node) if isinstance(node, dict) else {}

    def _home(self, place: str) -> str:
        for _ in range(100):
            schema = self.find(place)
            if "$ref" not in schema or not _CONSTRAINTS.isdisjoint(schema):
                break
            place = schema["$ref"]
        return place

    def _layers(self, place: str, seen: set[str]) -> Iterator[Layer]:
        if place in seen:
            return
        seen.add(place)
        schema = self.find(place)
        if "$ref" in schema:
            yield from self._layers(schema["$ref"], seen)
        for number in range(len(schema.get("allOf", ()))):
            yield from self._layers(below(place, "allOf", number), seen)
        if not _CONSTRAINTS.isdisjoint(schema):
            yield _layer(schema, place)

    def _is_nullable(self, place: str, seen: set[str]) -> bool:
        if place in seen:
            return False
        seen.add(place)
        schema = self.find(place)
        if schema.get("nullable") is True:
            return True
        targets = [schema["$ref"]] if "$ref" in schema else []
        targets += [below(place, "allOf", number) for number in range(len(schema.get("allOf", ())))]
        return any(self._is_nullable(target, seen) for target in targets)


def _layer(schema: Node, place: str) -> Layer:
    declared: Any = schema.get("type")
    types = frozenset([declared] if isinstance(declared, str) else declared) if declared else None
    values: Any = [schema["const"]] if "const" in schema else schema.get("enum")
    extra: Any = schema.get("additionalProperties")
    if isinstance(extra, dict):
        extra = below(place, "additionalProperties")
    elif "patternProperties" in schema:
        extra = True
    unions = (
        tuple(below(place, key, number) for number in range(len(schema[key])))
        for key in ("oneOf", "anyOf")
        if schema.get(key)
    )
    return Layer(
        place,
        types,
        None if values is None else frozenset((type_of(one), key_of(one)) for one in values),
        {name: below(place, "properties", name) for name in schema.get("properties", ())},
        tuple(schema.get("required", ())),
        extra or None,
        below(place, "items") if isinstance(schema.get("items"), dict) else None,
        tuple(unions),
    )


def below(place: str, *steps: str | int) -> str:
    """Return ``place`` extended by steps, which are escaped: https://www.rfc-editor.org/rfc/rfc6901"""
    return place + "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in steps)


def type_of(value: object) -> str:
    """Return the JSON type of a parsed value; a number without a fraction is an ``integer``."""
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case int():
            return "integer"
        case float():
            return "integer" if value.is_integer() else "number"
        case str():
            return "string"
        case list():
            return "array"
        case _:
            return "object"


def key_of(value: object) -> object:
    """Return what is compared with the values of an enumeration."""
    return str(cast("object", value)) if isinstance(value, (list, dict)) else value
