"""From a request as values to an answer as a value: routing, guards, validation, handler. No I/O."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import field, frozen

from cortex_async.emulator import auth
from cortex_async.emulator.document import Document, Found, split_path
from cortex_async.emulator.errors import Refusal
from cortex_async.emulator.registry import GUARDS, Call
from cortex_async.emulator.routes import HANDLERS
from cortex_async.emulator.validation import parse_body, parse_query
from cortex_async.emulator.world import World


@frozen
class Incoming:
    """A request as it came over the wire. ``path`` and ``query`` are not decoded yet."""

    method: str
    path: str
    query: str = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)


def route(document: Document, incoming: Incoming) -> Found:
    """Raises ``Refusal`` 404 for an unknown path, 405 for a path that has other methods."""
    segments = split_path(incoming.path)
    found = document.find(incoming.method, segments) if segments else frozenset[str]()
    if isinstance(found, Found):
        return found
    if found:
        allowed = ", ".join(sorted(found))
        raise Refusal(405, f"Cannot {incoming.method} {incoming.path[:200]}", {"Allow": allowed})
    raise Refusal(404, f"Cannot {incoming.method} {incoming.path[:200]}")


def answer(world: World, found: Found, incoming: Incoming, raw: bytes) -> Any:
    """What the operation's handler says. Raises ``Refusal``."""
    operation = found.operation
    caller = auth.authenticate(world, operation, incoming.headers)
    scope = None
    if "projectId" in found.path and caller is not None:
        scope = auth.open_project(world, caller, operation, found.path["projectId"])
    if operation.id in GUARDS:
        GUARDS[operation.id](world, incoming.headers, raw)
    query = parse_query(operation.query, incoming.query)
    content_type = incoming.headers.get("Content-Type", "").partition(";")[0].strip()
    body = parse_body(operation.body, raw, content_type) if operation.body is not None else {}
    call = Call(world, operation, found.path, query, incoming.headers, body, raw, caller, scope)
    return HANDLERS[operation.id](call)
