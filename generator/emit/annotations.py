"""Python annotations of IR types, and the names that they use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator import ir
from generator.emit.code import Code, code, identifier, joined, literal

_SCALARS: dict[ir.ScalarKind, Code] = {
    "str": code("str"),
    "int": code("int"),
    "float": code("float"),
    "bool": code("bool"),
    "datetime": code("datetime"),
    "date": code("date"),
    "binary": code("bytes"),
    "json": code("JSON"),
    "int_string": code("int"),
    "float_string": code("float"),
}

NONE = code("None")
LIST = code("list")

_IN_ONE = (ir.ModelRef, ir.Scalar, ir.FreeForm, ir.ListOf, ir.MapOf)


def annotation(kind: ir.Type, *, sent: bool, list_name: Code = LIST) -> Code:
    """Return the annotation of ``kind``.

    ``sent``: passed by a caller, so any sequence or mapping is fine; otherwise created by a decoder.
    ``list_name`` is how to write the builtin in a class that has a method of that name.
    """
    return joined(" | ", members(kind, sent=sent, list_name=list_name))


def members(kind: ir.Type, *, sent: bool, list_name: Code = LIST) -> tuple[Code, ...]:
    """Return the members of the annotation of ``kind`` as a union, usually a single one."""

    def whole(part: ir.Type) -> Code:
        return annotation(part, sent=sent, list_name=list_name)

    def parts(part: ir.Type) -> tuple[Code, ...]:
        return members(part, sent=sent, list_name=list_name)

    match kind:
        case ir.Scalar(name):
            return (_SCALARS[name],)
        case ir.FreeForm():
            return (code("Mapping[str, Any]") if sent else code("dict[str, Any]"),)
        case ir.Constant(value, exact):
            known = code("Literal[{}]", literal(value))
            return (known,) if exact else (known, _type_of(value))
        case ir.EnumRef(name, of):
            return (identifier(name), _SCALARS[of])
        case ir.ModelRef(name):
            return (identifier(name),)
        case ir.ListOf(item):
            return (code("{}[{}]", code("Sequence") if sent else list_name, whole(item)),)
        case ir.MapOf(value):
            return (code("{}[str, {}]", code("Mapping") if sent else code("dict"), whole(value)),)
        case ir.Nullable(part):
            return united(parts(part), (NONE,))
        case ir.KindUnion(kinds):
            return united(*(parts(member) for member in kinds))
        case ir.ModelUnion(models, closed=closed):
            others = () if closed else (code("dict[str, Any]"),)
            return united([identifier(member.name) for member in models], others)


def united(*unions: Iterable[Code]) -> tuple[Code, ...]:
    """Merge several unions into one: each member once, None last."""
    found = dict.fromkeys(member for union in unions for member in union)
    ordered = [member for member in found if member != NONE]
    return (*ordered, NONE) if NONE in found else tuple(ordered)


def _type_of(value: str | int | bool) -> Code:
    return _SCALARS["bool" if isinstance(value, bool) else "int" if isinstance(value, int) else "str"]


def runtime_type(kind: ir.Type) -> Code | None:
    """Return the type as an expression for the codec, or None if no single expression exists."""
    match kind:
        case ir.ModelRef(name):
            return code("models.{}", identifier(name))
        case ir.ListOf(inner) if isinstance(inner, _IN_ONE):
            part = runtime_type(inner)
            return part and code("list[{}]", part)
        case ir.MapOf(inner) if isinstance(inner, _IN_ONE):
            part = runtime_type(inner)
            return part and code("dict[str, {}]", part)
        case ir.Scalar(name) if name not in ("json", "int_string", "float_string"):
            return _SCALARS[name]
        case ir.FreeForm():
            return code("dict[str, Any]")
        case ir.EnumRef(_, of):
            return _SCALARS[of]
        case ir.Constant(value, _):
            return _type_of(value)
        case _:
            return None


def names_in(kind: ir.Type) -> Iterator[str]:
    """Yield the models and enumerations in the annotation of ``kind``."""
    if isinstance(kind, (ir.EnumRef, ir.ModelRef)):
        yield kind.name
    for inner in ir.inner_types(kind):
        yield from names_in(inner)


def models_in(kind: ir.Type) -> Iterator[str]:
    """Yield the models whose decoders a decoder of ``kind`` calls directly, not through a union."""
    if isinstance(kind, ir.ModelRef):
        yield kind.name
    if not isinstance(kind, (ir.ModelUnion, ir.KindUnion)):
        for inner in ir.inner_types(kind):
            yield from models_in(inner)


def unions_in(kind: ir.Type) -> Iterator[ir.ModelUnion | ir.KindUnion]:
    """Yield the unions whose functions a decoder of ``kind`` calls directly, not through another union."""
    if isinstance(kind, (ir.ModelUnion, ir.KindUnion)):
        yield kind
    else:
        for inner in ir.inner_types(kind):
            yield from unions_in(inner)
