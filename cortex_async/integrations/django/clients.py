"""The clients of a Django process: one for synchronous code, and one for each event loop."""

from __future__ import annotations

import asyncio
import atexit
from typing import Any

from cortex_async._core.runtime.loops import running_loop
from cortex_async.client import CortexClient as AsyncClient
from cortex_async.integrations.django.conf import read_settings
from cortex_async.integrations.once_per_process import OncePerProcess
from cortex_async.integrations.projects import required_project
from cortex_async.project import ProjectScope as AsyncProject
from cortex_sync.client import CortexClient
from cortex_sync.project import ProjectScope


def get_client() -> CortexClient:
    """Return the client of this process, made from ``settings.CORTEX`` by the first call.

    For synchronous views, commands and tasks, in any thread. Forked workers (gunicorn with ``preload_app``)
    may use it too. It is closed when the process exits.

    Raises ``ConfigError`` for settings that cannot be used.
    """
    return _CLIENT.get()


def get_project() -> ProjectScope:
    """Return the project of ``settings.CORTEX`` over ``get_client``.

    Raises ``ConfigError`` if no project is set.
    """
    return get_client().project(_project_id())


async def aget_client() -> AsyncClient:
    """Return the async client of the running event loop, made from ``settings.CORTEX`` by the first call.

    For asynchronous views. An ASGI server has one loop, and so one client; under WSGI each request of an
    asynchronous view has a loop, and a client, of its own. Its connections are closed with the loop.

    Raises ``ConfigError`` for settings that cannot be used.
    """
    loop = running_loop()
    client = _BY_LOOP.get(loop)
    if client is None:
        # A client holds its loop, so a weak dictionary would not let go of them.
        for one in [*_BY_LOOP]:
            if one.is_closed():
                _BY_LOOP.pop(one, None)
        client = _BY_LOOP[loop] = AsyncClient(**read_settings().client)
    return await client.open()


async def aget_project() -> AsyncProject:
    """Return the project of ``settings.CORTEX`` over ``aget_client``.

    Raises ``ConfigError`` if no project is set.
    """
    return (await aget_client()).project(_project_id())


def make_client() -> CortexClient:
    """Make a client from the settings, also one that is only checked."""
    return CortexClient(**read_settings().client)


def close_client() -> None:
    """Close the client of synchronous code if there is one; the next caller gets another."""
    client = _CLIENT.take()
    if client is not None:
        client.close()


def forget_clients() -> None:
    """Close all clients, as the settings have changed; the next call makes new ones."""
    close_client()
    for loop, client in [*_BY_LOOP.items()]:
        if not loop.is_closed():
            loop.call_soon_threadsafe(_close_later, client)
    _BY_LOOP.clear()


def _close_later(client: AsyncClient) -> None:
    closing = asyncio.ensure_future(client.close())
    _CLOSING.add(closing)
    closing.add_done_callback(_CLOSING.discard)


def _project_id() -> str:
    return required_project(read_settings().project_id, "set CORTEX['PROJECT_ID']")


_CLIENT = OncePerProcess(make_client)
_BY_LOOP: dict[asyncio.AbstractEventLoop, AsyncClient] = {}
_CLOSING: set[asyncio.Future[Any]] = set()

atexit.register(close_client)
