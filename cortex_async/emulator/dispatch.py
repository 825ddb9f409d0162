"""From a request to a response value: routing, authentication, validation, handler. No I/O."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import define, field

from cortex_async.emulator import auth
from cortex_async.emulator.errors import HTTPError
from cortex_async.emulator.records import Record
from cortex_async.emulator.registry import GUARDS, Call, path_values
from cortex_async.emulator.routes import handler_of
from cortex_async.emulator.spec import Match, Spec
from cortex_async.emulator.validation import parse_body, parse_query
from cortex_async.emulator.world import World


@define(eq=False)
class Incoming:
    """A request as received. ``path`` and ``query`` are not decoded yet."""

    method: str
    path: str
    query: str = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)


def route(spec: Spec, incoming: Incoming) -> Match:
    """Find the operation.

    Raises ``HTTPError`` 404 for an unknown path, 405 for a known path with another method.
    """
    found = spec.route(incoming.method, incoming.path)
    if isinstance(found, Match):
        return found
    if found:
        allowed = ", ".join(sorted(found))
        raise HTTPError(405, f"Cannot {incoming.method} {incoming.path[:200]}", {"Allow": allowed})
    raise HTTPError(404, f"Cannot {incoming.method} {incoming.path[:200]}")


def call_handler(world: World, match: Match, incoming: Incoming, raw: bytes) -> Any:
    """Authenticate, validate, and return what the operation's handler returns.

    Raises ``HTTPError``, 501 for an operation that has no handler.
    """
    operation, path = match.operation, path_values(match)
    caller = auth.authenticate(world, operation, incoming.headers)
    project = None
    if "projectId" in path and caller is not None:
        project = auth.open_project(world, caller, operation, path["projectId"])
    handler = handler_of(operation)
    if operation.key in GUARDS:
        GUARDS[operation.key](world, incoming.headers, raw)
    query = parse_query(operation.query, incoming.query)
    body: Record = {}
    if operation.body is not None:
        content_type = incoming.headers.get("Content-Type", "").partition(";")[0].strip()
        body = parse_body(operation.body, raw, content_type)
    call = Call(world, operation, path, query, incoming.headers, body, raw, caller, project)
    return handler(call)
