"""Handlers by method and path.

A handler is a synchronous function from a call to a response value, so it is never interrupted.

A handler sees the path parameters under the names in its own template. A new operationId in the spec or a
renamed placeholder therefore changes nothing here. A handler whose operation the spec no longer has is never
called.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from attrs import define, field, frozen

from cortex_async.emulator.auth import Principal
from cortex_async.emulator.errors import HTTPError, not_found
from cortex_async.emulator.records import Record
from cortex_async.emulator.spec import Match, Operation, placeholders, route_key
from cortex_async.emulator.tables.table import Table
from cortex_async.emulator.world import World


@define(eq=False)
class Call:
    """One authenticated, validated request."""

    world: World
    operation: Operation
    path: Mapping[str, str]
    query: Record
    headers: Mapping[str, str] = field(repr=False)
    body: Record = field(repr=False)
    raw: bytes = field(repr=False)
    caller: Principal | None
    opened_project: Record | None = field(repr=False)

    @property
    def principal(self) -> Principal:
        """The caller of an operation that needs credentials."""
        if self.caller is None:
            raise LookupError(f"{self.operation.id} needs no credentials")
        return self.caller

    @property
    def project(self) -> Record:
        """The project of an operation below ``/api/projects/{projectId}``."""
        if self.opened_project is None:
            raise LookupError(f"{self.operation.id} belongs to no project")
        return self.opened_project

    def required(self, table: Table, what: str, name: str = "id") -> Record:
        """The record of the project that the path names. Raises ``HTTPError`` 404."""
        record = table.get(self.project["id"], self.path[name])
        if record is None:
            raise not_found(what)
        return record


@frozen
class Raw:
    """A response that is not JSON."""

    body: bytes = field(repr=False)
    content_type: str


Handler = Callable[[Call], Any]
Guard = Callable[[World, Mapping[str, str], bytes], None]
HANDLERS: dict[str, Handler] = {}
GUARDS: dict[str, Guard] = {}
TEMPLATES: dict[str, str] = {}
"""The path template of each handler, by ``route_key``."""


def handles(method: str, path: str) -> Callable[[Handler], Handler]:
    """Register the handler of an operation.

    It returns JSON, ``Raw``, a ``Stream``, or None for an empty body.
    """
    key = route_key(method, path)

    def register(handler: Handler) -> Handler:
        if key in HANDLERS:
            raise ValueError(f"two handlers for {key}")
        HANDLERS[key] = handler
        TEMPLATES[key] = path
        return handler

    return register


def guards(method: str, path: str) -> Callable[[Guard], Guard]:
    """Register a check that an operation makes instead of checking credentials.

    It raises ``HTTPError`` to reject the request.
    """

    def register(guard: Guard) -> Guard:
        GUARDS[route_key(method, path)] = guard
        return guard

    return register


def handler_of(operation: Operation) -> Handler:
    """The handler of an operation. Raises ``HTTPError`` 501 if nobody has written one yet."""
    handler = HANDLERS.get(operation.key)
    if handler is None:
        where = "cortex_async/emulator/routes/"
        raise HTTPError(
            501,
            f"the emulator has no handler for {operation.method} {operation.path} ({operation.id}): write a function with "
            f'@handles("{operation.method}", "{operation.path}") in {where}, as docs/regenerate.md describes',
        )
    return handler


def path_values(match: Match) -> Mapping[str, str]:
    """The path parameters, under the names that the handler's template has for them."""
    template = TEMPLATES.get(match.operation.key)
    return (
        match.path
        if template is None
        else dict(zip(placeholders(template), match.path.values(), strict=True))
    )
