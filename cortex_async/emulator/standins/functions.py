"""Runs stand-ins: for requests to invoke URLs, and for domain events."""

from __future__ import annotations

import asyncio
import logging

import orjson
from aiohttp import web

from cortex_async.emulator import auth
from cortex_async.emulator.dispatch import Incoming
from cortex_async.emulator.domain import function_settings, functions, tenancy
from cortex_async.emulator.errors import HTTPError, forbidden, not_found, unauthorized
from cortex_async.emulator.events import Published, matches
from cortex_async.emulator.hosts import address
from cortex_async.emulator.records import Record
from cortex_async.emulator.spec import Match
from cortex_async.emulator.standins.http import http_event, http_response
from cortex_async.emulator.standins.mapping import Handler, Table, event_handler, http_handler
from cortex_async.emulator.standins.running import run_handler
from cortex_async.emulator.standins.values import FunctionContext
from cortex_async.emulator.world import World

LONGEST_ERROR = 500

_logger = logging.getLogger(__name__)


class FunctionHost:
    """The runtime of one emulator's functions.

    Requests run as part of their connection, events as tasks that ``idle`` waits for.
    """

    def __init__(self, world: World, stand_ins: Table) -> None:
        self._world = world
        self._stand_ins = stand_ins
        self._loop: asyncio.AbstractEventLoop | None = None
        self._in_progress: set[asyncio.Task[None]] = set()
        world.bus.listen(self._on_event)

    def open(self) -> None:
        """Start handling events."""
        self._loop = asyncio.get_running_loop()

    async def close(self) -> None:
        self._loop = None
        self.abandon()
        await asyncio.gather(*self._in_progress, return_exceptions=True)

    def abandon(self) -> None:
        """Cancel the event handlers in progress."""
        for task in self._in_progress:
            task.cancel()

    @property
    def busy(self) -> bool:
        return bool(self._in_progress) and self._in_progress != {asyncio.current_task()}

    async def idle(self) -> None:
        """Wait until no event handler is in progress, except the one that waits."""
        while others := self._others():
            await asyncio.wait(others)

    def _others(self) -> set[asyncio.Task[None]]:
        return {task for task in self._in_progress if task is not asyncio.current_task()}

    async def respond(self, match: Match, incoming: Incoming, raw: bytes) -> web.Response:
        """Call the function. Raises ``HTTPError`` if it cannot be called, or fails."""
        project_id, slug = match.path["projectId"], match.path["slug"]
        function = self._world.store.functions.find(project_id, "slug", slug)
        if function is None:
            raise not_found("Function")
        self._check_credential(match, function, incoming)
        deployment = functions.running_deployment(self._world, function)
        if deployment is None:
            raise HTTPError(503, "Function is not running")
        functions.count_request(self._world, deployment)
        handler = http_handler(self._stand_ins.find(project_id, slug))
        if handler is None:
            raise HTTPError(
                501,
                "the emulator runs no TypeScript: set a Python stand-in for this function, e.g. "
                f'emulator.functions["{slug}"] = handler',
            )
        event = http_event(incoming, raw, credentials=function["authMode"] != "api_key")
        context = self._context(function, address(incoming.headers.get("Host", ""), self._world.address))
        try:
            return http_response(await run_handler(handler, event, context, context.timeout))
        except TimeoutError:
            self._failed(function, deployment, f"timed out after {context.timeout:g} s")
            raise HTTPError(504, "Function timed out") from None
        except Exception as error:  # noqa: BLE001  (whatever a handler raises is a 500)
            self._failed(function, deployment, f"{type(error).__name__}: {error}", error)
            raise HTTPError(500, "Function execution failed") from None

    def _check_credential(self, match: Match, function: Record, incoming: Incoming) -> None:
        """Raise ``HTTPError`` 401 or 403 unless the function's authentication mode allows the request."""
        match function["authMode"]:
            case "api_key":
                caller = auth.authenticate(self._world, match.operation, incoming.headers)
                project = self._world.project(function["projectId"])
                if caller is None or not caller.sees(project):
                    raise forbidden("API key has no access to this project")
            case "signed" if not any("signature" in name.lower() for name in incoming.headers):
                raise unauthorized("Missing signature")
            case _:
                pass

    def _context(self, function: Record, base_url: str) -> FunctionContext:
        project_id: str = function["projectId"]
        settings = function_settings.of(self._world, project_id)
        user = tenancy.first_user(self._world, function["tenantId"])
        return FunctionContext(
            slug=function["slug"],
            function_id=function["id"],
            project_id=project_id,
            timeout=functions.deployed_version(self._world, function)["timeout"] / 1000,
            env={one["key"]: one["value"] for one in (*settings["envVars"], *function["envVars"])},
            base_url=base_url,
            access_token=tenancy.issue_token(self._world, user, tenancy.TOKEN_LIFETIME),
        )

    def _on_event(self, published: Published) -> None:
        project_id = published.project_id
        if self._loop is None or not self._stand_ins.projects.get(project_id):
            return
        # A project has at most 100 functions, and any number of stand-ins.
        for function in self._world.store.functions.of(project_id):
            stand_in = self._stand_ins.find(project_id, function["slug"])
            handler = event_handler(stand_in, published.type, matches)
            if handler is not None and functions.running_deployment(self._world, function) is not None:
                # A copy: others keep the event, and a handler may change its argument.
                event: Record = orjson.loads(published.json)
                task = self._loop.create_task(self._handle(function, handler, event))
                self._in_progress.add(task)
                task.add_done_callback(self._in_progress.discard)

    async def _handle(self, function: Record, handler: Handler, event: Record) -> None:
        context = self._context(function, self._world.address)
        deployment: Record = function["activeDeployment"]
        event_type: str = event["type"]
        try:
            await run_handler(handler, event, context, context.timeout)
        except TimeoutError:
            self._failed(function, deployment, f"{event_type}: timed out after {context.timeout:g} s")
        except Exception as error:  # noqa: BLE001  (reported like that of a request)
            self._failed(function, deployment, f"{event_type}: {type(error).__name__}: {error}", error)

    def _failed(
        self, function: Record, deployment: Record, problem: str, error: Exception | None = None
    ) -> None:
        """Note why a function failed: in the log, and as ``lastError`` of its deployment."""
        deployment["lastError"] = problem[:LONGEST_ERROR]
        _logger.error("function %s failed: %s", function["slug"], problem[:LONGEST_ERROR], exc_info=error)
