"""The API's spec: its operations, how a path is routed to one of them, and the schemas of bodies, responses
and events.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib import resources
from urllib.parse import unquote_to_bytes

import orjson
from attrs import define, field, frozen

from cortex_async.emulator import openapi
from cortex_async.emulator.allowed_values import opened
from cortex_async.emulator.records import Record
from cortex_async.emulator.schemas import Schema, Schemas

REMEMBERED = 1024
"""Raw paths of which the operation is remembered."""

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


@frozen
class Parameter:
    """A query parameter."""

    name: str
    required: bool
    schema: Record


@frozen(eq=False)
class Operation:
    """An operation, with what a server needs to know of it.

    ``id`` is its operationId, or else method and path. ``key`` identifies it regardless of its operationId
    and placeholders: see ``route_key``.
    """

    id: str
    method: str
    path: str
    tag: str
    schemes: frozenset[str]
    query: tuple[Parameter, ...]
    body: Schema | None
    status: int
    response: Schema | None
    statuses: frozenset[int]
    segments: tuple[str, ...] = field(init=False)
    key: str = field(init=False)
    _parameters: tuple[tuple[int, str], ...] = field(init=False)

    def __attrs_post_init__(self) -> None:
        segments = tuple(self.path.strip("/").split("/"))
        object.__setattr__(self, "segments", segments)
        object.__setattr__(self, "key", route_key(self.method, self.path))
        parameters = tuple((at, one[1:-1]) for at, one in enumerate(segments) if is_parameter(one))
        object.__setattr__(self, "_parameters", parameters)

    @property
    def in_project(self) -> bool:
        """Whether the path is below one project."""
        return (
            len(self.segments) > 2
            and self.segments[:2] == ("api", "projects")
            and is_parameter(self.segments[2])
        )

    def values(self, segments: tuple[str, ...]) -> dict[str, str]:
        """The path parameters by name, of a path that matches."""
        return {name: segments[position] for position, name in self._parameters}


@define(eq=False)
class Match:
    """An operation with the values of its path parameters."""

    operation: Operation
    path: Mapping[str, str]


@define(eq=False)
class _Node:
    """The operations below the beginning of a path, segment by segment."""

    operations: dict[str, Operation] = field(factory=dict[str, Operation])
    literals: dict[str, _Node] = field(factory=dict[str, "_Node"])
    parameter: _Node | None = None

    def add(self, operation: Operation) -> None:
        node = self
        for segment in operation.segments:
            if not is_parameter(segment):
                node = node.literals.setdefault(segment, _Node())
                continue
            if node.parameter is None:
                node.parameter = _Node()
            node = node.parameter
        node.operations.setdefault(operation.method, operation)

    def find(self, segments: tuple[str, ...]) -> list[_Node]:
        """All ends of a path. Literal segments come before parameters."""
        nodes: list[_Node] = [self]
        for segment in segments:
            following: list[_Node] = []
            for node in nodes:
                literal = node.literals.get(segment)
                if literal is not None:
                    following.append(literal)
                if node.parameter is not None:
                    following.append(node.parameter)
            nodes = following
        return nodes


class Spec:
    """The parsed spec.

    ``raw`` is the OpenAPI document, byte for byte as the vendor serves it. ``published`` has the method and
    path of every operationId that the spec ever had.
    """

    def __init__(self, raw: bytes, published: Mapping[str, str] | None = None) -> None:
        self.raw = raw
        parsed = orjson.loads(raw)
        self.schemas: Schemas = Schemas(opened(parsed.get("components", {}).get("schemas", {})))
        self.operations: dict[str, Operation] = {
            op.id: op
            for op in (_operation(parsed, self.schemas, *found) for found in openapi.operations(parsed))
        }
        self.events: dict[str, Schema] = self.schemas.events(openapi.event_names(parsed))
        self._latest: dict[tuple[str, str], Match | frozenset[str]] = {}
        self._routes = _Node()
        for operation in self.operations.values():
            self._routes.add(operation)

        by_key = {operation.key: operation for operation in self.operations.values()}
        self._former: dict[str, Operation] = {
            id_: by_key[key]
            for id_, route in (published or {}).items()
            if (key := route_key(*route.split(" ", 1))) in by_key
        }

    def operation(self, id_: str) -> Operation | None:
        """The operation with this operationId, or that had it before the vendor renamed it."""
        return self.operations.get(id_) or self._former.get(id_)

    def current_id(self, id_: str) -> str:
        """The operationId of today for a former one; anything else unchanged."""
        found = self.operation(id_)
        return id_ if found is None else found.id

    def route(self, method: str, path: str) -> Match | frozenset[str]:
        """What ``find`` finds for a raw path, remembered for the latest paths: programs ask for the same ones
        again and again.
        """
        found = self._latest.get((method, path))
        if found is None:
            segments = split_path(path)
            found = self.find(method, segments) if segments else frozenset[str]()
            if len(self._latest) >= REMEMBERED:
                self._latest.clear()
            self._latest[method, path] = found
        return found

    def find(self, method: str, segments: tuple[str, ...]) -> Match | frozenset[str]:
        """The operation of a request, or else the methods that the path allows (none for an unknown path)."""
        nodes = self._routes.find(segments)
        for node in nodes:
            operation = node.operations.get(method)
            if operation is not None:
                return Match(operation, operation.values(segments))
        return frozenset(allowed for node in nodes for allowed in node.operations)


def route_key(method: str, path: str) -> str:
    """Method and path without the names of placeholders, e.g. ``GET /api/plugins/{}``."""
    return f"{method} {_PLACEHOLDER.sub('{}', path)}"


@cache
def placeholders(path: str) -> tuple[str, ...]:
    """The names of the path parameters of a template, in order."""
    return tuple(_PLACEHOLDER.findall(path))


def is_parameter(segment: str) -> bool:
    return segment.startswith("{")


def split_path(raw: str) -> tuple[str, ...] | None:
    """The decoded segments of a raw path, None if it cannot be a path of the API.

    One trailing slash is ignored.

    Segments are decoded one by one: ``a%2Fb`` stays one segment, and ``..`` has no special meaning.
    """
    if not raw.startswith("/"):
        return None
    if "%" not in raw and raw.isascii():
        plain = tuple(raw.removesuffix("/")[1:].split("/"))
        return plain if all(plain) else None
    try:
        segments = tuple(
            unquote_to_bytes(segment).decode() for segment in raw.removesuffix("/")[1:].split("/")
        )
    except UnicodeDecodeError:
        return None
    return segments if all(segments) else None


def _operation(document: Record, schemas: Schemas, path: str, method: str, declared: Record) -> Operation:
    statuses = openapi.statuses(declared)
    status = min(status for status in statuses if 200 <= status < 300)
    return Operation(
        id=declared.get("operationId") or f"{method} {path}",
        method=method,
        path=path,
        tag=next(iter(declared.get("tags", ())), ""),
        schemes=openapi.security(document, declared),
        query=_query(declared),
        body=schemas.compile(openapi.request_body(document, declared)),
        status=status,
        response=schemas.compile(openapi.response(document, declared, status)),
        statuses=statuses,
    )


def _query(declared: Record) -> tuple[Parameter, ...]:
    return tuple(
        Parameter(parameter["name"], parameter.get("required", False), parameter.get("schema", {}))
        for parameter in declared["parameters"]
        if parameter["in"] == "query"
    )


@lru_cache(maxsize=1)
def load_spec() -> Spec:
    """The spec that this package was generated from, parsed once per process."""
    generated = resources.files("cortex_async._generated")
    published = orjson.loads(generated.joinpath("operation_ids.json").read_bytes())
    return Spec(generated.joinpath("openapi.json").read_bytes(), published)
