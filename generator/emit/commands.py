"""The data of the command line: one module for each group of commands, and an index with their summaries.

Names follow from the SDK's names of resources, methods and parameters. What people decided is in
commands.toml.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from attrs import frozen

from generator import ir
from generator.emit.code import Code, code, joined, literal
from generator.emit.command_kinds import choices, holds_secret, kind_of
from generator.emit.command_results import records_of, result_of, shape_of
from generator.model.readers import EXTRA_FIELD
from generator.refusal import Refusal
from generator.source.commands_file import CommandsFile
from generator.text import plain

RESERVED = frozenset(
    {
        "all",
        "base-url",
        "debug",
        "dry-run",
        "fields",
        "help",
        "limit",
        "no-pager",
        "null",
        "offset",
        "output",
        "page-size",
        "profile",
        "project",
        "save-to",
        "show-secrets",
        "utc",
        "version",
        "wide",
        "yes",
    }
)
"""Options of the frame. A field of such a name gets the prefix ``field-``."""

_CONFIRMED = ("cancel", "delete", "remove", "revoke", "uninstall")
"""First words of methods that take something away."""


@frozen
class Command:
    """An operation and its place in the tree of commands."""

    group: str
    name: str
    operation: ir.Operation


def commands(api: ir.Api) -> list[Command]:
    """Return every operation with the names of its group and its command, sorted.

    Where two scopes have the same command, that of the narrower one keeps the name, and the other one is
    named after its scope.
    """
    found: dict[tuple[str, str], ir.Operation] = {}
    for operation in sorted(api.operations, key=lambda op: (-op.bound, op.scope, op.resource, op.method)):
        place = kebab(operation.resource), kebab(operation.method)
        if place in found:
            place = place[0], f"{place[1]}-{kebab(operation.scope)}"
        if place in found:
            raise Refusal(
                operation.public_name,
                f"has the command of {found[place].public_name}: {' '.join(place)}",
                "give one of them another name in names.toml",
            )
        found[place] = operation
    return [Command(*place, operation) for place, operation in sorted(found.items())]


def kebab(name: str) -> str:
    return name.strip("_").replace("_", "-")


def index_module(api: ir.Api, decided: CommandsFile) -> dict[str, Any]:
    """Return the context of the index."""
    groups: dict[str, dict[str, object]] = {}
    for command in commands(api):
        groups.setdefault(command.group, {})[command.name] = _summary(command.operation)
    return {"groups": data({name: (decided.group(name), members) for name, members in groups.items()})}


def group_modules(api: ir.Api, decided: CommandsFile) -> dict[str, dict[str, Any]]:
    """Return the contexts of the modules of all groups by module name."""
    groups: dict[str, dict[str, ir.Operation]] = {}
    for command in commands(api):
        groups.setdefault(command.group, {})[command.name] = command.operation
    return {
        f"of_{name.replace('-', '_')}": {
            "title": f"The operations of `cortex {name}`.",
            "models": data(_models(api, members.values(), decided)),
            "operations": data({name: _entry(api, one, decided) for name, one in members.items()}),
        }
        for name, members in groups.items()
    }


def _models(
    api: ir.Api, operations: Iterable[ir.Operation], decided: CommandsFile
) -> dict[str, dict[str, object]]:
    """Return what is shown of the models that operations return records of, by name."""
    names = {model for operation in operations if (model := shape_of(operation)[1]) is not None}
    return {name: records_of(api, name, decided) for name in sorted(names)}


def _entry(api: ir.Api, operation: ir.Operation, decided: CommandsFile) -> dict[str, object]:
    entry: dict[str, object] = {
        "id": operation.id,
        "call": (operation.scope, operation.resource, operation.method),
        "request": f"{operation.http_method} {operation.path}",
        "summary": _summary(operation),
        "help": _help(operation),
        "parameters": _parameters(api, operation, decided),
        "result": result_of(operation, decided),
    }
    if _takes_away(operation) or operation.id in decided.confirmed:
        entry["confirm"] = True
    if operation.id in decided.paid:
        entry["paid"] = dict(decided.paid[operation.id])
    if operation.id in decided.classes:
        entry["class"] = decided.classes[operation.id]
    if not operation.schemes:
        entry["anonymous"] = True
    if operation.paging is not None:
        entry["paged"] = True
    return entry


def _takes_away(operation: ir.Operation) -> bool:
    return operation.http_method == "DELETE" or operation.method.startswith(_CONFIRMED)


def _summary(operation: ir.Operation) -> str:
    words = " ".join(plain(operation.summary or operation.id).split())
    return f"{words} (deprecated)" if operation.deprecated else words


def _help(operation: ir.Operation) -> str:
    return plain(operation.doc) if operation.doc != operation.summary else ""


def _parameters(api: ir.Api, operation: ir.Operation, decided: CommandsFile) -> tuple[object, ...]:
    left_out = decided.left_out.get(operation.id, ())
    found = [
        _described(api, p.name, p.type, p.doc, required=p.required, place=p.place)
        for p in ir.call_parameters(operation)
        if p.name not in left_out
    ]
    body = operation.body
    if body is not None and body.keywords is None:
        kind = ir.Scalar("binary") if body.media in ("binary", "text") else body.type
        found.append(_described(api, "body", kind, "The body.", required=body.required))
    elif body is not None:
        for keyword in body.keywords or ():
            item = keyword.field
            entry = _described(api, keyword.name, item.type, item.doc, required=item.required, field=item)
            found.append(entry)
        if body.extra is not None:
            found.append(
                _described(api, EXTRA_FIELD, ir.MapOf(body.extra), "Further members.", required=False)
            )
    found += [dict(entry) for entry in decided.added.get(operation.id, ())]
    for entry in found:
        if entry["kind"] == "str" and entry["name"] in decided.from_files:
            entry["kind"] = "text"
    return _with_options(found)


def _described(
    api: ir.Api,
    name: str,
    kind: ir.Type,
    doc: str,
    *,
    required: bool,
    place: str = "body",
    field: ir.Field | None = None,
) -> dict[str, object]:
    entry: dict[str, object] = {"name": name, "kind": kind_of(kind)}
    values = choices(api, kind)
    facts = {
        "help": " ".join(plain(doc).split()),
        "choices": values,
        "positional": place == "path",
        "required": required,
        "nullable": field is not None and field.nullable,
        "secret": (field is not None and field.secret) or holds_secret(api, kind),
        "deprecated": field is not None and field.deprecated,
    }
    return entry | {key: value for key, value in facts.items() if value}


def _with_options(parameters: list[dict[str, object]]) -> tuple[object, ...]:
    """Add the name of each option. Names are unique, also among the opposites of switches."""
    taken: set[str] = set(RESERVED)
    for entry in parameters:
        name = kebab(str(entry["name"]))
        if name in RESERVED:
            name = f"field-{name}"
        while name in taken:
            name += "-"
        switch = entry["kind"] == "bool" and f"no-{name}" not in taken
        taken |= {name, f"no-{name}"} if switch else {name}
        entry["option"] = name
    return tuple(parameters)


def data(value: object) -> Code:
    """Return a literal of dicts, tuples and scalars."""
    if isinstance(value, dict):
        members = [code("{}: {}", literal(key), data(member)) for key, member in value.items()]
        return code("{{{}}}", joined(", ", members))
    if isinstance(value, (tuple, list)):
        items = [code("{},", data(item)) for item in value]
        return code("({})", joined(" ", items))
    return literal(value)
