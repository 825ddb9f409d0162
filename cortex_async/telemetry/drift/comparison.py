"""Holds a parsed value against a schema. Pure: a value and a shape in, findings out.

Open as the models are: constraints on what a string or number may be, other than enumerations, do not count.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final, TypeAlias, cast

from attrs import define, field, frozen

from cortex_async.telemetry.drift.deviations import ANY_NAME, DeviationKind
from cortex_async.telemetry.drift.shapes import Layer, Shape, Shapes, key_of, type_of

MOST_VALUES: Final = 20_000
"""The most values that are looked at in one body."""

MOST_MEMBERS: Final = 100
"""The most items of a list, and members of a map, that are looked at."""

DEEPEST: Final = 64

Path: TypeAlias = tuple[str, ...]


@frozen
class Finding:
    """A deviation at one place of one body; see ``Deviation``.

    name: as sent, not yet fit to be shown.
    """

    kind: DeviationKind
    path: Path
    schema: str
    name: str = field(default="", repr=False)
    expected: str = ""
    found: str = ""


@define
class _Result:
    """What a value looks like under one schema, without its undocumented fields.

    fields: the declared ones. extra: whether others may be there. home: where to declare more.
    """

    home: str
    findings: list[Finding] = field(factory=list[Finding])
    fields: set[str] = field(factory=set[str])
    extra: bool = False

    def undocumented(self, value: object) -> list[str]:
        # An object without declared fields is a map.
        if self.extra or not self.fields or not isinstance(value, dict):
            return []
        names = [name for name in cast("dict[str, object]", value) if name not in self.fields]
        return names[:MOST_MEMBERS]

    def cost(self, value: object, path: Path) -> tuple[bool, int]:
        """How badly the value fits: the best of several variants of a union is the one that is meant."""
        wrong_type = any(one.kind == "type" and one.path == path for one in self.findings)
        return wrong_type, len(self.findings) + len(self.undocumented(value))

    def add(self, other: _Result) -> None:
        if other.fields:
            self.home = other.home
        self.findings += other.findings
        self.fields |= other.fields
        self.extra = self.extra or other.extra


class Comparison:
    """Holds one body against its schema. ``complete`` is False if not all of it was looked at."""

    def __init__(self, shapes: Shapes) -> None:
        self._shapes = shapes
        self._left = MOST_VALUES
        self.complete: bool = True

    def findings(self, place: str, value: object) -> list[Finding]:
        """Return how ``value`` deviates from the schema at ``place``."""
        return self._compare(self._shapes.at(place), value, ())

    def _compare(self, shape: Shape, value: object, path: Path) -> list[Finding]:
        result = self._result(shape, value, path)
        undocumented = (
            Finding(
                "undocumented_field",
                (*path, name),
                result.home,
                name,
                found=type_of(cast("dict[str, object]", value)[name]),
            )
            for name in result.undocumented(value)
        )
        return [*result.findings, *undocumented]

    def _result(self, shape: Shape, value: object, path: Path) -> _Result:
        result = _Result(shape.home)
        self._left -= 1
        if self._left < 0 or len(path) > DEEPEST:
            self.complete = False
            result.extra = True
            return result
        if value is None and shape.nullable:
            return result
        for layer in shape.layers:
            if layer.types is not None and not _fits(value, layer.types):
                # Null may be allowed for this use of the schema only.
                place = shape.place if value is None else layer.place
                expected = " or ".join(sorted(layer.types))
                result.findings = [Finding("type", path, place, expected=expected, found=type_of(value))]
                return result
            self._add_layer(result, layer, value, path)
        if any(layer.fields for layer in shape.layers):
            result.home = shape.home
        return result

    def _add_layer(self, result: _Result, layer: Layer, value: object, path: Path) -> None:
        for union in layer.unions:
            result.add(self._best(union, layer, value, path))
        if layer.values is not None and not _is_among(value, layer.values):
            name = value if isinstance(value, str) else ""
            result.findings.append(Finding("enum_value", path, layer.place, name, found=type_of(value)))
        if isinstance(value, dict):
            result.fields.update(layer.fields)
            result.extra = result.extra or layer.extra is not None
            result.findings += self._members(layer, cast("dict[str, Any]", value), path)
        elif isinstance(value, list) and layer.items is not None:
            shape = self._shapes.at(layer.items)
            for item in self._some(cast("list[object]", value)):
                result.findings += self._compare(shape, item, (*path, "[]"))

    def _best(self, union: tuple[str, ...], layer: Layer, value: object, path: Path) -> _Result:
        """Return the result for the variant that the value fits best."""
        variants = [self._result(self._shapes.at(one), value, path) for one in union]
        costs = [one.cost(value, path) for one in variants]
        best = variants[costs.index(min(costs))]
        if min(costs)[0]:
            best.findings = [_of_all(variants, layer.place)]
        return best

    def _members(self, layer: Layer, value: dict[str, Any], path: Path) -> Iterator[Finding]:
        for name in layer.required:
            if name not in value:
                yield Finding("missing_field", (*path, name), layer.place, name)
        for name, place in layer.fields.items():
            if name in value:
                yield from self._compare(self._shapes.at(place), value[name], (*path, name))
        if isinstance(layer.extra, str):
            shape = self._shapes.at(layer.extra)
            others = [member for name, member in value.items() if name not in layer.fields]
            for member in self._some(others):
                yield from self._compare(shape, member, (*path, ANY_NAME))

    def _some(self, members: list[object]) -> Iterable[object]:
        if len(members) > MOST_MEMBERS:
            self.complete = False
        return members[:MOST_MEMBERS]


def _fits(value: object, types: frozenset[str]) -> bool:
    kind = type_of(value)
    return kind in types or (kind == "integer" and "number" in types)


def _is_among(value: object, values: frozenset[tuple[str, object]]) -> bool:
    return (type_of(value), key_of(value)) in values


def _of_all(variants: list[_Result], place: str) -> Finding:
    """Return the one finding for a value that is of the type of no variant."""
    of_type = [one for variant in variants for one in variant.findings if one.kind == "type"]
    types = sorted({kind for one in of_type for kind in one.expected.split(" or ")})
    return Finding("type", of_type[0].path, place, expected=" or ".join(types), found=of_type[0].found)
