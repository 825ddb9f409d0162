"""Reads OpenAPI parameters in paths, queries and headers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, cast

from attrs import evolve, frozen

from generator import ir
from generator.model.nullability import only_annotations
from generator.model.references import resolve_in
from generator.model.schemas import Schemas
from generator.model.unions import json_kind
from generator.naming import PLACEHOLDER, parameter_name, pascal, singular, snake
from generator.refusal import Refusal
from generator.source.names import Names

# In this order: of two parameters with one name, the later one gets a prefix.
_PLACES = {"path": 0, "query": 1, "header": 2}
_STYLES = {"path": "simple", "query": "form", "header": "simple"}
# OpenAPI derives these from media types and security schemes:
# https://spec.openapis.org/oas/v3.1.0#parameter-object
_IGNORED_HEADERS = frozenset({"accept", "authorization", "content-type"})


@frozen
class Parameters:
    """Reader of the parameters of one operation. Its own ones override those shared by its path."""

    schemas: Schemas
    operation_id: str
    path: str
    place: str
    bound: int = 0

    def read(self, shared: Sequence[Any], own: Sequence[Any]) -> tuple[ir.Parameter, ...]:
        found = {**self._declared(shared, self.place.rpartition("/")[0]), **self._declared(own, self.place)}
        in_path = PLACEHOLDER.findall(self.path)
        twin = next((wire for number, wire in enumerate(in_path) if wire in in_path[:number]), None)
        if twin is not None:
            raise Refusal(self.place, f"its path has {{{twin}}} twice", "rename one in the overlay")
        for wire in in_path:
            if ("path", wire) not in found:
                raise Refusal(
                    self.place, f"the path parameter {wire} is not declared", "declare it in the overlay"
                )
        ordered = [found.pop(("path", wire)) for wire in in_path]
        stray = next((wire for where, wire in found if where == "path"), None)
        if stray is not None:
            raise Refusal(
                self.place, f"the path parameter {stray} is not in the path", "fix the path in the overlay"
            )
        others = sorted(found.values(), key=lambda p: (_PLACES[p.place], not p.required, p.name))
        named = self._told_apart([*ordered[self.bound :], *others])
        in_url, others = named[: len(ordered) - self.bound], named[len(ordered) - self.bound :]
        return (
            *ordered[: self.bound],
            *in_url,
            *sorted(others, key=lambda p: (p.place, not p.required, p.name)),
        )

    def _declared(self, declared: Sequence[Any], where: str) -> dict[tuple[str, str], ir.Parameter]:
        """Return the parameters of one list by place and name. Raises ``Refusal`` for a repeated one."""
        found: dict[tuple[str, str], ir.Parameter] = {}
        for number, raw in enumerate(declared):
            at = f"{where}/parameters/{number}"
            parameter = self._parameter(resolve_in("parameters", raw, self.schemas.document, at), at)
            if parameter is None:
                continue
            # Names of headers differ in more than case.
            wire = parameter.wire.lower() if parameter.place == "header" else parameter.wire
            if (parameter.place, wire) in found:
                raise Refusal(
                    at, f"declares the {parameter.place} parameter {parameter.wire} again", "keep one of them"
                )
            found[parameter.place, wire] = parameter
        return found

    def _told_apart(self, parameters: list[ir.Parameter]) -> list[ir.Parameter]:
        """Prefix a name that a parameter in an earlier place has too with its place, as in ``query_id``."""
        places: dict[str, str] = {}
        found: list[ir.Parameter] = []
        for item in parameters:
            if places.setdefault(item.name, item.place) != item.place:
                item = evolve(item, name=f"{item.place}_{item.name}")  # noqa: PLW2901
            found.append(item)
        return found

    def _parameter(self, raw: Mapping[str, Any], place: str) -> ir.Parameter | None:
        wire, where = str(raw["name"]), str(raw["in"])
        if where not in _STYLES:
            raise Refusal(
                place, f"{wire} is in {where}", "use path, query or header: the client keeps no cookies"
            )
        if where == "header" and wire.lower() in _IGNORED_HEADERS:
            return None
        if "schema" not in raw:
            raise Refusal(
                place,
                f"{wire} has no schema",
                "declare one in the overlay; content is not supported for parameters",
            )
        style = raw.get("style", _STYLES[where])
        if style != _STYLES[where]:
            raise Refusal(place, f"{wire} has the style {style}", f"only {_STYLES[where]} is supported there")
        kind = self._type(raw["schema"], place + "/schema", wire)
        _refuse_unsendable(kind, wire, where, place)
        given = given_name(self.schemas.names, self.operation_id, where, wire)
        return ir.Parameter(
            name=given or self._default_name(wire, where),
            wire=wire,
            place=cast("Literal['path', 'query', 'header']", where),
            type=kind,
            required=raw.get("required") is True or where == "path",
            doc=str(raw.get("description", "")),
            pointer=place,
            joined=isinstance(kind, ir.ListOf) and raw.get("explode") is False,
            deprecated=raw.get("deprecated") is True,
        )

    def _type(self, schema: Any, place: str, wire: str) -> ir.Type:
        if isinstance(schema, Mapping) and only_annotations(schema) and "x-free-form" not in schema:
            self.schemas.note(place, "has no type: taken as a string")
            return ir.Scalar("str")
        kind = self.schemas.type_of(schema, place, f"{pascal(self.operation_id)}.{wire}")
        return _without_null(kind)

    def _default_name(self, wire: str, where: str) -> str:
        """Return a Python name.

        A path parameter ``id`` is named after its resource: session_id in ``/sessions/{id}``.
        """
        if where == "path" and wire == "id":
            before = self.path.partition("{id}")[0].rstrip("/").rpartition("/")[2]
            return snake(singular(before)) + "_id" if before else "id"
        return parameter_name(wire)


def given_name(names: Names, operation_id: str, place: str, wire: str) -> str | None:
    """Return the name in names.toml of a parameter, or of a field of the body if ``place`` is "body".

    ``operationId.place.name`` counts before ``operationId.name``, which may mean several places.
    """
    everywhere = names.get("parameters", f"{operation_id}.{wire}")
    return names.get("parameters", f"{operation_id}.{place}.{wire}") or everywhere


def _without_null(kind: ir.Type) -> ir.Type:
    """Return ``kind`` without null, which neither a URL nor a header can carry, not even in a list."""
    match kind:
        case ir.Nullable(inner):
            return _without_null(inner)
        case ir.ListOf(inner):
            return ir.ListOf(_without_null(inner))
        case ir.KindUnion(members):
            return ir.KindUnion(tuple(map(_without_null, members)))
        case _:
            return kind


def _refuse_unsendable(kind: ir.Type, wire: str, where: str, place: str) -> None:
    for member in kind.members if isinstance(kind, ir.KindUnion) else (kind,):
        item = member.item if isinstance(member, ir.ListOf) else member
        if json_kind(item) in ("object", "array", "several"):
            raise Refusal(
                place, f"{wire} is an object", "only scalars and lists of scalars can be parameters"
            )
        if json_kind(item) == "anything" or item == ir.Scalar("binary"):
            raise Refusal(
                place, f"{wire} cannot be sent in a URL or header", "declare a scalar in the overlay"
            )
        if where == "path" and isinstance(member, ir.ListOf):
            raise Refusal(place, f"{wire} is a list in a path", "declare a scalar in the overlay")
