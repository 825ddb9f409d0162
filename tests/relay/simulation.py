"""Relays whose server is the test. Each has an event loop and a clock of its own, so that one can be paused."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Coroutine
from datetime import UTC, datetime
from math import floor
from typing import Any, TypeVar

from cortex_async.project import ProjectScope
from cortex_async.relay import MemoryBroker, Relay
from tests.feeds.model import Server, Session, iso, participant
from tests.realtime.live_caller import Pending, PlayedCaller
from tests.realtime.scripted import Connection, ManualClock, settle

T = TypeVar("T")


class Project(Server):
    """The API of project ``p``.

    emitted: every event, in order. logged: those that the webhook log has. subscribed: whether it gets them.
    people: its participants. forbidden: the operations that the credential does not allow.
    """

    def __init__(self, clock: ManualClock) -> None:
        super().__init__()
        self.clock = clock
        self.emitted: list[dict[str, Any]] = []
        self.logged: list[dict[str, Any]] = []
        self.subscribed_at: float | None = None
        self.whole_payload = True
        self.forbidden: set[str] = set()
        self.people = [participant("ann")]

    @property
    def now(self) -> float:
        return self.clock.unix()

    def subscribe(self) -> None:
        self.subscribed_at = self.now

    def event(
        self, kind: str, action: str, resource: str, data: object, changes: dict[str, Any] | None = None
    ) -> bytes:
        raw = json.loads(super().event(kind, action, resource, data, changes).removeprefix(b"data: "))
        raw["timestamp"] = iso(self.now)
        self.emitted.append(raw)
        if self.subscribed_at is not None:
            self.logged.append(raw)
        return b"data: " + json.dumps(raw).encode() + b"\n\n"

    def body(self, call: Pending) -> Any:
        """The body of the response to a call, None for 404."""
        query = call.request.query or {}
        match call.operation:
            case "sessions.list":
                return [one.row for one in self.sessions.values()]
            case "sessions.get":
                found = self.sessions.get(str(call.request.path[-1]))
                return None if found is None else found.row
            case "messages.list":
                return self.messages(str(call.request.path[-1]))
            case "participants.list":
                return {"participants": self.people, "total": len(self.people)}
            case "gatherings.list" | "sanctions.list" as name:
                return {name.partition(".")[0]: [], "total": 0}
            case "webhooks.list_subscriptions":
                return [] if self.subscribed_at is None else [self._subscription(self.subscribed_at)]
            case "webhooks.list_events":
                begin, count = int(str(query["offset"])), int(str(query["limit"]))
                return [self._row(one) for one in self.logged[::-1][begin : begin + count]]
            case "webhooks.get_event":
                raw = next(one for one in self.logged if one["id"] == call.request.path[-1])
                return {**self._row(raw), "deliveries": []}
            case name:
                raise AssertionError(f"nobody should call {name}")

    def _subscription(self, at: float) -> dict[str, Any]:
        return {
            "id": "hook",
            "authType": "none",
            "createdAt": iso(at),
            "updatedAt": iso(at),
            "events": ["*"],
            "isActive": True,
            "projectId": "p",
            "tenantId": "t",
            "url": "https://example.test",
        }

    def _row(self, raw: dict[str, Any]) -> dict[str, Any]:
        return {
            "id": raw["id"],
            "attemptsCount": 1,
            "createdAt": raw["timestamp"],
            "eventType": raw["type"],
            "nextAttemptAt": raw["timestamp"],
            "payload": raw if self.whole_payload else raw["payload"],
            "status": "delivered",
            "tenantId": "t",
            "projectId": "p",
        }

    def active(self) -> list[Session]:
        return [one for one in self.sessions.values() if one.status == "active"]


class Process:
    """One process with a relay. flying: what was sent to its connection and has not arrived."""

    def __init__(self, name: str, project: Project, broker: MemoryBroker, **options: Any) -> None:
        self.loop = asyncio.new_event_loop()
        self.faults: list[dict[str, Any]] = []
        self.loop.set_exception_handler(lambda _, context: self.faults.append(context))
        self.project = project
        self.caller = PlayedCaller()
        self.caller.clock = ManualClock()
        self.caller.clock.now = project.clock.now
        self.paused = False
        self.responding = True
        self.accepting = True
        self.flying: list[bytes] = []
        self.connection: Connection | None = None
        self.relay = Relay(ProjectScope(self.caller, "p"), broker, name=name, **options)
        self.run(self._start())

    async def _start(self) -> None:
        await self.relay.__aenter__()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(work)

    def work(self) -> None:
        """Let it do what it can: connections are accepted, and calls get their responses."""
        if self.paused:
            return
        self.run(settle())
        for _ in range(1000):
            waiting = [
                one for one in self.caller.script.connections if not one.closed and not one.responded.is_set()
            ]
            waiting = waiting if self.accepting else []
            calls = self.caller.pending if self.responding else []
            if not waiting and not calls:
                break
            for one in waiting:
                self.connection = one.accept()
                self.flying.clear()
            for call in calls:
                self._respond(call)
            self.run(settle())
        if self.connection is not None and self.connection.closed:
            self.connection = None
            self.flying.clear()

    def _respond(self, call: Pending) -> None:
        if call.operation in self.project.forbidden:
            call.forbid()
            return
        body, date = self.project.body(call), floor(self.project.now)
        if body is None:
            call.missing(date)
        else:
            call.reply(body, date)

    def fail_calls(self) -> None:
        for call in self.caller.pending:
            call.fail()
        self.work()

    def emit(self, event: bytes) -> None:
        if self.connection is not None:
            self.flying.append(event)

    def deliver(self, times: int = 1) -> None:
        event = self.flying.pop(0)
        for _ in range(times):
            if self.connection is not None:
                self.connection.send(event)
        self.work()

    def disconnect(self) -> None:
        if self.connection is not None:
            self.connection.fail(OSError("reset"))
            self.connection = None
            self.flying.clear()
            self.work()

    def advance(self, to: float) -> None:
        clock = self.caller.clock
        if self.paused:
            clock.now = to
        else:
            self.run(clock.advance(to - clock.now))
            self.work()

    def resume(self) -> None:
        """Run again: what is due is done at once, late."""
        self.paused = False
        self.run(self.caller.clock.advance(0))
        self.work()

    def close(self) -> None:
        self.run(self.relay.close())
        open_connections = [one for one in self.caller.script.connections if not one.closed]
        tasks = asyncio.all_tasks(self.loop)
        for task in tasks:
            task.cancel()
        if tasks:
            self.loop.run_until_complete(asyncio.wait(tasks))
        self.loop.run_until_complete(self.loop.shutdown_asyncgens())
        self.loop.close()
        assert not open_connections
        assert not tasks
        assert not self.faults


class Simulation:
    """A project, a broker, and processes."""

    def __init__(self, processes: int = 1, *, max_known: int = 1000, **options: Any) -> None:
        self.clock = ManualClock()
        self.project = Project(self.clock)
        self.broker = MemoryBroker(partitions=4, window=10**9, max_known=max_known, clock=self.clock)
        self.options = options
        self.processes = [
            Process(f"r{number}", self.project, self.broker, **options) for number in range(processes)
        ]
        self.work()

    @property
    def leader(self) -> Process | None:
        return next((one for one in self.processes if one.relay.status.leading), None)

    def work(self) -> None:
        for process in self.processes:
            process.work()

    def emit(self, event: bytes) -> None:
        for process in self.processes:
            process.emit(event)

    def deliver_all(self) -> None:
        for process in self.processes:
            while process.flying and not process.paused:
                process.deliver()

    def pass_time(self, seconds: float, step: float = 1.0) -> None:
        end = self.clock.now + seconds
        while self.clock.now < end:
            self.clock.now = min(end, self.clock.now + step)
            for process in self.processes:
                process.advance(self.clock.now)

    def keep_alive(self) -> None:
        for process in self.processes:
            if process.connection is not None and not process.paused:
                process.connection.send(b": alive\n\n")
                process.work()

    def quiet(self, seconds: float) -> None:
        """Let everything come right."""
        self.broker.available = True
        for process in self.processes:
            process.responding = True
            if process.paused:
                process.resume()
        self.alive(seconds)

    def alive(self, seconds: float) -> None:
        """Let time pass while the API shows the relays that their streams are open."""
        for _ in range(int(seconds / 5)):
            self.keep_alive()
            self.deliver_all()
            self.pass_time(5, 2.5)

    def close(self) -> None:
        for process in self.processes:
            process.close()

    def data(self) -> list[dict[str, Any]]:
        """The events in the broker, in order of publication."""
        return [json.loads(record.body)["data"] for record in self.broker.records]


def unix(text: str) -> float:
    return datetime.fromisoformat(text).astimezone(UTC).timestamp()
