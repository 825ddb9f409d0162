"""oneOf and anyOf: what tells their members apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from generator import ir
from generator.refusal import Refusal

_SCALAR_KINDS: dict[ir.ScalarKind, str] = {
    "str": "string",
    "instant": "string",
    "date": "string",
    "binary": "string",
    "int": "number",
    "float": "number",
    "bool": "boolean",
    "json": "anything",
    "int_text": "string",
    "float_text": "string",
}


def json_kind(kind: ir.Type) -> str:
    """Which JSON kind a value of ``kind`` has on the wire."""
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


def flattened(types: Iterable[ir.Type]) -> list[ir.Type]:
    """Without repetitions; a union within a union gives its members."""
    found: dict[ir.Type, None] = {}
    for kind in types:
        inner = kind.inner if isinstance(kind, ir.Nullable) else kind
        found.update(dict.fromkeys(flattened(inner.members) if isinstance(inner, ir.KindUnion) else [inner]))
    return list(found)


def by_kind(types: Sequence[ir.Type], place: str) -> dict[str, list[ir.Type]]:
    """The members by their JSON kind. Raises ``Refusal`` for two that nothing tells apart."""
    kinds: dict[str, list[ir.Type]] = {}
    for kind in types:
        kinds.setdefault(json_kind(kind), []).append(kind)
    if "anything" in kinds:
        raise Refusal(
            place, "has a member that any JSON fits", "state x-free-form: true for the whole in the overlay"
        )
    if len(kinds.get("array", ())) > 1:
        raise Refusal(
            place, "has several kinds of arrays", "merge them in the overlay: no rule tells them apart"
        )
    if "string" in kinds:
        kinds["string"] = _plain_strings(kinds["string"])
    return kinds


def _plain_strings(members: list[ir.Type]) -> list[ir.Type]:
    """One member is read by its format; of several, a text does not tell which it is."""
    if len(members) == 1:
        return members
    plain = [ir.Scalar("str") if isinstance(kind, ir.Scalar) else kind for kind in members]
    return list(dict.fromkeys(plain))


def only_models(objects: list[ir.Type], place: str) -> tuple[ir.ModelRef, ...]:
    """The models among which a discriminator or a property decides. Raises ``Refusal`` where something else is among them."""
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


def discriminator_keys(
    stated: Mapping[str, Any], members: tuple[ir.ModelRef, ...], public: Mapping[str, str], place: str
) -> tuple[tuple[str, ...], ...]:
    """Per member the values of the discriminator: those of the mapping, else the schema's own name."""
    targets: dict[str, list[str]] = {}
    for value, target in sorted(stated.get("mapping", {}).items()):
        name = public.get(str(target).rpartition("/")[2], "")
        if name not in {member.name for member in members}:
            raise Refusal(
                f"{place}/discriminator/mapping/{value}",
                f"names {target}, which is no member",
                "add it to the union or drop the line in the overlay",
            )
        targets.setdefault(name, []).append(str(value))
    schemas = {name: schema for schema, name in public.items()}
    return tuple(tuple(targets.get(member.name) or [schemas[member.name]]) for member in members)


def own_property(member: ir.ModelRef, bodies: Mapping[str, Mapping[str, Any]], place: str) -> str:
    """A required property that no other member has. ``bodies`` holds the schema of every member by its name."""
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
