"""The API's own document: which operations there are, how a path finds its operation, which schema a value has to meet."""

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
    name: str
    required: bool
    schema: Record


@frozen(eq=False)
class Operation:
    """One of the 117 operations, as far as a server needs it."""

    id: str
    method: str
    path: str
    tag: str
    schemes: frozenset[str]
    query: tuple[Parameter, ...]
    body: Schema | None
    status: int
    answer: Schema | None
    statuses: frozenset[int]
    segments: tuple[str, ...] = field(init=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "segments", tuple(self.path.strip("/").split("/")))

    @property
    def precedence(self) -> tuple[bool, ...]:
        """Sorts literal segments before parameters."""
        return tuple(is_parameter(segment) for segment in self.segments)

    def match(self, segments: tuple[str, ...]) -> dict[str, str] | None:
        """The path parameters by name, None when the path is another one."""
        values: dict[str, str] = {}
        for own, given in zip(self.segments, segments, strict=True):
            if is_parameter(own):
                values[own[1:-1]] = given
            elif own != given:
                return None
        return values


@frozen
class Found:
    operation: Operation
    path: Mapping[str, str]


class Document:
    """The parsed document. ``raw`` are its bytes as the vendor serves them."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        parsed = orjson.loads(raw)
        self.schemas: Schemas = Schemas(parsed["components"]["schemas"])
        self.operations: dict[str, Operation] = {op.id: op for op in _operations(parsed, self.schemas)}
        self.events: dict[str, Schema] = self.schemas.events(_event_names(parsed))
        self._routes: dict[int, list[Operation]] = {}
        for operation in sorted(self.operations.values(), key=lambda operation: operation.precedence):
            self._routes.setdefault(len(operation.segments), []).append(operation)

    def find(self, method: str, segments: tuple[str, ...]) -> Found | frozenset[str]:
        """The operation of a request, or the methods that its path would allow (none for an unknown path)."""
        allowed: set[str] = set()
        for operation in self._routes.get(len(segments), ()):
            values = operation.match(segments)
            if values is None:
                continue
            if operation.method == method:
                return Found(operation, values)
            allowed.add(operation.method)
        return frozenset(allowed)


def is_parameter(segment: str) -> bool:
    return segment.startswith("{")


def split_path(raw: str) -> tuple[str, ...] | None:
    """The decoded segments of a raw path, one slash at the end forgiven; None when it cannot be one of ours.

    Each segment is decoded by itself, so ``a%2Fb`` stays one segment and ``..`` never climbs.
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
        answer=schemas.compile(_content(declared["responses"][str(status)])),
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
        raise ValueError("the document lacks the union of events")
    return [member["$ref"].rsplit("/", 1)[1] for member in union["oneOf"]]


@lru_cache(maxsize=1)
def document() -> Document:
    """The document that this package was generated from, parsed once per process."""
    raw = resources.files("cortex_async._generated").joinpath("openapi.json").read_bytes()
    return Document(raw)
