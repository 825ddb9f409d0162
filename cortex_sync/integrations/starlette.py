"""Cortex in Starlette for endpoints that are plain functions: the extra ``odin-cortex[starlette]``.

The names are those of ``cortex_async.integrations.starlette``; the client is a ``cortex_sync.CortexClient``.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Final, TypeVar, overload

try:
    from starlette.requests import HTTPConnection
except ImportError as _missing:
    raise ImportError("this module needs Starlette: pip install 'odin-cortex[starlette]'") from _missing

from cortex_async.integrations.app_state import Slot
from cortex_async.integrations.starlette import add_exception_handlers, respond, state_of
from cortex_sync.client import CortexClient
from cortex_sync.project import ProjectScope

__all__ = ["add_exception_handlers", "get_client", "get_project", "lifespan", "respond"]

AppT = TypeVar("AppT")

SLOT: Final = Slot[CortexClient]("cortex_sync", "cortex_sync.integrations")


@overload
def lifespan(
    make_client: Callable[[], CortexClient] = ..., *, project_id: str | None = ..., inner: None = ...
) -> Callable[[object], AbstractAsyncContextManager[dict[str, object]]]: ...
@overload
def lifespan(
    make_client: Callable[[], CortexClient] = ...,
    *,
    project_id: str | None = ...,
    inner: Callable[[AppT], AbstractAsyncContextManager[Mapping[str, object] | None]],
) -> Callable[[AppT], AbstractAsyncContextManager[dict[str, object]]]: ...
def lifespan(
    make_client: Callable[[], CortexClient] = CortexClient,
    *,
    project_id: str | None = None,
    inner: Callable[[AppT], AbstractAsyncContextManager[Mapping[str, object] | None]] | None = None,
) -> Callable[[AppT], AbstractAsyncContextManager[dict[str, object]]]:
    """Return a lifespan that makes a client when the application starts, and closes it when it stops.

    As that of ``cortex_async.integrations.starlette``, which may be its ``inner`` if an application has
    endpoints of both kinds.

    make_client: makes the client; by default from the environment, as ``CortexClient()`` does.
    project_id: the project of ``get_project``; by default the environment variable ``CORTEX_PROJECT_ID``,
        read when the application starts.
    inner: the application's own lifespan. The client is open while it runs, and its state stays.

    When the application starts, it raises what ``make_client`` raises, e.g. ``ConfigError`` without a
    credential, and ``ArgumentError`` for an id that cannot be used.
    """

    @asynccontextmanager
    async def opened() -> AsyncGenerator[CortexClient, None]:
        client = make_client()
        try:
            yield client
        finally:
            # In a thread: it blocks until the connections are closed.
            await asyncio.to_thread(client.close)

    return SLOT.lifespan(opened, project_id, inner)


def get_client(connection: HTTPConnection) -> CortexClient:
    """Return the client of the application that serves this request or WebSocket.

    Raises ``ConfigError`` if ``lifespan`` has not run.
    """
    return SLOT.require(state_of(connection)).client


def get_project(connection: HTTPConnection) -> ProjectScope:
    """Return the project of the application that serves this request or WebSocket.

    Raises ``ConfigError`` if ``lifespan`` has not run, or no project was chosen.
    """
    return get_client(connection).project(SLOT.project_id(state_of(connection)))
