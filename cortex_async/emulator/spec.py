"""The API's spec: its operations, how a path is routed to one of them, and the schemas of bodies, responses
and events.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib import resources
from typing import Any
from urllib.parse import unquote_to_bytes

import orjson
from attrs import field, frozen

from cortex_async.emulator.records import Record
from cortex_async.emulator.schemas import Schema, Schemas


@frozen
class Parameter:
    """A query parameter."""

    name: str
    required: bool
    schema: Record


@frozen(eq=False)
class Operation:
    """One of the 117 operations, with what a server needs to know of it."""

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

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "segments", tuple(self.path.strip("/").split("/")))

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
    """The parsed spec. ``raw`` is the OpenAPI document, byte for byte as the vendor serves it."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        parsed = orjson.loads(raw)
        self.schemas: Schemas = Schemas(parsed["components"]["schemas"])
        self.operations: dict[str, Operation] = {op.id: op for op in _operations(parsed, self.schemas)}
        self.events: dict[str, Schema] = self.schemas.events(_event_names(parsed))
        self._routes: dict[int, list[Operation]] = {}
        for operation in sorted(self.operations.values(), key=lambda operation: operation.precedence):
            self._routes.setdefault(len(operation.segments), []).append(operation)

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


def _operations(parsed: Record, schemas: Schemas) -> Iterator[Operation]:
    for path, item in parsed["paths"].items():
        for method, declared in item.items():
            yield _operation(path, method.upper(), declared, schemas)


def _operation(path: str, method: str, declared: Record, schemas: Schemas) -> Operation:
    statuses = frozenset(int(status) for status in declared["responses"])
    status = min(status for status in statuses if 200 <= status < 300)
    return Operation(
        id=declared["operationId"],
        method=method,
        path=path,
        tag=declared["tags"][0],
        schemes=frozenset(name for alternative in declared.get("security", ()) for name in alternative),
        query=_query(declared),
        body=schemas.compile(_content(declared["requestBody"])) if "requestBody" in declared else None,
        status=status,
        response=schemas.compile(_content(declared["responses"][str(status)])),
        statuses=statuses,
    )


def _query(declared: Record) -> tuple[Parameter, ...]:
    return tuple(
        Parameter(parameter["name"], parameter.get("required", False), parameter["schema"])
        for parameter in declared.get("parameters", ())
        if parameter["in"] == "query"
    )


def _content(declared: Record) -> Record | None:
    content: dict[str, Any] = declared.get("content", {})
    return content["application/json"]["schema"] if content else None


def _event_names(parsed: Record) -> list[str]:
    union = _content(parsed["paths"]["/api/events/schema"]["get"]["responses"]["200"])
    if union is None:
        raise ValueError("the spec lacks the union of events")
    return [member["$ref"].rsplit("/", 1)[1] for member in union["oneOf"]]


@lru_cache(maxsize=1)
def load_spec() -> Spec:
    """The spec that this package was generated from, parsed once per process."""
    raw = resources.files("cortex_async._generated").joinpath("openapi.json").read_bytes()
    return Spec(raw)
