"""The API's spec: its operations, how a path is routed to one of them, and the schemas of bodies, responses
and events.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from urllib.parse import unquote_to_bytes

import orjson
from attrs import field, frozen

from cortex_async.emulator import openapi
from cortex_async.emulator.allowed_values import opened
from cortex_async.emulator.records import Record
from cortex_async.emulator.schemas import Schema, Schemas

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

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "segments", tuple(self.path.strip("/").split("/")))
        object.__setattr__(self, "key", route_key(self.method, self.path))

    @property
    def in_project(self) -> bool:
        """Whether the path is below one project."""
        return (
            len(self.segments) > 2
            and self.segments[:2] == ("api", "projects")
            and is_parameter(self.segments[2])
        )

    @property
    def precedence(self) -> tuple[bool, ...]:
        """A sort key that puts literal segments before parameters."""
        return tuple(is_parameter(segment) for segment in self.segments)

    def match(self, segments: tuple[str, ...]) -> dict[str, str] | None:
        """The path parameters by name, None if the path does not match."""
        values: dict[str, str] = {}
        for own, given in zip(self.segments, segments, strict=True):
            if is_parameter(own):
                values[own[1:-1]] = given
            elif own != given:
                return None
        return values


@frozen
class Match:
    """An operation with the values of its path parameters."""

    operation: Operation
    path: Mapping[str, str]


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
        self._routes: dict[int, list[Operation]] = {}
        for operation in sorted(self.operations.values(), key=lambda operation: operation.precedence):
            self._routes.setdefault(len(operation.segments), []).append(operation)

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

    def find(self, method: str, segments: tuple[str, ...]) -> Match | frozenset[str]:
        """The operation of a request, or else the methods that the path allows (none for an unknown path)."""
        allowed: set[str] = set()
        for operation in self._routes.get(len(segments), ()):
            values = operation.match(segments)
            if values is None:
                continue
            if operation.method == method:
                return Match(operation, values)
            allowed.add(operation.method)
        return frozenset(allowed)


def route_key(method: str, path: str) -> str:
    """Method and path without the names of placeholders, e.g. ``GET /api/plugins/{}``."""
    return f"{method} {_PLACEHOLDER.sub('{}', path)}"


def placeholders(path: str) -> list[str]:
    """The names of the path parameters, in order."""
    return _PLACEHOLDER.findall(path)


def is_parameter(segment: str) -> bool:
    return segment.startswith("{")


def split_path(raw: str) -> tuple[str, ...] | None:
    """The decoded segments of a raw path, None if it cannot be a path of the API.

    One trailing slash is ignored.

    Segments are decoded one by one: ``a%2Fb`` stays one segment, and ``..`` has no special meaning.
    """
    if not raw.startswith("/"):
        return None
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
