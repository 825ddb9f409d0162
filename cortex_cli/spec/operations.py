"""The operations of an OpenAPI document, as far as they are compared."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from attrs import frozen

from cortex_cli.spec.change import pointer
from cortex_cli.spec.nodes import EMPTY, Node, members, node, nodes, text
from cortex_cli.spec.schemas import Field, Schemas, Shape

_METHODS: Final = frozenset({"get", "put", "post", "delete", "patch", "head", "options", "trace"})


@frozen
class Body:
    """A body of a request or response. fields: of an object that has no name."""

    media: str
    shape: Shape
    fields: Mapping[str, Field]


@frozen
class Described:
    """An operation.

    parameters: by place and name, e.g. ``query limit``. request, response: None without a body; response is
    that of the first success status. node: the operation in the document.
    """

    id: str
    method: str
    path: str
    place: str
    deprecated: bool
    parameters: Mapping[str, Field]
    request: Body | None
    request_required: bool
    response: Body | None
    schemes: frozenset[str]
    node: Node

    @property
    def route(self) -> str:
        """Method and path without the names of its parameters, by which servers tell operations apart."""
        return f"{self.method} {re.sub(r'{[^}]*}', '{}', self.path)}"


def operations_of(document: Node) -> list[Described]:
    """Return all operations of a document."""
    schemas = Schemas(document)
    return [
        _described(schemas, method, path, operation, nodes(item.get("parameters")))
        for path, item in members(document.get("paths"))
        for method, operation in members(item)
        if method in _METHODS
    ]


def _described(schemas: Schemas, method: str, path: str, operation: Node, shared: list[Node]) -> Described:
    request = schemas.resolved(operation.get("requestBody"))
    return Described(
        text(operation.get("operationId")) or f"{method.upper()} {path}",
        method.upper(),
        path,
        pointer("paths", path, method),
        operation.get("deprecated") is True,
        dict(_parameters(schemas, [*shared, *nodes(operation.get("parameters"))])),
        _body(schemas, request),
        request.get("required") is True,
        _body(schemas, schemas.resolved(_success(operation))),
        frozenset(name for one in nodes(operation.get("security")) for name in one),
        operation,
    )


def _parameters(schemas: Schemas, given: Iterable[Node]) -> Iterator[tuple[str, Field]]:
    for one in map(schemas.resolved, given):
        if "in" in one and "name" in one:
            required, deprecated = one.get("required") is True, one.get("deprecated") is True
            shape = schemas.shape(node(one.get("schema")))
            yield f"{one['in']} {one['name']}", Field(shape, required, deprecated)


def _success(operation: Node) -> Node:
    responses = {str(status): one for status, one in members(operation.get("responses"))}
    return next((responses[status] for status in sorted(responses) if status.startswith("2")), EMPTY)


def _body(schemas: Schemas, given: Node) -> Body | None:
    for media, content in members(given.get("content")):
        schema = node(content.get("schema"))
        inner = node(schema.get("items")) if schema.get("type") == "array" else schema
        fields = {} if not inner or "$ref" in inner else schemas.fields(inner)
        return Body(media, schemas.shape(schema), fields)
    return None
