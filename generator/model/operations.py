"""Reads OpenAPI paths into operations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from attrs import define, evolve, field

from generator import ir
from generator.model.bodies import Bodies
from generator.model.clashes import refuse_reserved, refuse_twins
from generator.model.parameters import Parameters, given_name
from generator.model.references import resolve, resolve_in
from generator.model.responses import Responses
from generator.model.schemas import Schemas
from generator.model.servers import check_servers
from generator.naming import (
    METHOD_NAMES,
    PLACEHOLDER,
    derived_id,
    is_device,
    is_name,
    is_resource_name,
    method_name,
    resource_name,
)
from generator.refusal import Refusal, pointer
from generator.source.names import Names
from generator.source.published import Published, kept_names

HTTP_METHODS = ("get", "put", "post", "delete", "options", "head", "patch")


def walk(document: Mapping[str, Any]) -> Iterator[tuple[str, str, str, Mapping[str, Any], Any]]:
    """Yield (operationId, method, path, operation, shared parameters), sorted by path. Raises ``Refusal``."""
    ids: dict[str, str] = {}
    paths = document.get("paths", {})
    for path in sorted(paths):
        item = resolve_in("pathItems", paths[path], document, pointer("paths", path))
        if "trace" in item:
            raise Refusal(pointer("paths", path, "trace"), "is not supported", "remove it in the overlay")
        for method in HTTP_METHODS:
            if method not in item:
                continue
            place = pointer("paths", path, method)
            operation_id = str(item[method].get("operationId") or derived_id(method, path))
            if operation_id in ids:
                raise Refusal(
                    place,
                    f"operationId {operation_id} is also used at {ids[operation_id]}",
                    "rename one in the overlay",
                )
            ids[operation_id] = place
            yield operation_id, method, path, item[method], item.get("parameters", ())


def is_documentation(body: Mapping[str, Any]) -> bool:
    """Return whether the operation has no method and only describes schemas."""
    return body.get("x-documentation-only") is True


@define
class Operations:
    """Reader of all operations, sorted by public name."""

    document: Mapping[str, Any]
    names: Names
    schemas: Schemas
    published: Published = field(factory=Published)
    documentation_only: list[str] = field(factory=list)
    event_union: list[tuple[str, Any]] = field(factory=list)

    def read(self) -> tuple[ir.Operation, ...]:
        operations: list[ir.Operation] = []
        check_servers(self.document, self.schemas.note)
        for operation_id, method, path, body, shared in walk(self.document):
            if is_documentation(body):
                self.documentation_only.append(operation_id)
                self._note_event_union(body, pointer("paths", path, method))
            else:
                operations.append(self._operation(operation_id, method, path, body, shared))
        if not operations:
            raise Refusal(pointer("paths"), "contain no operation", "use the spec of an API that has one")
        refuse_twins(operations, self.names)
        return tuple(sorted(operations, key=lambda operation: operation.public_name))

    def _operation(
        self, operation_id: str, method: str, path: str, body: Mapping[str, Any], shared: Any
    ) -> ir.Operation:
        place = pointer("paths", path, method)
        scope, resource, name, bound = self._public_name(operation_id, path, body)
        parameters = self._parameters(
            operation_id, method, path, shared, body.get("parameters", ()), bound=bound
        )
        taken = {p.name for p in parameters[bound:]}
        response, accept = Responses(self.schemas, operation_id, place).read(body.get("responses", {}))
        before = self.published.response(operation_id, method, path)
        if before == "json" and response.kind == "typed" and body.get("x-typed-response") is not True:
            # Callers have plain JSON in hand: a described body must not turn it into a model by itself.
            response = ir.Response("undeclared", None, response.doc)
        paging = self._paging(method, parameters, response)
        declared = body.get("requestBody")
        operation = ir.Operation(
            id=operation_id,
            scope=scope,
            resource=resource,
            method=name,
            http_method=method.upper(),
            path=path,
            pointer=place,
            tag=_tag(body),
            summary=str(body.get("summary", "")),
            doc=str(body.get("description", "")),
            parameters=parameters,
            body=Bodies(self.schemas, operation_id, taken).read(declared, place + "/requestBody")
            if declared
            else None,
            response=response,
            paging=paging and evolve(paging, whole=before == "list"),
            schemes=self._schemes(body, place),
            bound=bound,
            statuses=tuple(sorted(str(status) for status in body.get("responses", {}))),
            accept=accept,
            repeatable=operation_id in self.names.setting("repeatable").get("operations", ()),
            ids=self._ids(path),
            deprecated=body.get("deprecated") is True,
        )
        refuse_reserved(operation, self.names)
        return operation

    def _parameters(
        self, operation_id: str, method: str, path: str, shared: Any, own: Any, *, bound: int
    ) -> tuple[ir.Parameter, ...]:
        """Read the parameters. Those in the path keep the names that earlier builds published."""
        reader = Parameters(self.schemas, operation_id, path, pointer("paths", path, method), bound)
        earlier = self.published.path_names(operation_id, method, path)
        kept = kept_names(earlier, PLACEHOLDER.findall(path))
        return tuple(
            evolve(p, name=kept[p.wire])
            if p.place == "path" and p.wire in kept and not self._is_named(operation_id, p.wire)
            else p
            for p in reader.read(shared, own)
        )

    def _is_named(self, operation_id: str, wire: str) -> bool:
        """Return whether names.toml has a line for the parameter."""
        return given_name(self.names, operation_id, "path", wire) is not None

    def _ids(self, path: str) -> tuple[str, ...]:
        personal = self.names.setting("personal").get("parameters", ())
        return tuple(name for name in PLACEHOLDER.findall(path) if name not in personal)

    def _public_name(
        self, operation_id: str, path: str, body: Mapping[str, Any]
    ) -> tuple[str, str, str, int]:
        scopes: Mapping[str, str] = self.names.setting("scopes")
        inside = next(
            (scope for scope, prefix in sorted(scopes.items()) if path.startswith(prefix + "/")), None
        )
        resource = resource_name(_tag(body), of_client=inside is None)
        default = f"{inside or 'account'}.{resource}.{method_name(operation_id)}"
        name = self.names.published("operations", operation_id, self.names.free("operations", default))
        parts = name.split(".")
        files = any(is_device(part) for part in parts[:2])
        if len(parts) != 3 or files or not all(map(_is_public, parts)) or parts[2] in METHOD_NAMES:
            raise Refusal(
                f"{self.names.source}: [operations] {operation_id}",
                "is not scope.resource.method",
                f'write "{default}"',
            )
        if not is_resource_name(parts[1], of_client=parts[0] == "account"):
            raise Refusal(
                f"{self.names.source}: [operations] {operation_id}",
                f"calls its resource {parts[1]}, which the client itself has",
                "use another name",
            )
        bound = len(PLACEHOLDER.findall(scopes[inside])) if inside == parts[0] else 0
        return parts[0], parts[1], parts[2], bound

    def _paging(
        self, method: str, parameters: tuple[ir.Parameter, ...], response: ir.Response
    ) -> ir.Paging | None:
        """Return the paging of a GET with ``limit`` and ``offset`` that returns a list or exactly one list
        field.
        """
        if method != "get" or not {"limit", "offset"} <= {p.wire for p in parameters if p.place == "query"}:
            return None
        if isinstance(response.type, ir.ListOf):
            return _paging_of(response.type.item, None)
        if isinstance(response.type, ir.ModelRef):
            fields = self.schemas.drafts.models[response.type.name].fields
            lists = [(f, f.type) for f in fields if isinstance(f.type, ir.ListOf)]
            if len(lists) == 1:
                return _paging_of(lists[0][1].item, lists[0][0].wire)
        return None

    def _schemes(self, body: Mapping[str, Any], place: str) -> tuple[str, ...]:
        declared = body.get("security", self.document.get("security", ()))
        for number, requirement in enumerate(declared):
            if len(requirement) > 1:
                at = place if "security" in body else "#"
                raise Refusal(
                    f"{at}/security/{number}",
                    f"requires {' and '.join(sorted(requirement))} at once",
                    "declare one scheme for each alternative in the overlay",
                )
        return tuple(sorted({str(name) for requirement in declared for name in requirement}))

    def _note_event_union(self, body: Mapping[str, Any], place: str) -> None:
        for status, raw in sorted(body.get("responses", {}).items()):
            at = f"{place}/responses/{status}"
            schema = (
                resolve_in("responses", raw, self.document, at)
                .get("content", {})
                .get("application/json", {})
                .get("schema", {})
            )
            schema = resolve(schema, self.document, at)
            if "oneOf" in schema:
                self.event_union.append((f"{at}/content/application~1json/schema", schema))


def _paging_of(item: ir.Type, items: str | None) -> ir.Paging | None:
    return ir.Paging(item, items) if isinstance(item, (ir.ModelRef, ir.Scalar, ir.FreeForm)) else None


def _tag(body: Mapping[str, Any]) -> str:
    return str((body.get("tags") or ["general"])[0])


def _is_public(name: str) -> bool:
    return is_name(name) and not name.startswith("_")
