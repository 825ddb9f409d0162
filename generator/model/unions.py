"""Reads oneOf and anyOf: sorts the members by their JSON kind, and models by what tells them apart."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias

from attrs import frozen

from generator import ir
from generator.model.drafts import Drafts
from generator.model.marks import Traits, marks, recognises_all
from generator.refusal import Refusal

Note: TypeAlias = Callable[[str, str], None]
"""Records what is taken loosely: the place, and what became of it."""

_SCALAR_KINDS: dict[ir.ScalarKind, str] = {
    "str": "string",
    "datetime": "string",
    "date": "string",
    "binary": "string",
    "int": "number",
    "float": "number",
    "bool": "boolean",
    "json": "anything",
    "int_string": "string",
    "float_string": "string",
}


def json_kind(kind: ir.Type) -> str:
    """Return the JSON kind of values of ``kind``."""
    match kind:
        case ir.Scalar(name):
            return _SCALAR_KINDS[name]
        case ir.Constant(value):
            return "string" if isinstance(value, str) else "boolean" if isinstance(value, bool) else "number"
        case ir.EnumRef(_, of):
            return "string" if of == "str" else "number"
        case ir.ListOf():
            return "array"
        case ir.Nullable(inner):
            return json_kind(inner)
        case ir.KindUnion():
            return "several"
        case _:
            return "object"


@frozen
class Unions:
    """Reader of the unions of types that schemas have been read into."""

    drafts: Drafts
    note: Note

    def union_of(
        self, types: Iterable[ir.Type], discriminator: Mapping[str, Any] | None, place: str
    ) -> ir.Type:
        """Return the union of ``types``, or the one type that they come down to."""
        kinds: dict[str, list[ir.Type]] = {}
        for kind in _flattened(types):
            kinds.setdefault(json_kind(kind), []).append(kind)
        if "anything" in kinds:
            self.note(place, "has a member that allows any JSON: taken as free-form JSON")
            return ir.Scalar("json")
        if len(kinds.get("array", ())) > 1:
            kinds["array"] = [self._one_array(kinds["array"], place)]
        if "string" in kinds:
            kinds["string"] = _plain_strings(kinds["string"])
        if len(kinds.get("object", ())) > 1:
            kinds["object"] = [self._objects(kinds["object"], discriminator, place)]
        members = [kind for group in kinds.values() for kind in group]
        if not members:
            raise Refusal(place, "has no members", "declare them in the overlay")
        return members[0] if len(members) == 1 else ir.KindUnion(tuple(members))

    def _one_array(self, arrays: list[ir.Type], place: str) -> ir.Type:
        """Return an array whose items may be those of any member: nothing tells an empty array's kind."""
        self.note(place, "has several kinds of arrays: taken as one whose items may be of any of them")
        items = [kind.item for kind in arrays if isinstance(kind, ir.ListOf)]
        inner = self.union_of(items, None, place)
        nullable = any(isinstance(item, ir.Nullable) for item in items)
        return ir.ListOf(ir.Nullable(inner) if nullable else inner)

    def _objects(
        self, objects: list[ir.Type], discriminator: Mapping[str, Any] | None, place: str
    ) -> ir.Type:
        models = list(dict.fromkeys(model for kind in objects for model in _models(kind)))
        open_ended = any(isinstance(kind, (ir.FreeForm, ir.MapOf)) for kind in objects) or any(
            isinstance(kind, ir.ModelUnion) and kind.open_ended for kind in objects
        )
        if not models:
            self.note(place, "has several kinds of open objects: taken as a free-form object")
            return ir.FreeForm()
        traits = {model.name: self._traits(model, objects) for model in models}
        if discriminator:
            declared = self._declared(discriminator, models, traits, place)
            traits = {name: one.with_values(*declared[name]) for name, one in traits.items()}
        marked = marks(models, traits, open_ended=open_ended)
        loose = [model.name for model, mark in marked if mark is None]
        if loose:
            self.note(
                place,
                f"nothing tells {', '.join(loose)} from the {'other objects' if open_ended else 'other members'}: "
                "decoded as dict",
            )
        return ir.ModelUnion(
            tuple(model for model, _ in marked),
            tuple(mark for _, mark in marked),
            open_ended,
            closed=not open_ended and recognises_all(marked, traits),
        )

    def _traits(self, model: ir.ModelRef, objects: list[ir.Type]) -> Traits:
        """Return the traits of a model, with the discriminator of a union within the union."""
        found = Traits.of(self.drafts.bodies[model.name], self.drafts.document)
        for kind in objects:
            if isinstance(kind, ir.ModelUnion) and model in kind.members:
                mark = kind.marks[kind.members.index(model)]
                if mark is not None and mark.values and mark.properties[0] not in found.required:
                    found = found.with_values(mark.properties[0], mark.values)
        return found

    def _declared(
        self, declared: Mapping[str, Any], models: list[ir.ModelRef], traits: Mapping[str, Traits], place: str
    ) -> dict[str, tuple[str, tuple[str | int | bool, ...]]]:
        """Return the discriminator and its values for each model.

        The values are those of the mapping, else the constant of the model's own property, else the name of
        its schema.
        """
        wire, public = str(declared["propertyName"]), self.drafts.public
        targets: dict[str, list[str]] = {}
        for value, target in sorted(declared.get("mapping", {}).items()):
            name = public.get(str(target).rpartition("/")[2], "")
            if name not in traits:
                raise Refusal(
                    f"{place}/discriminator/mapping/{value}",
                    f"names {target}, which is not a member",
                    "add it to the union or drop the line in the overlay",
                )
            targets.setdefault(name, []).append(str(value))
        schemas = {name: schema for schema, name in public.items()}
        return {
            model.name: (
                wire,
                tuple(targets.get(model.name, ()))
                or traits[model.name].properties.get(wire)
                or (schemas[model.name],),
            )
            for model in models
        }


def _flattened(types: Iterable[ir.Type]) -> list[ir.Type]:
    """Remove duplicates, and replace unions within the union by their members."""
    found: dict[ir.Type, None] = {}
    for kind in types:
        inner = kind.inner if isinstance(kind, ir.Nullable) else kind
        found.update(dict.fromkeys(_flattened(inner.members) if isinstance(inner, ir.KindUnion) else [inner]))
    return list(found)


def _plain_strings(members: list[ir.Type]) -> list[ir.Type]:
    """Ignore formats if there are several: a string does not tell which one it has."""
    if len(members) == 1:
        return members
    plain = [ir.Scalar("str") if isinstance(kind, ir.Scalar) else kind for kind in members]
    return list(dict.fromkeys(plain))


def _models(kind: ir.Type) -> tuple[ir.ModelRef, ...]:
    if isinstance(kind, ir.ModelUnion):
        return kind.members
    return (kind,) if isinstance(kind, ir.ModelRef) else ()
