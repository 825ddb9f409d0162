"""What the processes of a kill test do. Each runs until it is killed, and writes down what it sees."""

from __future__ import annotations

import asyncio
import os
import random
import time
from collections import deque
from contextlib import suppress
from typing import Any, TypeAlias

from cortex_async import CortexClient, EventRouter, Retry
from cortex_async.emulator import Emulator
from cortex_async.events import Event
from cortex_async.project import ProjectScope
from cortex_async.relay import Relay, Worker
from cortex_async.webhooks.redis import RedisReplayStore
from tests.relay.kills.brokers import client
from tests.relay.kills.journal import Log
from tests.relay.kills.watched import WatchedSink

Task: TypeAlias = dict[str, Any]

SESSIONS = 20
"""How many sessions go on at the same time."""

WORDS = 100
"""Messages after which a session ends and another one begins, so that none becomes long."""

TICK = 0.02


async def produce(task: Task) -> None:
    """Run an emulator in which people talk: ``rate`` messages a second, until ``stop`` appears as a file.

    Every event from ``go`` on is written down.
    """
    log = Log(task["log"])
    async with (
        Emulator(task["port"], api_key=task["api_key"], project_id=task["project"]) as emulator,
        CortexClient(base_url=emulator.base_url, api_key=emulator.api_key) as api,
    ):
        project = api.project(emulator.project_id)
        if task["logged"]:
            await _subscribe(project)
        talks = deque([(await _begin(project), 0) for _ in range(SESSIONS)])
        log.write("ready")
        while not os.path.exists(task["go"]):  # noqa: ASYNC110  (the test makes the file)
            await asyncio.sleep(TICK)
        seen = emulator.events[-1]["id"]
        began, said = time.monotonic(), 0
        while not os.path.exists(task["stop"]):
            while said < (time.monotonic() - began) * task["rate"]:
                session, number = talks.popleft()
                await emulator.say(session, "ann", str(number))
                said += 1
                if number + 1 < WORDS:
                    talks.append((session, number + 1))
                else:
                    await project.sessions.stop(session)
                    talks.append((await _begin(project), 0))
                if said % 100 == 0:
                    seen = _write_events(emulator, log, seen)
            await asyncio.sleep(TICK)
        _write_events(emulator, log, seen)
        log.write("end", said)
        await asyncio.Event().wait()


async def _begin(project: ProjectScope) -> str:
    session = await project.sessions.create(title="talk", external_room_id=f"room {random.random()}")
    return session.id


def _write_events(emulator: Emulator, log: Log, seen: str) -> str:
    """Write down the events since the last ones. Fewer happen meanwhile than the emulator remembers."""
    events = emulator.events
    place = next(place for place, one in enumerate(events) if one["id"] == seen)
    for one in events[place + 1 :]:
        log.write("event", one["id"], one["type"], one["resourceId"], one["timestamp"], *_said(one))
    return str(events[-1]["id"])


def _said(event: Any) -> list[object]:
    """Session and number of a message, nothing for others and for what the system says."""
    data = event["payload"].get("data") or {}
    if event["type"] != "message.created" or not data["content"].isdigit():
        return []
    return [data["sessionId"], int(data["content"])]


async def _subscribe(project: ProjectScope) -> None:
    """Subscribe to all events, so that the webhook log has them. The receiver takes everything."""

    async def respond(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(asyncio.IncompleteReadError, OSError):
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = next(
                    line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")
                )
                await reader.readexactly(int(length.partition(b":")[2]))
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        writer.close()

    server = await asyncio.start_server(respond, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    url = f"http://127.0.0.1:{port}/"
    await project.webhooks.create_subscription(events=["*"], secret="s" * 32, url=url)


async def relay(task: Task) -> None:
    """Relay, and write down when leading."""
    log, pid = Log(task["log"]), os.getpid()
    sink = WatchedSink(client(task["kind"], task["broker"], task["lease"] / 2), log)
    async with (
        CortexClient(base_url=task["base_url"], api_key=task["api_key"]) as api,
        Relay(api.project(task["project"]), sink, lease=task["lease"]) as relaying,
    ):
        fence, ready = None, False
        while True:
            status = relaying.status
            if status.fence != fence:
                fence = status.fence
                log.write("leads", pid, fence)
            if status.phase == "relaying" and not ready:
                ready = True
                log.write("ready", pid)
            if status.phase == "stopped":
                await relaying.wait()
            await asyncio.sleep(TICK)


async def work(task: Task) -> None:
    """Work, and write down each event whose handler has returned, and when."""
    import redis.asyncio

    log, dice = Log(task["log"]), random.Random(task["seed"])
    router, pid = EventRouter(), os.getpid()

    @router.on("message.created")
    async def said(event: Event) -> None:
        data: Any = event.payload
        if not data.data.content.isdigit():
            return  # the system says who joins
        found = [data.data.id, data.data.session_id, int(data.data.content)]
        begin = time.monotonic_ns()
        await asyncio.sleep(dice.random() * 0.004)
        log.write("handled", pid, event.id, *found, begin, time.monotonic_ns())

    store = RedisReplayStore(redis.asyncio.Redis.from_url(task["store"]), lease=2 * task["lease"])
    worker = Worker(
        router,
        client(task["kind"], task["broker"], task["lease"] / 2),
        lease=task["lease"],
        handler_timeout=task["lease"],
        replay=store,
        # Handlers fail only when the machine is so busy that they take longer than ``handler_timeout``.
        retry=Retry(attempts=1000, base=0.05, cap=0.2),
    )
    stalls = asyncio.create_task(_note_stalls(log, task["lease"]))
    await worker.run()
    await stalls


async def _note_stalls(log: Log, lease: float) -> None:
    """Write down when this process stood still: a busy machine suspends processes as SIGSTOP does."""
    before = time.monotonic_ns()
    while True:
        await asyncio.sleep(lease / 10)
        now = time.monotonic_ns()
        if now - before > lease / 2 * 1e9:
            log.write("stalled", os.getpid(), before, now)
        before = now


ROLES = {"produce": produce, "relay": relay, "work": work}
