"""What clients have asked for, without their secrets, and assertions on it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any
from urllib.parse import unquote_plus

import orjson
from attrs import field, frozen

from cortex_async._core.secrets.header_names import SECRET_HEADERS
from cortex_async._generated.secrets import SECRET_FIELDS, SECRET_REQUEST_FIELDS
from cortex_async.emulator.records import Record, is_list, is_object, plain_name

REDACTED = "[redacted]"

# The lists are data, the SDK's own; nothing else of it is used here.
SECRETS = frozenset(map(plain_name, SECRET_FIELDS | SECRET_REQUEST_FIELDS))

DEEPEST = 100
"""Levels of a body that are kept; no operation takes as many."""

SHORTEST = 4
"""Characters below which an unknown value in a URL is taken for a number or a flag and kept."""


@frozen
class Recorded:
    """One request and the status it was answered with, None when it got no answer.

    operation: operationId, None for a path or method that the API does not have.
    url: path and query, without the values of parameters that the operation does not have.
    path: the path parameters by name. ``body`` is parsed JSON, None when there was none.
    """

    method: str
    url: str
    operation: str | None
    path: Mapping[str, str] = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    body: Any
    status: int | None
    at: str

    def __str__(self) -> str:
        """One line: what was asked and how it ended."""
        return f"{self.method} {self.url} {self.operation or '-'} {self.status or 'no answer'}"


class Recording:
    """The latest requests, oldest first. Iterable; ``len`` counts them."""

    def __init__(self, history: int) -> None:
        self._requests: deque[Recorded] = deque(maxlen=history)
        self._listeners: list[Callable[[Recorded], object]] = []

    def __iter__(self) -> Iterator[Recorded]:
        return iter(tuple(self._requests))

    def __len__(self) -> int:
        return len(self._requests)

    def add(self, request: Recorded) -> None:
        self._requests.append(request)
        for listener in self._listeners:
            listener(request)

    def listen(self, listener: Callable[[Recorded], object]) -> None:
        """``listener`` is called with every request once it has been answered."""
        self._listeners.append(listener)

    def clear(self) -> None:
        self._requests.clear()

    def all(
        self, operation: str | None = None, *, status: int | None = None, body: Record | None = None
    ) -> list[Recorded]:
        """The requests of an operation, with a status, whose body has at least these fields."""
        return [
            request
            for request in self
            if operation in (None, request.operation)
            and status in (None, request.status)
            and (body is None or _contains(request.body, body))
        ]

    def last(self, operation: str | None = None) -> Recorded:
        """Raises ``AssertionError`` when there was none."""
        found = self.all(operation)
        if not found:
            raise AssertionError(f"no request of {operation or 'any operation'}; {self._seen()}")
        return found[-1]

    def assert_called(
        self,
        operation: str,
        *,
        times: int | None = None,
        status: int | None = None,
        body: Record | None = None,
    ) -> None:
        """At least once, or exactly ``times``. Raises ``AssertionError`` that says what was called instead."""
        count = len(self.all(operation, status=status, body=body))
        if count == 0 if times is None else count != times:
            wanted = "at least once" if times is None else f"{times} times"
            raise AssertionError(f"{operation} expected {wanted}, called {count} times; {self._seen()}")

    def assert_not_called(self, operation: str) -> None:
        self.assert_called(operation, times=0)

    def _seen(self) -> str:
        calls = [str(request) for request in self]
        return f"seen: {', '.join(calls[-20:]) or 'nothing'}"


def redact_url(path: str, query: str, declared: Collection[str] = ()) -> str:
    """Path and query with the values of all parameters but ``declared`` replaced: nobody knows what they are."""
    if not query:
        return path
    return f"{path}?{'&'.join(_redact_parameter(part, declared) for part in query.split('&'))}"


def redact_headers(headers: Mapping[str, str]) -> dict[str, str]:
    return {name: REDACTED if name.lower() in SECRET_HEADERS else value for name, value in headers.items()}


def redact_body(raw: bytes, secrets: frozenset[str] = SECRETS) -> Any:
    """The JSON of a body with its secrets replaced; None for an empty body, what is no JSON is not kept.

    secrets: names as ``plain_name`` writes them.
    """
    if not raw:
        return None
    try:
        return _redact(orjson.loads(raw), secrets)
    except orjson.JSONDecodeError:
        return f"[{len(raw)} bytes, not JSON]"


def _redact(value: Any, secrets: frozenset[str], depth: int = DEEPEST) -> Any:
    if depth == 0:
        return "[nested too deeply]"
    if is_object(value):
        return {
            name: REDACTED
            if part is not None and plain_name(name) in secrets
            else _redact(part, secrets, depth - 1)
            for name, part in value.items()
        }
    if is_list(value):
        return [_redact(part, secrets, depth - 1) for part in value]
    return value


def _redact_parameter(part: str, declared: Collection[str]) -> str:
    name, equals, value = part.partition("=")
    if unquote_plus(name) in declared or len(unquote_plus(value if equals else name)) < SHORTEST:
        return part
    return f"{name}={REDACTED}" if equals else REDACTED


def _contains(body: Any, wanted: Record) -> bool:
    missing = object()
    return is_object(body) and all(body.get(name, missing) == value for name, value in wanted.items())
