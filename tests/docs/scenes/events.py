"""docs/events.md: handlers of a stream, of webhooks and of another source."""

from __future__ import annotations

import json
from collections.abc import Iterator

from aiohttp import web

from cortex_async import CortexClient
from cortex_async.events import MessageAnnotationCreatedEvent
from tests.catch_all import serving
from tests.docs.evaluating import Block
from tests.docs.stage import Stage
from tests.routing.events import event
from tests.webhooks.deliveries import SECRET, delivery, envelope


def prepare(stage: Stage) -> Iterator[None]:
    stage.monkeypatch.setenv("WEBHOOK_SECRET", SECRET)
    checks = iter([_router, _webhooks, _free_form, _payloads, _dispatch, _blocking])

    def after(block: Block) -> None:
        next(checks)(stage)

    stage.after = after
    yield
    assert next(checks, None) is None


def _router(stage: Stage) -> None:
    def act() -> None:
        stage.emulator.wait_for_streams(1)
        # Before any event: after one, the stream resumes from its id and knows of no gap.
        stage.emulator.cut_streams()
        stage.until("events are missing None")
        session = stage.sync_project.sessions.create(title="Raid", external_room_id="room")
        stage.emulator.say(session.id, "ann", "hello")
        stage.until(f"session.created session:{session.id}")

    stage.play(stage.names["main"](stage.emulator.project_id), act, until="ann hello")
    broken = stage.names["router"].on("*")(lambda found: 1 // 0)
    result, printed = stage.output(stage.names["router"].dispatch(event()))
    assert [failure.handler for failure in result.failures] == [broken]
    assert printed.startswith(f"could not handle {result.event.id}")


def _webhooks(stage: Stage) -> None:
    handled: list[str] = []
    stage.names["router"].on("*")(lambda found: handled.append(found.type))
    result = stage.run(stage.names["webhooks"].handle(*delivery("server.started")))
    assert result.outcome == "handled"
    assert handled == ["server.started"]


def _free_form(stage: Stage) -> None:
    router = stage.names["router"]

    async def scene() -> None:
        session = await stage.project.sessions.create(title="Raid", external_room_id="room")
        async with stage.project.events.stream() as stream:
            await stage.awaited.join(session.id, "eve", "Eve")
            message = await stage.awaited.say(session.id, "eve", "hello")
            for score in (0.9, "high", 0.1):
                await stage.awaited.annotate(message["id"], "toxicity", {"score": score})
            async for found in stream:
                assert (await router.dispatch(found)).ok
                last = isinstance(found, MessageAnnotationCreatedEvent)
                if last and found.payload.data.number("score") == 0.1:
                    break

    assert stage.output(scene())[1] == "joined eve Eve\nflagged eve toxicity\n"


def _payloads(stage: Stage) -> None:
    raw = {**json.loads(envelope("session.created")), "payload": {"action": "created"}}
    bodies = [b"retry: 1\ndata: " + json.dumps(raw).encode() + b"\n\n"]

    async def stream(request: web.Request) -> web.StreamResponse:
        # The stream ends with the second response.
        return (
            web.Response(body=bodies.pop(), content_type="text/event-stream")
            if bodies
            else web.Response(status=204)
        )

    async def scene() -> None:
        async with serving(stream) as base_url, CortexClient(base_url=base_url, api_key="key") as client:
            await stage.names["watch"](client, "p")

    assert stage.output(scene())[1] == f"cannot read session.created {raw}\n"


def _dispatch(stage: Stage) -> None:
    consume, raw = stage.names["consume"], json.loads(envelope("session.created"))
    handled, printed = stage.output(consume(raw))
    assert handled
    assert printed == "session.created\n"
    broken = stage.names["router"].on("session.*")(lambda found: [].remove(found))
    stage.names["router"].on_error(lambda *_: None)
    handled, printed = stage.output(consume(raw))
    assert not handled
    assert repr(broken) in printed


def _blocking(stage: Stage) -> None:
    def act() -> None:
        stage.emulator.wait_for_streams(1)
        session = stage.sync_project.sessions.create(title="Raid", external_room_id="room")
        stage.emulator.say(session.id, "ann", "hello")

    stage.play(lambda: stage.sync_names["main"](stage.emulator.project_id), act, until="ann")
