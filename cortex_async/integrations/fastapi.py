"""Cortex in FastAPI: the extra ``odin-cortex[fastapi]``::

    from cortex_async.integrations.fastapi import ProjectDep, add_exception_handlers, lifespan

    app = FastAPI(lifespan=lifespan())
    add_exception_handlers(app)

    @app.get("/sessions/{session_id}")
    async def title(session_id: str, project: ProjectDep) -> str | None:
        return (await project.sessions.get(session_id)).title

Endpoints that are plain functions take ``cortex_sync.integrations.fastapi``. The guide is
docs/integrations-fastapi.md.
"""

from __future__ import annotations

from typing import Annotated, TypeAlias

try:
    from fastapi import Depends
    from starlette.requests import HTTPConnection
except ImportError as _missing:
    raise ImportError("this module needs FastAPI: pip install 'odin-cortex[fastapi]'") from _missing

from cortex_async.client import CortexClient
from cortex_async.integrations.starlette import SLOT, add_exception_handlers, lifespan, respond, state_of
from cortex_async.integrations.starlette import get_client as client_of
from cortex_async.project import ProjectScope

__all__ = [
    "ClientDep",
    "ProjectDep",
    "add_exception_handlers",
    "get_client",
    "get_project",
    "lifespan",
    "respond",
]


# Coroutine functions, as FastAPI runs plain ones in a thread: https://fastapi.tiangolo.com/async/#dependencies
async def get_client(connection: HTTPConnection) -> CortexClient:
    """The dependency of ``ClientDep``. Tests override it::

        app.dependency_overrides[get_client] = lambda: client_of_the_emulator

    Raises ``ConfigError`` if ``lifespan`` has not run.
    """
    return client_of(connection)


ClientDep: TypeAlias = Annotated[CortexClient, Depends(get_client)]
"""The client of the application, as a parameter of an endpoint."""


async def get_project(connection: HTTPConnection, client: ClientDep) -> ProjectScope:
    """The dependency of ``ProjectDep``: the project of ``lifespan``, over the client of ``get_client``.

    Where ``lifespan`` has not run and ``get_client`` is overridden, the project is that of
    ``CORTEX_PROJECT_ID``. Raises ``ConfigError`` if no project was chosen.
    """
    return client.project(SLOT.project_id(state_of(connection)))


ProjectDep: TypeAlias = Annotated[ProjectScope, Depends(get_project)]
"""The project of the application, as a parameter of an endpoint."""
