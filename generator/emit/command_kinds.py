"""The kinds of values on a command line, as strings that the runtime reads."""

from __future__ import annotations

from generator import ir


def kind_of(kind: ir.Type) -> str:
    """Return how a value is read.

    ``list:`` and ``map:`` precede the kind of the items. ``model:`` precedes the name of a model, ``models:``
    several of which one fits. ``text`` is a string that may be in a file. ``object`` and ``json`` are JSON,
    and so is ``json-or-str`` unless it cannot be parsed.
    """
    match kind:
        case ir.Scalar(name):
            return {"int_string": "int", "float_string": "float"}.get(name, name)
        case ir.FreeForm():
            return "object"
        case ir.Constant(value):
            return type(value).__name__
        case ir.EnumRef(_, of):
            return of
        case ir.ModelRef(name):
            return f"model:{name}"
        case ir.ModelUnion(members):
            return "models:" + "|".join(member.name for member in members)
        case ir.ListOf(item):
            return f"list:{kind_of(item)}"
        case ir.MapOf(value):
            return f"map:{kind_of(value)}"
        case ir.Nullable(inner):
            return kind_of(inner)
        case ir.KindUnion(members):
            return "json-or-str" if any(kind_of(member) == "str" for member in members) else "json"


def choices(api: ir.Api, kind: ir.Type) -> tuple[object, ...]:
    """Return the known values of an enumeration, a constant, or a list of either."""
    match kind:
        case ir.EnumRef(name):
            return next(enum.values for enum in api.enums if enum.name == name)
        case ir.Constant(value) if not isinstance(value, bool):
            return (value,)
        case ir.ListOf(inner) | ir.Nullable(inner):
            return choices(api, inner)
        case _:
            return ()


def holds_secret(api: ir.Api, kind: ir.Type, seen: frozenset[str] = frozenset()) -> bool:
    """Return whether a value may contain a secret field, however deep."""
    if isinstance(kind, ir.ModelRef):
        if kind.name in seen:
            return False
        fields = api.model(kind.name).fields
        return any(
            item.secret
            or item.wire in api.secret_request_fields
            or holds_secret(api, item.type, seen | {kind.name})
            for item in fields
        )
    return any(holds_secret(api, inner, seen) for inner in ir.inner_types(kind))
