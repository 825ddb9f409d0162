"""Handlers by operationId.

A handler is a synchronous function from a call to a response value, so it is never interrupted.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from attrs import field, frozen

from cortex_async.emulator.auth import Principal
from cortex_async.emulator.errors import not_found
from cortex_async.emulator.records import Record
from cortex_async.emulator.spec import Operation
from cortex_async.emulator.store import Table
from cortex_async.emulator.world import World


@frozen
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
HANDLERS: dict[str, Handler] = {}


def handles(operation: str) -> Callable[[Handler], Handler]:
    """Register the handler of an operation.

    It returns JSON, ``Raw``, a ``Stream``, or None for an empty body.
    """

    def register(handler: Handler) -> Handler:
        if operation in HANDLERS:
            raise ValueError(f"two handlers for {operation}")
        HANDLERS[operation] = handler
        return handler

    return register


Guard = Callable[[World, Mapping[str, str], bytes], None]
GUARDS: dict[str, Guard] = {}


def guards(operation: str) -> Callable[[Guard], Guard]:
    """Register a check that an operation makes instead of checking credentials.

    It raises ``HTTPError`` to reject the request.
    """

    def register(guard: Guard) -> Guard:
        GUARDS[operation] = guard
        return guard

    return register
