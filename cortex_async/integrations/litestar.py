"""Cortex in Litestar: the extra ``odin-cortex[litestar]``::

    from cortex_async.integrations.litestar import use_cortex

    @get("/sessions/{session_id:str}")
    async def title(session_id: FromPath[str], cortex_project: NamedDependency[ProjectScope]) -> str:
        return (await cortex_project.sessions.get(session_id)).title or ""

    app = Litestar([title], on_app_init=[use_cortex()])

The guide is docs/integrations-fastapi.md.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, Final, cast

try:
    from litestar import Litestar
    from litestar.config.app import AppConfig
    from litestar.connection import Request
    from litestar.datastructures import State
    from litestar.di import NamedDependency, Provide
    from litestar.exceptions import responses
    from litestar.response import Response
except ImportError as _missing:
    raise ImportError("this module needs Litestar: pip install 'odin-cortex[litestar]'") from _missing

from cortex_async._core.errors import CortexError
from cortex_async.client import CortexClient
from cortex_async.integrations.app_state import Slot
from cortex_async.integrations.problems import MEDIA_TYPE
from cortex_async.integrations.reporting import reported
from cortex_async.project import ProjectScope

__all__ = ["respond", "use_cortex"]

_SLOT: Final = Slot[CortexClient]("cortex", "cortex_async.integrations.litestar", "use_cortex")


def use_cortex(
    make_client: Callable[[], CortexClient] = CortexClient, *, project_id: str | None = None
) -> Callable[[AppConfig], AppConfig]:
    """Return what gives an application a client, for ``on_app_init=[use_cortex()]``.

    The client is opened when the application starts and closed when it stops. Handlers get it as a parameter
    ``cortex`` and the ``ProjectScope`` as ``cortex_project``. Each ``CortexError``, and each
    ``ExceptionGroup`` of them, becomes problem details.
    What the application itself has set under these names stays.

    make_client: makes the client; by default from the environment, as ``CortexClient()`` does.
    project_id: the project of ``cortex_project``; by default the environment variable ``CORTEX_PROJECT_ID``,
        read when the application starts.

    When the application starts, it raises what ``make_client`` raises, e.g. ``ConfigError`` without a
    credential, and ``ArgumentError`` for an id that cannot be used.
    """
    lifespan: Callable[[object], AbstractAsyncContextManager[dict[str, object]]]
    lifespan = _SLOT.lifespan(make_client, project_id, None)

    @asynccontextmanager
    async def run(app: Litestar) -> AsyncGenerator[None, None]:
        async with lifespan(app) as mine:
            app.state.update(mine)
            yield

    def on_app_init(app_config: AppConfig) -> AppConfig:
        config: Any = app_config  # Litestar leaves the parameters of its generic types open
        config.lifespan.append(run)
        config.dependencies.setdefault("cortex", Provide(_client, sync_to_thread=False))
        config.dependencies.setdefault("cortex_project", Provide(_project, sync_to_thread=False))
        for kind in (CortexError, ExceptionGroup):
            config.exception_handlers.setdefault(kind, respond)
        return app_config

    return on_app_init


def respond(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    """Respond to a request that raised a ``CortexError`` with problem details, and log the error.

    The same for an ``ExceptionGroup`` of them, with the problem that has the highest status. To any other
    group it responds as the application would without this handler. Raises any other ``error`` again.
    """
    # Not request.url, which is made from the visitor's Host header and may not be parseable.
    problem = reported(error, request.method, request.scope["path"])
    if problem is None:
        return _respond_otherwise(request, error)
    return Response(problem.body, status_code=problem.status, headers=problem.headers, media_type=MEDIA_TYPE)


def _respond_otherwise(request: Any, error: Exception) -> Response[Any]:
    """Respond to a group as if there was no handler of groups, which Litestar finds before all others."""
    if not isinstance(error, ExceptionGroup):
        raise error
    made: Any = responses
    usual = made.create_debug_response if request.app.debug else made.create_exception_response
    handlers = request.route_handler.resolve_exception_handlers()
    handler: Callable[[object, Exception], Response[Any]] = (
        handlers.get(Exception) or handlers.get(500) or usual
    )
    return handler(request, cast("Exception", error))


def _client(state: State) -> CortexClient:
    return _SLOT.require(state).client


def _project(cortex: NamedDependency[CortexClient], state: State) -> ProjectScope:
    return cortex.project(_SLOT.project_id(state))
