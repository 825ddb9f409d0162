"""The emulator as a test holds it."""

from __future__ import annotations

from collections.abc import Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Self, Unpack

from cortex_async.emulator.clock import Clock
from cortex_async.emulator.domain import app_settings, room, tenancy, webhooks
from cortex_async.emulator.faults.calls import Faults
from cortex_async.emulator.ids import Ids
from cortex_async.emulator.page import StatusPage
from cortex_async.emulator.recording import Recording
from cortex_async.emulator.records import Record
from cortex_async.emulator.schemas import require_library
from cortex_async.emulator.seeds import SEEDS
from cortex_async.emulator.server import Server
from cortex_async.emulator.settings import Options, Settings
from cortex_async.emulator.sse import Hub
from cortex_async.emulator.store import EVERYWHERE
from cortex_async.emulator.webhook_outbox import Outbox
from cortex_async.emulator.world import World

if TYPE_CHECKING:
    from cortex_async.emulator.thread import ThreadedEmulator

TOKEN_LIFETIME = 24 * 3600.0


class Dump(str):
    """A dumped state, as a string that does not show itself where variables are shown."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"<state of an emulator, {len(self)} characters>"


class Emulator:
    """A whole Cortex on one machine: a real server on a real socket, with state, events, webhooks and faults.

        async with Emulator() as emulator:
            client = CortexClient(base_url=emulator.base_url, api_key=emulator.api_key)

    It begins with one tenant and one project whose settings are configured, so that a session can be created at once.

    port: 0 (the default) takes a free one. host: 127.0.0.1 by default.
    api_key: the key that clients use; a new one by default.
    clock: a ``Clock``; by default time passes by itself and ``emulator.clock.advance(seconds)`` moves it forward.
    random_seed: makes identifiers, codes and keys reproducible.
    options: see ``Options``.

    Raises ``ValueError`` for options that make no sense, ``ImportError`` without ``odin-cortex[emulator]``, and ``OSError`` on start
    when the port is taken.
    """

    def __init__(
        self,
        port: int = 0,
        host: str = "127.0.0.1",
        *,
        api_key: str | None = None,
        clock: Clock | None = None,
        random_seed: int | None = None,
        **options: Unpack[Options],
    ) -> None:
        require_library()
        self.settings: Settings = Settings(**options)
        self._host, self._port = host, port
        self.clock: Clock = clock or Clock()
        self.world: World = World(self.settings, self.clock, Ids(random_seed))
        self.clock.attach(self.world.timers)
        self.requests: Recording = Recording(self.settings.history)
        self.faults: Faults = Faults(self.world.document)
        self._hub = Hub(self.world, self.faults.events)
        self._outbox = Outbox(self.world, self.faults.webhooks)
        self._page = StatusPage(self.world, self.requests, host)
        self._server = Server(self.world, self.requests, self.faults, self._hub, self._page)
        self._bound: int | None = None
        self._found(api_key)

    def _found(self, api_key: str | None) -> None:
        tenant = tenancy.found_tenant(self.world, "emulator")
        project = tenancy.add_project(self.world, tenant["id"], "Emulated project")
        app_settings.configure(self.world, project)
        _, key = tenancy.issue_key(self.world, tenant["id"], "emulator", key=api_key)
        self.api_key: str = key
        self.tenant_id: str = tenant["id"]
        self.project_id: str = project["id"]
        self._founding = self.world.dump()
        self._founding_ids = self.world.ids.state()

    @classmethod
    def in_thread(
        cls,
        port: int = 0,
        host: str = "127.0.0.1",
        *,
        api_key: str | None = None,
        clock: Clock | None = None,
        random_seed: int | None = None,
        **options: Unpack[Options],
    ) -> ThreadedEmulator:
        """The same for code without an event loop: ``with Emulator.in_thread() as emulator:``."""
        from cortex_async.emulator.thread import ThreadedEmulator

        return ThreadedEmulator(
            cls(port, host, api_key=api_key, clock=clock, random_seed=random_seed, **options)
        )

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    async def start(self) -> None:
        """Listen. Raises ``OSError`` when the port is taken."""
        self._bound = await self._server.start(self._host, self._port)
        await self._outbox.open()
        self.world.timers.open()

    async def stop(self) -> None:
        """Close the socket and all connections. State stays and can be dumped."""
        self.world.timers.close()
        await self._outbox.close()
        await self._server.stop()
        self._bound = None

    @property
    def base_url(self) -> str:
        """E.g. ``http://127.0.0.1:49152``. Raises ``RuntimeError`` while the emulator is not running."""
        if self._bound is None:
            raise RuntimeError("the emulator is not running: use it with 'async with', or start() it")
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"http://{host}:{self._bound}"

    @property
    def access_token(self) -> str:
        """A JWT of the tenant's first user, valid for 24 hours from now."""
        user = tenancy.first_user(self.world, self.tenant_id)
        return tenancy.issue_token(self.world, user, TOKEN_LIFETIME)

    @property
    def credentials(self) -> tuple[str, str]:
        """E-mail and password of the tenant's first user, for ``login-credentials``."""
        return str(tenancy.first_user(self.world, self.tenant_id)["email"]), tenancy.PASSWORD

    @property
    def fusion_session(self) -> str:
        """A Fusion session id of the tenant's first user, for ``login``."""
        return str(tenancy.first_user(self.world, self.tenant_id)["_fusionSession"])

    @property
    def events(self) -> list[Record]:
        """The latest domain events, oldest first, whether or not anybody was listening."""
        return self.world.bus.history()

    @property
    def violations(self) -> Sequence[str]:
        """Answers and events that broke the document, each a fault of the emulator: report them."""
        return tuple(self.world.conformance.violations)

    @property
    def streams(self) -> int:
        """How many event streams are open."""
        return len(self._hub)

    async def say(self, session_id: str, speaker: str, text: str) -> Record:
        """``speaker`` (an external user id) says something; returns the message that the bot makes of it.

        Who speaks for the first time becomes a participant and joins the room. Raises ``KeyError`` for an unknown session and
        ``BotNotRunning`` when nobody listens.
        """
        session = self._session(session_id)
        return room.shown(self.world, room.say(self.world, session, speaker, text))

    async def join(self, session_id: str, speaker: str, display_name: str | None = None) -> Record:
        """``speaker`` enters the room; returns the participant. Raises like ``say``."""
        return dict(room.join(self.world, self._session(session_id), speaker, display_name))

    async def leave(self, session_id: str, speaker: str) -> Record:
        """``speaker`` leaves the room; returns the participant. Raises like ``say``, and ``ValueError`` if not in the room."""
        return dict(room.leave(self.world, self._session(session_id), speaker))

    def add_project(self, name: str, *, configured: bool = True, secret: bool = True) -> str:
        """Another project of the tenant; returns its id.

        configured: whether it has settings. secret: whether the billing system knows a project secret.
        """
        project = tenancy.add_project(self.world, self.tenant_id, name, secret=secret)
        if configured:
            app_settings.configure(self.world, project)
        return str(project["id"])

    def add_tenant(self, name: str) -> tuple[str, str]:
        """Somebody else with a project of their own; returns their API key and the project's id."""
        tenant = tenancy.found_tenant(self.world, name)
        project = tenancy.add_project(self.world, tenant["id"], f"{name}'s project")
        app_settings.configure(self.world, project)
        _, key = tenancy.issue_key(self.world, tenant["id"], name)
        return key, project["id"]

    def project_secret(self, project_id: str | None = None) -> str | None:
        """The secret that ``events/ingest`` is signed with, of the default project unless another is named."""
        secret: str | None = self.world.project(project_id or self.project_id)["_secret"]
        return secret

    def cut_streams(self) -> None:
        """Break off every open event stream, as a failing network would."""
        self._hub.cut()

    async def wait_for_streams(self, count: int) -> None:
        """Return when exactly so many event streams are open, e.g. before emitting something that a client must not miss."""
        await self._hub.wait_for(count)

    async def settle(self) -> None:
        """Return when nothing is due any more and everything that was has had its effect."""
        await self.world.timers.run_due()

    def reset(self) -> None:
        """Back to the beginning, with the same key and the same project; open streams break off."""
        self._hub.cut()
        self._outbox.abandon()
        self.clock.reset()
        self.world.load(self._founding)
        self.world.ids.restore(self._founding_ids)
        self.requests.clear()
        self.faults.clear()
        self._page.touch()

    def seed(self, name: str = "demo") -> None:
        """Fill the default project with sample data, added to what is there. Raises ``ValueError`` for an unknown name."""
        if name not in SEEDS:
            raise ValueError(f"no sample data is called {name!r}; there is {', '.join(SEEDS)}")
        SEEDS[name](self.world, self.world.project(self.project_id))

    def dump(self) -> str:
        """The whole state as JSON. It holds the secrets that the emulator needs, such as those of webhooks; its repr does not."""
        return Dump(self.world.dump().decode())

    def load(self, dumped: str) -> None:
        """Replace the whole state; this emulator's own key keeps working. Raises ``ValueError`` for what is no dump."""
        self.world.load(dumped.encode())
        projects = self.world.store.projects.of(EVERYWHERE)
        if projects:
            self.project_id, self.tenant_id = projects[0]["id"], projects[0]["_tenantId"]
        webhooks.resume(self.world)
        self._page.touch()
        tenancy.ensure_key(self.world, self.tenant_id, self.api_key)

    def _session(self, session_id: str) -> Record:
        self.world.timers.fire_due()
        return room.find_session(self.world, session_id)
