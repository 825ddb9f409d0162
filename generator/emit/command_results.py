"""How the result of an operation is shown: its shape, its fields, and the columns of a table."""

from __future__ import annotations

from generator import ir
from generator.source.commands_file import CommandsFile

MAX_COLUMNS = 6
_NAMES = ("name", "displayName", "title", "slug", "email", "key")
_REFERENCES = ("Id", "Ids")


def result_of(operation: ir.Operation, decided: CommandsFile) -> dict[str, object]:
    """Return the shape of a result, and the name of the model if it consists of records."""
    shape, model = shape_of(operation)
    found: dict[str, object] = {"shape": shape}
    if model is not None:
        found["model"] = model
    if operation.id in decided.reveals:
        found["reveals"] = True
    return found


def records_of(api: ir.Api, model: str, decided: CommandsFile) -> dict[str, object]:
    """Return the fields and the columns of a model."""
    found = api.model(model)
    return {
        "fields": tuple(item.wire for item in found.fields),
        "columns": decided.columns_of(found) or columns(found.fields, api.secret_fields),
    }


def shape_of(operation: ir.Operation) -> tuple[str, str | None]:
    """Return the shape of a result, and the model of its records, None for other results."""
    if operation.paging is not None:
        return "pages" if not operation.paging.whole else "list", _model(operation.paging.item)
    response = operation.response
    if response.kind != "typed":
        return {"undeclared": "value", "several": "value"}.get(response.kind, response.kind), None
    match response.type:
        case ir.ModelRef(name):
            return "record", name
        case ir.ListOf(item) if _model(item) is not None:
            return "list", _model(item)
        case _:
            return "value", None


def _model(kind: ir.Type) -> str | None:
    return kind.name if isinstance(kind, ir.ModelRef) else None


def columns(fields: tuple[ir.Field, ...], secret: tuple[str, ...]) -> tuple[str, ...]:
    """Return the columns of a table of a model that nobody has chosen columns for.

    Its id, its name, enumerations, then other plain fields, timestamps last. Ids of other records come in
    only if there is room.
    """
    shown = [item for item in fields if not item.secret and item.wire not in secret and _is_plain(item.type)]
    ranked = sorted(enumerate(shown), key=lambda entry: (_rank(entry[1]), entry[0]))
    best = [item for _, item in ranked][:MAX_COLUMNS]
    return tuple(item.wire for item in sorted(best, key=lambda item: (_rank(item) % 10, fields.index(item))))


def _is_plain(kind: ir.Type) -> bool:
    return isinstance(kind, (ir.Scalar, ir.EnumRef, ir.Constant)) and kind not in (
        ir.Scalar("json"),
        ir.Scalar("binary"),
    )


def _rank(item: ir.Field) -> int:
    if item.wire == "id":
        return 0
    if item.wire in _NAMES:
        return 1
    if isinstance(item.type, (ir.EnumRef, ir.Constant)):
        return 2
    if item.type in (ir.Scalar("datetime"), ir.Scalar("date")):
        return 4
    return 15 if item.wire.endswith(_REFERENCES) else 13
