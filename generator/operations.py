"""Paths of the document -> operations of the IR."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from attrs import define, field

from . import ir
from .naming import Names, pascal, singular, snake
from .references import resolve
from .refusal import Refusal, pointer
from .schemas import Schemas

HTTP_METHODS = ("get", "put", "post", "delete", "options", "head", "patch")
# The keywords of core/request.Options and of a pager: every operation has them, so no parameter can.
PER_CALL_OPTIONS = frozenset({"timeout", "retry", "headers", "on_response"})
PAGER_KEYWORDS = frozenset({"page_size", "max_items", "offset"})

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


@define
class Operations:
    """Reads every operation, sorted by public name."""

    document: Mapping[str, Any]
    names: Names
    schemas: Schemas
    documentation_only: list[str] = field(factory=list)
    event_union: list[tuple[str, Any]] = field(factory=list)

    def read(self) -> tuple[ir.Operation, ...]:
        operations = [operation for operation in self._walk() if operation is not None]
        self._refuse_twins(operations)
        return tuple(sorted(operations, key=lambda operation: operation.public_name))

    def _walk(self) -> Iterator[ir.Operation | None]:
        ids: dict[str, str] = {}
        paths = self.document.get("paths", {})
        for path in sorted(paths):
            for method in HTTP_METHODS:
                if method not in paths[path]:
                    continue
                place = pointer("paths", path, method)
                body = paths[path][method]
                operation_id = str(body.get("operationId") or derived_id(method, path))
                if operation_id in ids:
                    raise Refusal(
                        place,
                        f"operationId {operation_id} stands at {ids[operation_id]} too",
                        "rename one in the overlay",
                    )
                ids[operation_id] = place
                yield self._operation(
                    operation_id, method, path, body, paths[path].get("parameters", ()), place
                )

    def _operation(
        self, operation_id: str, method: str, path: str, body: Mapping[str, Any], shared: Any, place: str
    ) -> ir.Operation | None:
        if body.get("x-documentation-only") is True:
            self.documentation_only.append(operation_id)
            self._note_event_union(body, place)
            return None
        scope, resource, name, bound = self._public_name(operation_id, path, body)
        parameters = self._parameters(operation_id, path, body, shared, place)
        answer, accept = self._answer(operation_id, body, place)
        operation = ir.Operation(
            id=operation_id,
            scope=scope,
            resource=resource,
            method=name,
            http_method=method.upper(),
            path=path,
            pointer=place,
            summary=str(body.get("summary", "")),
            doc=str(body.get("description", "")),
            parameters=parameters,
            body=self._body(operation_id, body, place),
            answer=answer,
            paging=self._paging(method, parameters, answer),
            schemes=self._schemes(body),
            bound=bound,
            statuses=tuple(sorted(str(status) for status in body.get("responses", {}))),
            accept=accept,
            repeatable=operation_id in (self.names.setting("repeatable") or {}).get("operations", ()),
            deprecated=body.get("deprecated") is True,
        )
        self._refuse_reserved(operation)
        return operation

    def _public_name(
        self, operation_id: str, path: str, body: Mapping[str, Any]
    ) -> tuple[str, str, str, int]:
        tag = str((body.get("tags") or ["general"])[0])
        scopes: Mapping[str, str] = self.names.setting("scopes") or {}
        inside = next(
            (scope for scope, prefix in sorted(scopes.items()) if path.startswith(prefix + "/")), None
        )
        default = f"{inside or 'account'}.{snake(tag)}.{snake(operation_id)}"
        parts = self.names.published("operations", operation_id, default).split(".")
        if len(parts) != 3 or not all(part.isidentifier() for part in parts):
            raise Refusal(
                f"{self.names.source}: [operations] {operation_id}",
                "is not scope.resource.method",
                f'write "{default}"',
            )
        bound = len(_PLACEHOLDER.findall(scopes[inside])) if inside == parts[0] else 0
        return parts[0], parts[1], parts[2], bound

    def _parameters(
        self, operation_id: str, path: str, body: Mapping[str, Any], shared: Any, place: str
    ) -> tuple[ir.Parameter, ...]:
        found: dict[tuple[str, str], ir.Parameter] = {}
        for source, where in ((shared, place.rpartition("/")[0]), (body.get("parameters", ()), place)):
            for number, raw in enumerate(source):
                at = f"{where}/parameters/{number}"
                parameter = self._parameter(operation_id, path, resolve(raw, self.document, at), at)
                found[(parameter.place, parameter.wire)] = parameter
        in_path = _PLACEHOLDER.findall(path)
        for wire in in_path:
            if ("path", wire) not in found:
                raise Refusal(
                    place, f"the path parameter {wire} is not declared", "declare it in the overlay"
                )
        bound = [found.pop(("path", wire)) for wire in in_path]
        return (*bound, *sorted(found.values(), key=lambda p: (p.place, not p.required, p.name)))

    def _parameter(self, operation_id: str, path: str, raw: Mapping[str, Any], place: str) -> ir.Parameter:
        wire, where = str(raw["name"]), str(raw["in"])
        if where not in ("path", "query", "header"):
            raise Refusal(
                place, f"{wire} stands in {where}", "use path, query or header: the client keeps no cookies"
            )
        if "schema" not in raw:
            raise Refusal(
                place,
                f"{wire} has no schema",
                "state one in the overlay; content is not supported for parameters",
            )
        kind = self.schemas.type_of(raw["schema"], place + "/schema", f"{pascal(operation_id)}.{wire}")
        if isinstance(kind, (ir.ModelRef, ir.MapOf, ir.FreeForm, ir.ModelUnion)):
            raise Refusal(
                place, f"{wire} is an object", "only scalars and lists of scalars travel in parameters"
            )
        return ir.Parameter(
            name=self.names.get("parameters", f"{operation_id}.{wire}")
            or self._default_name(wire, where, path),
            wire=wire,
            place=where,  # type: ignore[arg-type]  # one of the three, shown above
            type=kind,
            required=raw.get("required") is True or where == "path",
            doc=str(raw.get("description", "")),
            joined=isinstance(kind, ir.ListOf) and raw.get("explode") is False,
        )

    def _default_name(self, wire: str, where: str, path: str) -> str:
        """A path parameter called ``id`` is named after what it identifies: ``/sessions/{id}`` -> session_id."""
        if where == "path" and wire == "id":
            before = path.partition("{id}")[0].rstrip("/").rpartition("/")[2]
            return snake(singular(before)) + "_id"
        return snake(wire)

    def _body(self, operation_id: str, body: Mapping[str, Any], place: str) -> ir.Body | None:
        if "requestBody" not in body:
            return None
        at = place + "/requestBody"
        stated = resolve(body["requestBody"], self.document, at)
        media, schema, where = self._one_media(stated.get("content", {}), at)
        kind = (
            self.schemas.type_of(schema, where, pascal(operation_id) + "Request")
            if schema is not None
            else ir.Scalar("binary")
        )
        form = _BODY_MEDIA.get("application/json" if media.endswith("+json") else media)
        if form is None:
            raise Refusal(
                where, f"a body of {media} is not supported", f"use one of {', '.join(sorted(_BODY_MEDIA))}"
            )
        return ir.Body(
            form, kind, stated.get("required") is True, _keywords(kind, self.schemas, operation_id)
        )

    def _one_media(self, content: Mapping[str, Any], place: str) -> tuple[str, Any, str]:
        for media in ("application/json", *sorted(content)):
            if media in content:
                return (
                    media,
                    content[media].get("schema"),
                    f"{place}/content/{media.replace('/', '~1')}/schema",
                )
        raise Refusal(place, "has no content", "state its media type in the overlay")

    def _answer(self, operation_id: str, body: Mapping[str, Any], place: str) -> tuple[ir.Answer, str]:
        responses = body.get("responses", {})
        successes = sorted(str(s) for s in responses if str(s).startswith("2")) or (
            [*responses] if "default" in responses else []
        )
        if not successes:
            raise Refusal(place + "/responses", "state no success", "add a 2xx response in the overlay")
        answers = [self._one_answer(operation_id, responses[status], status, place) for status in successes]
        if any(
            (answer.kind, answer.type) != (answers[0][0].kind, answers[0][0].type) for answer, _ in answers
        ):
            raise Refusal(
                place + "/responses",
                f"{', '.join(successes)} differ in their bodies",
                "keep one of them in the overlay",
            )
        return answers[0]

    def _one_answer(self, operation_id: str, raw: Any, status: str, place: str) -> tuple[ir.Answer, str]:
        at = f"{place}/responses/{status}"
        response = resolve(raw, self.document, at)
        doc = str(response.get("description", ""))
        if not response.get("content"):
            return ir.Answer("none" if status == "204" else "undeclared", None, doc), "application/json"
        media, schema, where = self._one_media(response["content"], at)
        if media == "text/event-stream":
            return ir.Answer("events", None, doc), media
        if media == "application/json" or media.endswith("+json"):
            if schema is None:
                raise Refusal(where, "is missing", "state the schema in the overlay")
            return ir.Answer(
                "typed", self.schemas.type_of(schema, where, pascal(operation_id) + "Response"), doc
            ), media
        if media.startswith("text/"):
            return ir.Answer("text", None, doc), media
        return ir.Answer("bytes", None, doc), media

    def _paging(
        self, method: str, parameters: tuple[ir.Parameter, ...], answer: ir.Answer
    ) -> ir.Paging | None:
        """An operation with ``limit`` and ``offset`` whose answer is a list of models, or holds exactly one."""
        if method != "get" or not {"limit", "offset"} <= {p.wire for p in parameters if p.place == "query"}:
            return None
        if isinstance(answer.type, ir.ListOf):
            return ir.Paging(answer.type.item, None)
        if isinstance(answer.type, ir.ModelRef):
            lists = [
                (f, f.type)
                for f in self.schemas.models[answer.type.name].fields
                if isinstance(f.type, ir.ListOf)
            ]
            if len(lists) == 1:
                return ir.Paging(lists[0][1].item, lists[0][0].wire)
        return None

    def _schemes(self, body: Mapping[str, Any]) -> tuple[str, ...]:
        stated = body.get("security", self.document.get("security", ()))
        return tuple(sorted({str(name) for requirement in stated for name in requirement}))

    def _note_event_union(self, body: Mapping[str, Any], place: str) -> None:
        for status, response in sorted(body.get("responses", {}).items()):
            schema = response.get("content", {}).get("application/json", {}).get("schema", {})
            if "oneOf" in schema:
                self.event_union.append(
                    (f"{place}/responses/{status}/content/application~1json/schema", schema)
                )

    def _refuse_reserved(self, operation: ir.Operation) -> None:
        taken: dict[str, str] = dict.fromkeys(PER_CALL_OPTIONS, "a per-call option")
        if operation.paging:
            taken.update(dict.fromkeys(PAGER_KEYWORDS, "a keyword of the pager"))
        given = [(p.name, p.wire) for p in call_parameters(operation)]
        if operation.body is not None:
            keywords = operation.body.keywords
            given += [("body", "body")] if keywords is None else [(k.name, k.field.wire) for k in keywords]
        for name, wire in given:
            if name in taken:
                raise Refusal(
                    operation.pointer,
                    f"its parameter {wire} has the name {name} of {taken[name]}",
                    f'name it under [parameters] in {self.names.source}: "{operation.id}.{wire}" = "..."',
                )
            taken[name] = f"its parameter {wire}"

    def _refuse_twins(self, operations: list[ir.Operation]) -> None:
        seen: dict[str, ir.Operation] = {}
        for operation in operations:
            twin = seen.setdefault(operation.public_name, operation)
            if twin is not operation:
                raise Refusal(
                    operation.pointer,
                    f"its public name {operation.public_name} is taken by {twin.id}",
                    f'give it another under [operations] in {self.names.source}: {operation.id} = "scope.resource.method"',
                )


_BODY_MEDIA: dict[str, ir.BodyMedia] = {
    "application/json": "json",
    "application/x-www-form-urlencoded": "form",
    "multipart/form-data": "multipart",
    "application/octet-stream": "binary",
}


def call_parameters(operation: ir.Operation) -> tuple[ir.Parameter, ...]:
    """The parameters that a caller gives: without those that the scope binds and those that the pager sets."""
    given = operation.path_parameters[operation.bound :] + tuple(
        p for p in operation.parameters if p.place != "path"
    )
    if operation.paging is None:
        return given
    return tuple(p for p in given if not (p.place == "query" and p.wire in ("limit", "offset")))


def derived_id(method: str, path: str) -> str:
    """The operationId of an operation that has none: ``GET /rooms/{id}/members`` -> getRoomsByIdMembers."""
    words = [
        f"By{pascal(part[1:-1])}" if part.startswith("{") else pascal(part)
        for part in path.split("/")
        if part
    ]
    return method + "".join(words)


def _keywords(kind: ir.Type, schemas: Schemas, operation_id: str) -> tuple[ir.Keyword, ...] | None:
    """The body's fields under the names that they have as keywords of this operation."""
    if not isinstance(kind, ir.ModelRef):
        return None
    return tuple(
        ir.Keyword(schemas.names.get("parameters", f"{operation_id}.{f.wire}") or f.name, f)
        for f in schemas.models[kind.name].fields
    )
