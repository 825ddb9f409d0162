"""Cortex in Starlette, and what FastAPI shares with it: the extra ``odin-cortex[starlette]``::

    from cortex_async.integrations.starlette import add_exception_handlers, get_project, lifespan

    async def sessions(request: Request) -> JSONResponse:
        found = await get_project(request).sessions.list()
        return JSONResponse([to_dict(one, names="api") for one in found])

    app = Starlette(routes=[Route("/", sessions)], lifespan=lifespan())
    add_exception_handlers(app)

The guide is docs/integrations-fastapi.md.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager, suppress
from typing import Final, TypeVar, overload

try:
    from starlette.applications import Starlette
    from starlette.requests import HTTPConnection, Request
    from starlette.responses import Response
    from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState
except ImportError as _missing:
    raise ImportError("this module needs Starlette: pip install 'odin-cortex[starlette]'") from _missing

from cortex_async._core.errors import CortexError
from cortex_async.client import CortexClient
from cortex_async.integrations.app_state import Slot
from cortex_async.integrations.problems import Problem
from cortex_async.integrations.reporting import reported
from cortex_async.project import ProjectScope

__all__ = ["add_exception_handlers", "get_client", "get_project", "lifespan", "respond"]

AppT = TypeVar("AppT")

SLOT: Final = Slot[CortexClient]("cortex_async", "cortex_async.integrations")


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
    """Return a lifespan that opens a client when the application starts, and closes it when it stops::

        app = FastAPI(lifespan=lifespan(lambda: CortexClient(timeout=5), inner=my_lifespan))

    Each worker process runs it, and so has a client of its own.

    make_client: makes the client; by default from the environment, as ``CortexClient()`` does.
    project_id: the project of ``get_project``; by default the environment variable ``CORTEX_PROJECT_ID``,
        read when the application starts.
    inner: the application's own lifespan. The client is open while it runs, and its state stays.

    When the application starts, it raises what ``make_client`` raises, e.g. ``ConfigError`` without a
    credential, and ``ArgumentError`` for an id that cannot be used.
    """
    return SLOT.lifespan(make_client, project_id, inner)


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


def state_of(connection: HTTPConnection) -> Mapping[str, object]:
    """What the lifespan of the application has put into each request."""
    state: Mapping[str, object] = connection.scope.get("state", {})
    return state


@overload
async def respond(connection: WebSocket, error: Exception) -> None: ...
@overload
async def respond(connection: Request, error: Exception) -> Response: ...
async def respond(connection: HTTPConnection, error: Exception) -> Response | None:
    """Respond to a request that raised a ``CortexError`` with problem details, and log the error.

    The same for an ``ExceptionGroup`` of them, with the problem that has the highest status.

    A WebSocket is closed with 1008 if the client's request was at fault, with 1013 if it may try again, and
    with 1011 otherwise (https://www.rfc-editor.org/rfc/rfc6455#section-7.4.1).

    Raises any other ``error`` again.
    """
    # Not connection.url, which is made from the visitor's Host header and may not be parseable.
    scope = connection.scope
    problem = reported(error, str(scope.get("method", "WEBSOCKET")), scope["path"])
    if problem is None:
        raise error
    if isinstance(connection, WebSocket):
        with suppress(WebSocketDisconnect):  # the visitor may have left
            if _is_open(connection):
                await connection.close(_close_code(problem), problem.title)
        return None  # a response would be an attempt to refuse a connection that was accepted
    return Response(problem.body, problem.status, problem.headers)


def add_exception_handlers(app: Starlette) -> None:
    """Make ``app``, a ``Starlette`` or ``FastAPI``, respond to each ``CortexError`` with problem details.

    Also to an ``ExceptionGroup`` of them, unless the application has a handler for such groups.
    """
    app.add_exception_handler(CortexError, respond)
    app.exception_handlers.setdefault(ExceptionGroup, respond)


def _is_open(websocket: WebSocket) -> bool:
    return WebSocketState.DISCONNECTED not in (websocket.client_state, websocket.application_state)


def _close_code(problem: Problem) -> int:
    if problem.status in (429, 503):
        return 1013
    return 1011 if problem.status >= 500 else 1008
