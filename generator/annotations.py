"""IR types -> Python annotations, and the names that they need."""

from __future__ import annotations

from collections.abc import Iterator

from . import ir

_SCALARS: dict[ir.ScalarKind, str] = {
    "str": "str",
    "int": "int",
    "float": "float",
    "bool": "bool",
    "instant": "datetime",
    "date": "date",
    "binary": "bytes",
    "json": "JSON",
    "int_text": "int",
    "float_text": "float",
}


def literal(value: object) -> str:
    """A JSON value as Python source with double quotes."""
    if isinstance(value, str):
        escaped = value.encode("unicode_escape").decode("ascii").replace('"', '\\"')
        return f'"{escaped}"' if not value.isprintable() else f'"{_quoted(value)}"'
    return repr(value)


def _quoted(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"')


def annotation(kind: ir.Type, *, sent: bool, list_name: str = "list") -> str:
    """``sent``: what a caller gives, where any sequence or mapping will do; otherwise what a decoder makes.

    ``list_name`` spells the builtin where a class has a method of that name.
    """

    def inner(part: ir.Type) -> str:
        return annotation(part, sent=sent, list_name=list_name)

    match kind:
        case ir.Scalar(name):
            return _SCALARS[name]
        case ir.FreeForm():
            return "Mapping[str, Any]" if sent else "dict[str, Any]"
        case ir.Constant(value, exact):
            return (
                f"Literal[{literal(value)}]"
                if exact
                else f"Literal[{literal(value)}] | {type(value).__name__}"
            )
        case ir.EnumRef(name, of):
            return f"{name} | {of}"
        case ir.ModelRef(name):
            return name
        case ir.ListOf(item):
            return f"{'Sequence' if sent else list_name}[{inner(item)}]"
        case ir.MapOf(value):
            return f"{'Mapping' if sent else 'dict'}[str, {inner(value)}]"
        case ir.Nullable(part):
            return united([inner(part), "None"])
        case ir.KindUnion(members):
            return united(inner(member) for member in members)
        case ir.ModelUnion(members):
            return united([*(member.name for member in members), "dict[str, Any]"])


def united(annotations: Iterator[str] | list[str]) -> str:
    """One union of several annotations, each member once, None last."""
    members = dict.fromkeys(part for text in annotations for part in parts_of(text))
    ordered = [part for part in members if part != "None"]
    return " | ".join([*ordered, *(["None"] if "None" in members else [])])


def parts_of(text: str) -> Iterator[str]:
    """The members of a union, brackets and quotes respected."""
    depth, start, quoted = 0, 0, False
    for place, character in enumerate(text):
        if character == '"' and text[place - 1] != "\\":
            quoted = not quoted
        elif not quoted:
            depth += (character == "[") - (character == "]")
            if character == "|" and depth == 0:
                yield text[start:place].strip()
                start = place + 1
    yield text[start:].strip()


def runtime_type(kind: ir.Type) -> str | None:
    """The type as an expression that a generated method hands to the codec; None where no one type says it."""
    match kind:
        case ir.ModelRef(name):
            return f"models.{name}"
        case ir.ListOf(inner) if isinstance(
            inner, (ir.ModelRef, ir.Scalar, ir.FreeForm, ir.ListOf, ir.MapOf)
        ):
            part = runtime_type(inner)
            return part and f"list[{part}]"
        case ir.MapOf(inner) if isinstance(inner, (ir.ModelRef, ir.Scalar, ir.FreeForm, ir.ListOf, ir.MapOf)):
            part = runtime_type(inner)
            return part and f"dict[str, {part}]"
        case ir.Scalar(name) if name not in ("json", "int_text", "float_text"):
            return _SCALARS[name]
        case ir.FreeForm():
            return "dict[str, Any]"
        case ir.EnumRef(_, of):
            return of
        case ir.Constant(value, _):
            return type(value).__name__
        case _:
            return None


def names_in(kind: ir.Type) -> Iterator[str]:
    """The models and enumerations that an annotation of ``kind`` needs."""
    if isinstance(kind, (ir.EnumRef, ir.ModelRef)):
        yield kind.name
    for inner in ir.inner_types(kind):
        yield from names_in(inner)


def models_in(kind: ir.Type) -> Iterator[str]:
    """The models whose decoders a decoder of ``kind`` calls itself, outside of its unions."""
    if isinstance(kind, ir.ModelRef):
        yield kind.name
    if not isinstance(kind, (ir.ModelUnion, ir.KindUnion)):
        for inner in ir.inner_types(kind):
            yield from models_in(inner)


def unions_in(kind: ir.Type) -> Iterator[ir.ModelUnion | ir.KindUnion]:
    """The unions that a decoder of ``kind`` calls itself, outside of other unions."""
    if isinstance(kind, (ir.ModelUnion, ir.KindUnion)):
        yield kind
    else:
        for inner in ir.inner_types(kind):
            yield from unions_in(inner)
