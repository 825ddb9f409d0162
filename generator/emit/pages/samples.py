"""Sample values of types: the spec's own examples where they fit the type, otherwise the plainest value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from attrs import frozen

from generator import ir
from generator.emit.code import Code, code, identifier, joined, literal

_TIMESTAMP = "2026-01-31T12:00:00.000Z"
_DEPTH = 6
_PLAIN: dict[ir.ScalarKind, object] = {
    "int": 1,
    "float": 0.5,
    "bool": True,
    "datetime": _TIMESTAMP,
    "date": _TIMESTAMP[:10],
    "json": {},
    "int_string": "1",
    "float_string": "0.5",
}
_KINDS: dict[ir.ScalarKind, tuple[type, ...]] = {
    "str": (str,),
    "int": (int,),
    "float": (int, float),
    "bool": (bool,),
    "datetime": (str,),
}


@frozen
class Samples:
    """Sample values of one API. ``document`` is its OpenAPI document after the overlay."""

    api: ir.Api
    document: Mapping[str, Any]

    def example(self, pointer: str, *steps: str) -> object:
        """Return the example of the schema at ``pointer``, None if it has none."""
        node: Any = self.document
        parts = [part.replace("~1", "/").replace("~0", "~") for part in pointer.removeprefix("#/").split("/")]
        for part in (*parts, *steps):
            if isinstance(node, list) and part.isdecimal() and int(part) < len(node):
                node = node[int(part)]
            elif isinstance(node, Mapping):
                node = node.get(part)
            else:
                return None
        return cast("object", node.get("example")) if isinstance(node, Mapping) else None

    def in_json(self, kind: ir.Type, name: str, example: object = None, depth: int = 0) -> object:
        """Return a value of ``kind`` as JSON. A string without an example is its ``name``."""
        match kind:
            case ir.Constant(value):
                return value
            case ir.EnumRef():
                values = self._values(kind)
                return example if example in values else values[0]
            case ir.Scalar(scalar):
                return example if _fits(example, scalar) else _PLAIN.get(scalar, name)
            case ir.Nullable(inner):
                return self.in_json(inner, name, example, depth)
            case ir.ListOf(inner):
                return [self.in_json(inner, name, None, depth + 1)] if depth < _DEPTH else []
            case ir.KindUnion(members) | ir.ModelUnion(members):
                return self.in_json(members[0], name, example, depth)
            case ir.ModelRef(model):
                return self.model(self.api.model(model), depth=depth)
            case _:
                return {}

    def model(
        self, model: ir.Model, fixed: Mapping[str, object] | None = None, depth: int = 0
    ) -> dict[str, object]:
        """Return an object of a model: its required fields, and the others that have an example.

        ``fixed`` are values by JSON name that are given.
        """
        found: dict[str, object] = {}
        for item in model.fields:
            example = self.example(model.pointer, "properties", item.wire)
            if fixed and item.wire in fixed:
                found[item.wire] = fixed[item.wire]
            elif depth < _DEPTH and (item.required or example is not None):
                found[item.wire] = self.in_json(item.type, item.wire, example, depth + 1)
        return found

    def in_python(self, kind: ir.Type, name: str, example: object = None) -> Code:
        """Return an expression for an argument of ``kind``. Models are in the module ``models``."""
        match kind:
            case ir.Scalar("datetime" | "date" as scalar):
                cls = code("datetime") if scalar == "datetime" else code("date")
                return code("{}.fromisoformat({})", cls, literal(self.in_json(kind, name, example)))
            case ir.Scalar("binary"):
                return code('b"..."')
            case ir.Scalar("int_string" | "float_string"):
                return code("1")
            case ir.Scalar("json") | ir.FreeForm() | ir.MapOf():
                return code("{{}}")
            case ir.Nullable(inner):
                return self.in_python(inner, name, example)
            case ir.ListOf(inner):
                return code("[{}]", self.in_python(inner, name))
            case ir.KindUnion(members) | ir.ModelUnion(members):
                return self.in_python(members[0], name, example)
            case ir.ModelRef(model):
                return self._built(self.api.model(model))
            case _:
                return literal(self.in_json(kind, name, example))

    def _built(self, model: ir.Model) -> Code:
        given = [
            code("{}={}", identifier(item.name), self.in_python(item.type, item.wire, self._of(model, item)))
            for item in model.fields
            if item.required
        ]
        return code("models.{}({})", identifier(model.name), joined(", ", given))

    def _of(self, model: ir.Model, item: ir.Field) -> object:
        return self.example(model.pointer, "properties", item.wire)

    def _values(self, kind: ir.EnumRef) -> tuple[str | int, ...]:
        return next(enum.values for enum in self.api.enums if enum.name == kind.name)


def _fits(example: object, kind: ir.ScalarKind) -> bool:
    kinds = _KINDS.get(kind, ())
    return isinstance(example, kinds) and (isinstance(example, bool) == (kind == "bool"))
