"""Reads oneOf and anyOf: finds out what tells the members apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from generator import ir
from generator.refusal import Refusal

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


def union_of(
    types: Iterable[ir.Type],
    discriminator: Mapping[str, Any] | None,
    public: Mapping[str, str],
    bodies: Mapping[str, Mapping[str, Any]],
    place: str,
) -> ir.Type:
    """Return the union of ``types``, or the one type that they come down to.

    ``public`` maps schemas to public names, ``bodies`` public names to schemas. Raises ``Refusal`` where
    nothing tells the members apart.
    """
    kinds = _by_kind(_flattened(types), place)
    if len(kinds.get("object", ())) > 1:
        models = _only_models(kinds["object"], place)
        kinds["object"] = [_model_union(models, discriminator, public, bodies, place)]
    members = [kind for group in kinds.values() for kind in group]
    if not members:
        raise Refusal(place, "has no members", "declare them in the overlay")
    return members[0] if len(members) == 1 else ir.KindUnion(tuple(members))


def _model_union(
    members: tuple[ir.ModelRef, ...],
    discriminator: Mapping[str, Any] | None,
    public: Mapping[str, str],
    bodies: Mapping[str, Mapping[str, Any]],
    place: str,
) -> ir.ModelUnion:
    if discriminator:
        keys = _discriminator_keys(discriminator, members, public, place)
        return ir.ModelUnion(members, str(discriminator["propertyName"]), keys)
    schemas = {member.name: bodies[member.name] for member in members}
    return ir.ModelUnion(members, None, tuple((_own_property(member, schemas, place),) for member in members))


def _flattened(types: Iterable[ir.Type]) -> list[ir.Type]:
    """Remove duplicates, and replace unions within the union by their members."""
    found: dict[ir.Type, None] = {}
    for kind in types:
        inner = kind.inner if isinstance(kind, ir.Nullable) else kind
        found.update(dict.fromkeys(_flattened(inner.members) if isinstance(inner, ir.KindUnion) else [inner]))
    return list(found)


def _by_kind(types: Sequence[ir.Type], place: str) -> dict[str, list[ir.Type]]:
    """Group the members by JSON kind. Raises ``Refusal`` for two that nothing tells apart."""
    kinds: dict[str, list[ir.Type]] = {}
    for kind in types:
        kinds.setdefault(json_kind(kind), []).append(kind)
    if "anything" in kinds:
        raise Refusal(
            place, "has a member that allows any JSON", "use x-free-form: true for the whole in the overlay"
        )
    if len(kinds.get("array", ())) > 1:
        raise Refusal(
            place, "has several kinds of arrays", "merge them in the overlay: no rule tells them apart"
        )
    if "string" in kinds:
        kinds["string"] = _plain_strings(kinds["string"])
    return kinds


def _plain_strings(members: list[ir.Type]) -> list[ir.Type]:
    """Ignore formats if there are several: a string does not tell which one it has."""
    if len(members) == 1:
        return members
    plain = [ir.Scalar("str") if isinstance(kind, ir.Scalar) else kind for kind in members]
    return list(dict.fromkeys(plain))


def _only_models(objects: list[ir.Type], place: str) -> tuple[ir.ModelRef, ...]:
    """Return ``objects`` as models. Raises ``Refusal`` if one is something else."""
    for kind in objects:
        if isinstance(kind, ir.ModelUnion):
            raise Refusal(place, "has a union of objects as a member", "list its members here in the overlay")
        if not isinstance(kind, ir.ModelRef):
            raise Refusal(
                place,
                "mixes described objects with open ones",
                "keep one of them in the overlay: no rule tells them apart",
            )
    return tuple(kind for kind in objects if isinstance(kind, ir.ModelRef))


def _discriminator_keys(
    declared: Mapping[str, Any], members: tuple[ir.ModelRef, ...], public: Mapping[str, str], place: str
) -> tuple[tuple[str, ...], ...]:
    """Return the discriminator values of each member, by default the name of its schema."""
    targets: dict[str, list[str]] = {}
    for value, target in sorted(declared.get("mapping", {}).items()):
        name = public.get(str(target).rpartition("/")[2], "")
        if name not in {member.name for member in members}:
            raise Refusal(
                f"{place}/discriminator/mapping/{value}",
                f"names {target}, which is not a member",
                "add it to the union or drop the line in the overlay",
            )
        targets.setdefault(name, []).append(str(value))
    schemas = {name: schema for schema, name in public.items()}
    return tuple(tuple(targets.get(member.name) or [schemas[member.name]]) for member in members)


def _own_property(member: ir.ModelRef, bodies: Mapping[str, Mapping[str, Any]], place: str) -> str:
    """Return a required property that no other member has. ``bodies`` maps members to their schemas."""
    others = {wire for name in bodies if name != member.name for wire in bodies[name].get("properties", {})}
    body = bodies[member.name]
    own: list[str] = sorted(
        wire for wire in body.get("properties", {}) if wire in body.get("required", ()) and wire not in others
    )
    if not own:
        raise Refusal(
            place, f"nothing tells {member.name} from the other members", "add a discriminator in the overlay"
        )
    return own[0]
