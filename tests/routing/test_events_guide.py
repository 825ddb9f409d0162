"""Every example of docs/events.md runs as printed, and its numbers are those of the code."""

from __future__ import annotations

import asyncio
import inspect
import json
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import pytest

import cortex_async
import cortex_sync
from cortex_async.emulator import Emulator, ThreadedEmulator
from cortex_async.events import MessageAnnotationCreatedEvent
from cortex_async.routing.lanes import BACKLOG
from tests.routing.events import event
from tests.webhooks.deliveries import SECRET, delivery, envelope

GUIDE = (Path(__file__).parents[2] / "docs" / "events.md").read_text("utf-8")
ROUTER, WEBHOOKS, FREE_FORM, DISPATCH, BLOCKING = re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)


def defined(example: str, **names: Any) -> dict[str, Any]:
    namespace: dict[str, Any] = {"__name__": "guide", **names}
    exec(compile(example, "docs/events.md", "exec"), namespace)
    return namespace


async def test_the_router(monkeypatch: pytest.MonkeyPatch) -> None:
    printed: asyncio.Queue[tuple[object, ...]] = asyncio.Queue()
    names = defined(ROUTER, print=lambda *words: printed.put_nowait(words))
    async with Emulator() as emulator:
        monkeypatch.setenv("CORTEX_BASE_URL", emulator.base_url)
        monkeypatch.setenv("CORTEX_API_KEY", emulator.api_key)
        running = asyncio.create_task(names["main"](emulator.project_id))
        await emulator.wait_for_streams(1)
        async with asyncio.timeout(10), cortex_async.CortexClient() as client:
            # Before any event: after one, the stream resumes from its id and knows of no gap.
            emulator.cut_streams()
            assert await printed.get() == ("events are missing", None)
            project = client.project(emulator.project_id)
            session = await project.sessions.create(title="Raid", external_room_id="room")
            await emulator.say(session.id, "ann", "hello")
            expected: set[tuple[object, ...]] = {
                ("session.created", f"session:{session.id}"),
                ("ann", "hello"),
            }
            while expected:
                expected.discard(await printed.get())
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
    while not printed.empty():
        printed.get_nowait()
    broken = names["router"].on("*")(lambda found: 1 // 0)
    result = await names["router"].dispatch(event())
    assert [failure.handler for failure in result.failures] == [broken]
    assert printed.get_nowait()[:2] == ("could not handle", result.event.id)


async def test_one_set_of_handlers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEBHOOK_SECRET", SECRET)
    names = defined(WEBHOOKS)
    handled: list[str] = []
    names["router"].on("*")(lambda found: handled.append(found.type))
    assert (await names["webhooks"].handle(*delivery("server.started"))).outcome == "handled"
    assert handled == ["server.started"]


async def test_data_that_no_spec_describes() -> None:
    printed: list[tuple[object, ...]] = []
    names = defined(FREE_FORM, print=lambda *words: printed.append(words))
    async with (
        Emulator() as emulator,
        cortex_async.CortexClient(base_url=emulator.base_url, api_key=emulator.api_key) as client,
    ):
        project = client.project(emulator.project_id)
        session = await project.sessions.create(title="Raid", external_room_id="room")
        async with project.events.stream() as stream:
            await emulator.join(session.id, "ann", "Ann")
            message = await emulator.say(session.id, "ann", "hello")
            for score in (0.9, "high", 0.1):
                await emulator.annotate(message["id"], "toxicity", {"score": score})
            async for found in stream:
                assert (await names["router"].dispatch(found)).ok
                if (
                    isinstance(found, MessageAnnotationCreatedEvent)
                    and found.payload.data.number("score") == 0.1
                ):
                    break
    assert printed == [("joined", "ann", "Ann"), ("flagged", "ann", "toxicity")]


async def test_other_sources() -> None:
    printed: list[tuple[object, ...]] = []
    names = defined(DISPATCH, print=lambda *words: printed.append(words))
    raw = json.loads(envelope("session.created"))
    assert await names["consume"](raw)
    broken = names["router"].on("session.*")(lambda found: [].remove(found))
    names["router"].on_error(lambda *_: None)
    assert not await names["consume"](raw)
    assert printed[0] == ("session.created",)
    assert printed[2][0] is broken


def test_blocking_code(cortex_emulator: ThreadedEmulator, monkeypatch: pytest.MonkeyPatch) -> None:
    class Enough(BaseException): ...

    printed: SimpleQueue[tuple[object, ...]] = SimpleQueue()

    def show(*words: object) -> None:
        printed.put(words)
        raise Enough

    monkeypatch.setenv("CORTEX_BASE_URL", cortex_emulator.base_url)
    monkeypatch.setenv("CORTEX_API_KEY", cortex_emulator.api_key)
    names = defined(BLOCKING, print=show)
    with ThreadPoolExecutor(1) as pool, cortex_sync.CortexClient() as client:
        running = pool.submit(names["main"], cortex_emulator.project_id)
        cortex_emulator.wait_for_streams(1)
        project = client.project(cortex_emulator.project_id)
        session = project.sessions.create(title="Raid", external_room_id="room")
        cortex_emulator.say(session.id, "ann", "hello")
        assert printed.get(timeout=10)[1]
        with pytest.raises(Enough):
            running.result(10)


@pytest.mark.parametrize("router", [cortex_async.EventRouter, cortex_sync.EventRouter])
def test_the_numbers_are_those_of_the_code(router: Any) -> None:
    assert inspect.signature(router.run).parameters["drain_timeout"].default == 10
    assert "for at most 10 seconds (`drain_timeout=`)" in GUIDE
    assert inspect.signature(router).parameters["concurrency"].default == 1
    assert BACKLOG == 10
    assert "ten times as many events are taken" in GUIDE
