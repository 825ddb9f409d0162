"""A record of the requests that clients made, without secrets, with assertions for tests."""

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
from cortex_async.emulator.tables.disposal import Discard, at_once

REDACTED = "[redacted]"

# These lists are data. The emulator uses nothing else of the SDK.
SECRETS = frozenset(map(plain_name, SECRET_FIELDS | SECRET_REQUEST_FIELDS))

MAX_DEPTH = 100
"""Nesting levels of a body that are recorded; no operation needs as many."""

MIN_SECRET_LENGTH = 4
"""An unknown value in a URL that is shorter is taken for a number or a flag and recorded."""


@frozen
class Recorded:
    """One request and the status of its response.

    url: path and query. Values of parameters that the operation does not declare are redacted.
    operation: operationId, None if the API has no such path or method.
    path: the path parameters by name.
    body: parsed JSON, None if there was none.
    status: None if no response was sent.
    at: time of the response in the API's format, e.g. ``2026-01-31T12:00:00.000Z``.
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
        """Method, URL, operation and status in one line."""
        return f"{self.method} {self.url} {self.operation or '-'} {self.status or 'no response'}"


class Recording:
    """The latest requests, oldest first. Iterable; ``len`` counts them."""

    def __init__(self, history: int, current: Callable[[str], str] = str, discard: Discard = at_once) -> None:
        """``current`` turns a former operationId into the one of today. ``discard`` frees what is cleared."""
        self._discard = discard
        self._current = current
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
        """Call ``listener`` with every request after its response."""
        self._listeners.append(listener)

    def clear(self) -> None:
        self._discard((self._requests,))
        self._requests = deque(maxlen=self._requests.maxlen)

    def all(
        self, operation: str | None = None, *, status: int | None = None, body: Record | None = None
    ) -> list[Recorded]:
        """The requests with this operation, status, and at least these fields in the body; a criterion that
        is None matches all.
        """
        wanted = operation if operation is None else self._current(operation)
        return [
            request
            for request in self
            if wanted in (None, request.operation)
            and status in (None, request.status)
            and (body is None or _contains(request.body, body))
        ]

    def last(self, operation: str | None = None) -> Recorded:
        """The latest request of the operation. Raises ``AssertionError`` if there was none."""
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
        """Assert that the operation was called, at least once or exactly ``times``.

        The ``AssertionError`` lists the latest calls.
        """
        count = len(self.all(operation, status=status, body=body))
        if count == 0 if times is None else count != times:
            expected = "at least once" if times is None else f"{times} times"
            raise AssertionError(f"{operation} expected {expected}, called {count} times; {self._seen()}")

    def assert_not_called(self, operation: str) -> None:
        self.assert_called(operation, times=0)

    def _seen(self) -> str:
        calls = [str(request) for request in self]
        return f"seen: {', '.join(calls[-20:]) or 'nothing'}"


def redact_url(path: str, query: str, declared: Collection[str] = ()) -> str:
    """Path and query. Values of undeclared parameters are replaced, since they could be secrets."""
    if not query:
        return path
    return f"{path}?{'&'.join(_redact_parameter(part, declared) for part in query.split('&'))}"


def redact_headers(headers: Mapping[str, str]) -> dict[str, str]:
    return {name: REDACTED if name.lower() in SECRET_HEADERS else value for name, value in headers.items()}


def redact_body(raw: bytes, secrets: frozenset[str] = SECRETS) -> Any:
    """A JSON body with its secrets replaced, None for an empty body.

    Anything other than JSON is not recorded.

    secrets: member names in the form that ``plain_name`` returns.
    """
    if not raw:
        return None
    try:
        return _redact(orjson.loads(raw), secrets)
    except orjson.JSONDecodeError:
        return f"[{len(raw)} bytes, not JSON]"


def _redact(value: Any, secrets: frozenset[str], depth: int = MAX_DEPTH) -> Any:
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
    if unquote_plus(name) in declared or len(unquote_plus(value if equals else name)) < MIN_SECRET_LENGTH:
        return part
    return f"{name}={REDACTED}" if equals else REDACTED


def _contains(body: Any, wanted: Record) -> bool:
    missing = object()
    return is_object(body) and all(body.get(name, missing) == value for name, value in wanted.items())
