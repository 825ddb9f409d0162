"""One emulator as a running server: how it is built, started and stopped, and what can be read from it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Unpack

from aiohttp import web

from cortex_async.emulator.bodies import read_body
from cortex_async.emulator.clock import Clock
from cortex_async.emulator.control.access import Access
from cortex_async.emulator.control.surface import ControlSurface
from cortex_async.emulator.domain import app_settings, tenancy
from cortex_async.emulator.exchanges import Exchanges
from cortex_async.emulator.faults.calls import Faults
from cortex_async.emulator.ids import Ids
from cortex_async.emulator.page.controls import OFFERED
from cortex_async.emulator.page.handler import StatusPage
from cortex_async.emulator.page.known_secrets import KnownSecrets
from cortex_async.emulator.page.redaction import PageRedaction
from cortex_async.emulator.page.view import Sources
from cortex_async.emulator.recording import Recording
from cortex_async.emulator.records import Record
from cortex_async.emulator.schemas import require_library
from cortex_async.emulator.server import Server
from cortex_async.emulator.settings import Options, Settings
from cortex_async.emulator.sse import Hub
from cortex_async.emulator.standins.functions import FunctionHost
from cortex_async.emulator.standins.mapping import StandIns, Table
from cortex_async.emulator.state import State
from cortex_async.emulator.webhook_outbox import Outbox
from cortex_async.emulator.world import World

TOKEN_LIFETIME = 24 * 3600.0

PREPARATION = 0.1
"""Seconds after which a running emulator prepares its next reset."""


class BaseEmulator:
    """The server behind ``Emulator``, whose docstring describes the parameters."""

    def __init__(
        self,
        port: int = 0,
        host: str = "127.0.0.1",
        *,
        api_key: str | None = None,
        clock: Clock | None = None,
        project_id: str | None = None,
        random_seed: int | None = None,
        fixed_ids: bool = False,
        **options: Unpack[Options],
    ) -> None:
        require_library()
        self.settings: Settings = Settings(**options)
        self._host, self._port = host, port
        self.clock: Clock = clock or Clock()
        self.world: World = World(self.settings, self.clock, Ids(random_seed, fixed=fixed_ids))
        self.clock.attach(self.world.timers)
        self.requests: Recording = Recording(
            self.settings.history, self.world.spec.current_id, self.world.disposal.free
        )
        self.faults: Faults = Faults(self.world.spec)
        self._hub = Hub(self.world, self.faults.events)
        self._outbox = Outbox(self.world, self.faults.webhooks)
        self._stand_ins = Table()
        self.functions: StandIns = StandIns(
            self._stand_ins, lambda: self.project_id, self.world.project, self.world.spec.events
        )
        self._function_host = FunctionHost(self.world, self._stand_ins)
        self.world.settled = self._settled
        self._access = Access.of(host, self.settings)
        self._exchanges = Exchanges(self.settings.history, self.world.disposal.free)
        self._page = self._status_page()
        self._hub.listen(self._page.touch)
        self._server = Server(
            self.world,
            self.requests,
            self._exchanges,
            self.faults,
            self._hub,
            self._page,
            self._control_surface(),
            self._function_host,
        )
        self._bound_port: int | None = None
        self._create_tenant(api_key, project_id)

    def _control_surface(self) -> ControlSurface:
        async def read(request: web.BaseRequest, limit: int) -> bytes:
            return await read_body(request, limit, self.settings.body_timeout)

        return ControlSurface(self, self._access, read, self.settings.body_limit)

    def _status_page(self) -> StatusPage:
        token = self._access.page_token
        redaction = PageRedaction(KnownSecrets(self.world, lambda: (self.api_key, self._access.token)))
        sources = Sources(
            self.world,
            self.requests,
            self._exchanges,
            self.faults,
            self._hub.log,
            redaction,
            OFFERED if token is not None else {},
        )
        wants_token = self._access.token is not None
        return StatusPage(sources, self._host, page_token=token, wants_token=wants_token)

    def _create_tenant(self, api_key: str | None, project_id: str | None) -> None:
        tenant = tenancy.create_tenant(self.world, "emulator")
        project = tenancy.add_project(self.world, tenant["id"], "Emulated project", project_id=project_id)
        app_settings.configure(self.world, project)
        _, key = tenancy.issue_key(self.world, tenant["id"], "emulator", key=api_key)
        self.api_key: str = key
        self._use_project(project)
        self._initial_state = self.world.dump()
        self._next_state: State | None = None
        self._next_state_timer: asyncio.TimerHandle | None = None
        self._initial_ids = self.world.ids.state()

    def _use_project(self, project: Record) -> None:
        """Make this the default project."""
        self.tenant_id: str = project["_tenantId"]
        self.project_id: str = project["id"]

    def _take_initial_state(self) -> State:
        """The state for a reset. While the emulator runs, the one for the next reset is made in advance."""
        state, self._next_state = self._next_state, None
        if self._bound_port is not None:
            self._prepare_state()
        return state or State.parse(self._initial_state)

    def _prepare_state(self) -> None:
        """Make the state for the next reset, but not if the emulator soon stops, as in most tests."""

        def prepare() -> None:
            self._next_state = State.parse(self._initial_state)

        self._cancel_preparation()
        self._next_state_timer = asyncio.get_running_loop().call_later(PREPARATION, prepare)

    def _cancel_preparation(self) -> None:
        if self._next_state_timer is not None:
            self._next_state_timer.cancel()

    async def start(self) -> None:
        """Start listening. Raises ``OSError`` if the port is taken."""
        self._bound_port = await self._server.start(self._host, self._port)
        self.world.address = self.base_url
        self._function_host.open()
        await self._outbox.open()
        self.world.timers.open()
        self._prepare_state()

    async def stop(self) -> None:
        """Close the socket and all connections. The state stays and can still be dumped."""
        self._cancel_preparation()
        self.world.timers.close()
        await self._function_host.close()
        await self._outbox.close()
        await self._server.stop()
        self.world.disposal.finish()
        self._bound_port = None

    async def _settled(self) -> None:
        """Wait for webhook deliveries and event handlers, which may cause each other."""
        while self._outbox.busy or self._function_host.busy:
            await self._outbox.idle()
            await self._function_host.idle()

    @property
    def base_url(self) -> str:
        """E.g. ``http://127.0.0.1:49152``. Raises ``RuntimeError`` while the emulator is not running."""
        if self._bound_port is None:
            raise RuntimeError("the emulator is not running: use it with 'async with', or start() it")
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"http://{host}:{self._bound_port}"

    @property
    def control_enabled(self) -> bool:
        """Whether the control surface is on."""
        return self._access.enabled

    @property
    def control_token(self) -> str | None:
        """The token that the control surface wants, None if it wants none or is off."""
        return self._access.token if self._access.enabled else None

    @property
    def access_token(self) -> str:
        """A JWT of the tenant's first user, valid for 24 hours from now."""
        user = tenancy.first_user(self.world, self.tenant_id)
        return tenancy.issue_token(self.world, user, TOKEN_LIFETIME)

    @property
    def credentials(self) -> tuple[str, str]:
        """E-mail address and password of the tenant's first user, for ``login-credentials``."""
        return str(tenancy.first_user(self.world, self.tenant_id)["email"]), tenancy.PASSWORD

    @property
    def fusion_session(self) -> str:
        """A Fusion session id of the tenant's first user, for ``login``."""
        return str(tenancy.first_user(self.world, self.tenant_id)["_fusionSession"])

    @property
    def events(self) -> list[Record]:
        """The latest domain events, oldest first, whether or not anything was listening."""
        return self.world.bus.history()

    @property
    def violations(self) -> Sequence[str]:
        """Responses and events that do not conform to the spec. Each one is a bug in the emulator: please
        report it.
        """
        return tuple(self.world.conformance.violations)

    @property
    def streams(self) -> int:
        """The number of open event streams."""
        return len(self._hub)
