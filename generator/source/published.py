"""What earlier builds published, and what happens to it when the spec changes.

lock.json records it, since neither the new spec nor names.toml can tell a removed operation from a misspelt
line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from attrs import field, frozen

from generator import ir
from generator.naming import PLACEHOLDER, field_name
from generator.refusal import Refusal
from generator.source.names import Names
from generator.source.parsing import read_json


@frozen
class Published:
    """operations: operationId -> method and path. fields: schema -> JSON names. enums: key -> public name.

    path_parameters: operationId -> (placeholder, public name) of each path parameter, in order.
    responses: operationId -> ``list`` or ``json`` for those that return a plain list or parsed JSON.
    field_names: ``Schema.property`` -> public name of those that share their default name with another one.
    """

    operations: Mapping[str, str] = field(factory=dict)
    fields: Mapping[str, tuple[str, ...]] = field(factory=dict)
    enums: Mapping[str, str] = field(factory=dict)
    path_parameters: Mapping[str, tuple[tuple[str, str], ...]] = field(factory=dict)
    responses: Mapping[str, str] = field(factory=dict)
    field_names: Mapping[str, str] = field(factory=dict)

    @classmethod
    def of(cls, api: ir.Api) -> Published:
        return cls(
            {operation.id: f"{operation.http_method} {operation.path}" for operation in api.operations},
            {model.schema: tuple(sorted(f.wire for f in model.fields)) for model in api.models},
            {key: enum.name for enum in api.enums for key in enum.keys},
            {
                operation.id: tuple((p.wire, p.name) for p in operation.path_parameters)
                for operation in api.operations
                if operation.path_parameters
            },
            {operation.id: kind for operation in api.operations if (kind := _plain(operation))},
            {f"{model.schema}.{wire}": name for model in api.models for wire, name in _twins(model)},
        )

    def joined(self, later: Published) -> Published:
        """Merge both; ``later`` wins. Nothing that was ever published is forgotten."""
        return Published(
            {**self.operations, **later.operations},
            {**self.fields, **later.fields},
            {**self.enums, **later.enums},
            {**self.path_parameters, **later.path_parameters},
            # What returned a list or JSON once returns something else only if a person decided so.
            {
                **{id_: kind for id_, kind in self.responses.items() if id_ not in later.operations},
                **later.responses,
            },
            {**self.field_names, **later.field_names},
        )

    def as_json(self) -> dict[str, Any]:
        return {
            "enums": dict(sorted(self.enums.items())),
            **({"field_names": dict(sorted(self.field_names.items()))} if self.field_names else {}),
            "fields": {schema: list(wires) for schema, wires in sorted(self.fields.items())},
            "operations": dict(sorted(self.operations.items())),
            "path_parameters": {
                operation: dict(pairs) for operation, pairs in sorted(self.path_parameters.items())
            },
            "responses": dict(sorted(self.responses.items())),
        }

    def response(self, operation_id: str, method: str, path: str) -> str | None:
        """Return ``list`` or ``json`` if the operation was published with that plain return type."""
        return self.responses.get(self._known_as(operation_id, method, path))

    def path_names(self, operation_id: str, method: str, path: str) -> tuple[tuple[str, str], ...]:
        """Return the published path parameters of an operation, whose operationId may be new."""
        return self.path_parameters.get(self._known_as(operation_id, method, path), ())

    def _known_as(self, operation_id: str, method: str, path: str) -> str:
        """Return the operationId under which the operation was published."""
        if operation_id in self.operations:
            return operation_id
        here = route(method, path)
        former = (old for old, of in sorted(self.operations.items()) if route(*of.split(" ", 1)) == here)
        return next(former, operation_id)


def _plain(operation: ir.Operation) -> str | None:
    """Return what ``Published.responses`` says about an operation."""
    if operation.response.kind == "undeclared":
        return "json"
    if operation.paging is not None:
        return "list" if operation.paging.whole else None
    return "list" if isinstance(operation.response.type, ir.ListOf) else None


def _twins(model: ir.Model) -> Iterator[tuple[str, str]]:
    """Yield the JSON and public names of fields that have another name than their default, which is taken."""
    defaults = [field_name(item.wire) for item in model.fields]
    for item, default in zip(model.fields, defaults, strict=True):
        if defaults.count(default) > 1 and item.name != default:
            yield item.wire, item.name


def read(path: Path) -> Published:
    """Read lock.json; a missing file means that nothing is published."""
    if not path.is_file():
        return Published()
    try:
        declared = read_json(path.read_text("utf-8")).get("published", {})
        return Published(
            dict(declared.get("operations", {})),
            {schema: tuple(wires) for schema, wires in declared.get("fields", {}).items()},
            dict(declared.get("enums", {})),
            {of: tuple(pairs.items()) for of, pairs in declared.get("path_parameters", {}).items()},
            dict(declared.get("responses", {})),
            dict(declared.get("field_names", {})),
        )
    except (ValueError, AttributeError, TypeError, RecursionError) as error:
        raise Refusal(str(path), f"cannot be read ({error})", "restore it from the last commit") from None


def route(method: str, path: str) -> str:
    """Return method and path without parameter names, which identify a renamed operation."""
    return f"{method.upper()} {PLACEHOLDER.sub('{}', path)}"


def kept_names(published: tuple[tuple[str, str], ...], placeholders: Sequence[str]) -> Mapping[str, str]:
    """Return the published name of each placeholder that has one.

    A placeholder keeps its name wherever it moves. If as many are new as are gone, they were renamed: they
    take over the names in order.
    """
    known = dict(published)
    kept = {wire: known[wire] for wire in placeholders if wire in known}
    gone = [name for wire, name in published if wire not in kept]
    new = [wire for wire in placeholders if wire not in kept]
    return {**kept, **dict(zip(new, gone, strict=True))} if len(gone) == len(new) else kept


def bring_back_operations(names: Names, routes: Mapping[str, str]) -> None:
    """Give operations that the spec has again their old names.

    ``routes`` maps operationIds of the spec to routes.
    """
    for gone in names.removed("operations"):
        if gone in routes:
            names.restore("operations", gone)


def settle_operations(
    names: Names, published: Published, routes: Mapping[str, str], components: Mapping[str, Any], until: str
) -> None:
    """Rename and retire entries of [operations]. ``routes`` maps operationIds of the spec to routes.

    Raises ``Refusal`` for a misspelt line.
    """
    named = names.entries("operations")
    heirs = {of: new for new, of in routes.items() if new not in named}
    for old, name in named.items():
        if old in routes:
            continue
        if old not in published.operations:
            raise Refusal(
                f"{names.source}: [operations] {old}",
                "is not an operation of the spec",
                "fix or remove the line",
            )
        new = heirs.pop(route(*published.operations[old].split(" ", 1)), None)
        if new is not None:
            names.rename_operation(old, new, components)
        else:
            names.remove("operations", old, name, until)


def settle_fields(names: Names, published: Published, api: ir.Api, until: str) -> None:
    """Record the fields that models of responses have lost, and drop the record of those that are back."""
    present = {model.schema: {f.wire for f in model.fields} for model in api.models if model.received}
    for key in names.removed("fields"):
        schema, _, wire = key.rpartition(".")
        if wire in present.get(schema, ()):
            names.restore("fields", key)
    noted = names.removed("fields")
    for schema, wires in present.items():
        for wire in published.fields.get(schema, ()):
            key = f"{schema}.{wire}"
            if wire not in wires and key not in noted:
                name = published.field_names.get(key) or names.field_name(schema, wire)
                names.remove("fields", key, name, until)


def refuse_strays(names: Names, published: Published, api: ir.Api, components: Mapping[str, Any]) -> None:
    """Raise ``Refusal`` for lines of names.toml that no spec ever needed: most likely they are misspelt."""
    operations = {operation.id for operation in api.operations} | set(api.documentation_only)
    for section in ("schemas", "bases", "enums", "fields", "parameters"):
        for key in names.unasked(section):
            owner, _, wire = key.rpartition(".")
            known = {
                "schemas": key in published.fields or key in components,
                "bases": key in published.fields,
                "enums": key in published.enums,
                "fields": wire in published.fields.get(owner, ()) or key in names.removed("fields"),
                "parameters": owner in names.removed("operations")
                or wire in dict(published.path_parameters.get(owner, ())),
            }
            if not known[section]:
                raise Refusal(
                    f"{names.source}: [{section}] {key}",
                    "matches nothing in the spec",
                    "fix or remove the line",
                )
    for name in names.setting("repeatable").get("operations", ()):
        if name not in operations | set(names.removed("operations")):
            raise Refusal(
                f"{names.source}: [repeatable] {name}", "is not an operation of the spec", "fix or remove it"
            )
    parameters = {p.wire for operation in api.operations for p in operation.path_parameters}
    for name in names.setting("personal").get("parameters", ()):
        if name not in parameters:
            raise Refusal(
                f"{names.source}: [personal] {name}",
                "is not a path parameter of the spec",
                "fix or remove it",
            )
    for scope, prefix in names.setting("scopes").items():
        if not any(operation.path.startswith(f"{prefix}/") for operation in api.operations):
            raise Refusal(
                f"{names.source}: [scopes] {scope}", f"no path starts with {prefix}", "fix or remove the line"
            )
