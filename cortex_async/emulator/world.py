"""What handlers and timers work with: state, time, identifiers, events. No I/O."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from attrs import define, field

from cortex_async.emulator.clock import Clock
from cortex_async.emulator.conformance import Conformance
from cortex_async.emulator.events import Action, Bus, Published
from cortex_async.emulator.ids import Ids
from cortex_async.emulator.records import Record, differences
from cortex_async.emulator.settings import Settings
from cortex_async.emulator.spec import Spec, load_spec
from cortex_async.emulator.state import State
from cortex_async.emulator.store import GLOBAL, Store
from cortex_async.emulator.tables.disposal import Disposal
from cortex_async.emulator.timers import ACTIONS, Timers
from cortex_async.emulator.timestamps import iso


async def _no_wait() -> None:
    return


def _no_delivery(_row: Record) -> None:
    return


@define(eq=False)
class World:
    """One emulated Cortex.

    deliver: starts delivering a row of the outbox.
    address: the base URL of the server; clients that reach it by another one see that.
    settled: awaited after timers have run, so that ``clock.advance`` returns after their effects.
    ingested: timestamps of each project's latest ingested events, for the rate limit.
    disposal: frees what is not needed any more.
    """

    settings: Settings = field(factory=Settings)
    clock: Clock = field(factory=Clock)
    ids: Ids = field(factory=Ids)
    store: Store = field(factory=Store)
    spec: Spec = field(factory=load_spec)
    deliver: Callable[[Record], None] = _no_delivery
    settled: Callable[[], Awaitable[None]] = _no_wait
    address: str = "http://localhost"
    ingested: dict[str, list[float]] = field(factory=dict[str, list[float]])
    disposal: Disposal = field(factory=Disposal)
    bus: Bus = field(init=False)
    timers: Timers = field(init=False)
    conformance: Conformance = field(init=False)
    token_key: bytes = field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        self.bus = Bus(self.settings.history, self.disposal.free)
        self.timers = Timers(self.clock, self._run_timer, self._settle, self.disposal.free)
        self.conformance = Conformance(self.spec)
        self.token_key = self.ids.key_material().encode()

    def _run_timer(self, kind: str, *subjects: str) -> None:
        ACTIONS[kind](self, *subjects)

    async def _settle(self) -> None:
        await self.settled()

    def emit(
        self,
        type_: str,
        action: Action,
        resource: str,
        project: Record,
        data: Record,
        *,
        source: str = "cortex:api",
        changes: Record | None = None,
    ) -> Record:
        """Publish a domain event. ``resource`` has the form ``kind:id``."""
        payload: Record = {"action": action, "data": data}
        if changes is not None:
            payload["changes"] = changes
        event = self.envelope(type_, source, resource, project, payload)
        self.conformance.check_event(event)
        self.publish(event)
        return event

    def envelope(self, type_: str, source: str, resource: str, project: Record, payload: Record) -> Record:
        """A new domain event with the current time."""
        return {
            "id": self.ids.uuid("event"),
            "type": type_,
            "source": source,
            "tenantId": project["_tenantId"],
            "projectId": project["id"],
            "resourceId": resource,
            "timestamp": self.clock.iso(),
            "payload": payload,
        }

    def publish(self, event: Record) -> None:
        """Pass an event to all listeners."""
        self.bus.publish(Published.of(event))

    def emit_update(self, type_: str, resource: str, project: Record, before: Record, after: Record) -> None:
        """Publish an ``updated`` event with the old values of the fields that changed. No event if nothing
        changed.
        """
        changes = differences(before, after)
        if changes:
            self.emit(type_, "updated", resource, project, after, changes=changes)

    def project(self, id: str) -> Record:  # noqa: A002  (the API's own name)
        """A project that must exist. Raises ``KeyError``."""
        project = self.store.projects.get(GLOBAL, id)
        if project is None:
            raise KeyError(f"project {id}")
        return project

    def later(self, seconds: float) -> str:
        """The time ``seconds`` from now, in the API's format."""
        return iso(self.clock.timestamp() + seconds)

    def dump(self) -> bytes:
        """State and timers as JSON."""
        return State.dump(self.store, self.timers)

    def load(self, dumped: bytes) -> None:
        """Replace state and timers, and do not repeat the identifiers in them. Raises ``ValueError`` for
        anything but a dump of this version, and then changes nothing.
        """
        self.become(State.parse(dumped))
        self.ids.avoid(dumped)

    def become(self, state: State) -> None:
        """Replace state and timers."""
        self.disposal.free(self.store.contents())
        self.store = state.store
        self.timers.replace(state.timers)
        self.bus.clear()
        self.ingested.clear()
