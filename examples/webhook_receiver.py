"""A webhook receiver with FastAPI: verified, typed, each event handled once.

    WEBHOOK_SECRET=... uvicorn examples.webhook_receiver:app

Run as a script it is a demo: it starts on a free port, subscribes to the embedded emulator and receives its
events.
"""

from __future__ import annotations

import asyncio
import os
import secrets
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import uvicorn
from fastapi import FastAPI

from cortex_async import CortexClient
from cortex_async.emulator import Emulator
from cortex_async.events import Event, SanctionCreatedEvent, SessionCreatedEvent
from cortex_async.webhooks import WebhookRouter
from cortex_async.webhooks.starlette import endpoint


def make_app(secret: str, inbox: asyncio.Queue[Event] | None = None) -> FastAPI:
    """The application. ``inbox`` gets every event, for code that waits for one."""
    router = WebhookRouter(secret)

    @router.on(SessionCreatedEvent)
    async def session_created(event: SessionCreatedEvent) -> None:
        print(
            f"session {event.payload.data.title!r} was created in room {event.payload.data.external_room_id}"
        )

    @router.on(SanctionCreatedEvent)
    async def sanction_created(event: SanctionCreatedEvent) -> None:
        sanction = event.payload.data
        print(f"{sanction.external_user_id}: {sanction.type} ({sanction.reason})")

    @router.on("*")
    async def remember(event: Event) -> None:
        if inbox is not None:
            inbox.put_nowait(event)

    app = FastAPI(title="Cortex webhooks")
    app.add_route("/cortex", endpoint(router), methods=["POST"])
    return app


@asynccontextmanager
async def serving(app: FastAPI) -> AsyncGenerator[str, None]:
    """The application on a free port of this machine."""
    server = uvicorn.Server(
        uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning", lifespan="off")
    )
    task = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/cortex"
    server.should_exit = True
    await task


async def demo() -> None:
    secret, inbox = secrets.token_urlsafe(32), asyncio.Queue[Event]()
    async with (
        serving(make_app(secret, inbox)) as url,
        Emulator() as emulator,
        CortexClient(base_url=emulator.base_url, api_key=emulator.api_key) as client,
    ):
        project = client.project(emulator.project_id)
        await project.webhooks.create_subscription(url=url, secret=secret, events=["session.*", "sanction.*"])
        await project.sessions.create(title="Friday match", external_room_id="room-1")
        await project.sanctions.create(type="mute", external_user_id="bob", reason="Shouting")
        wanted = {SessionCreatedEvent, SanctionCreatedEvent}
        async with asyncio.timeout(10):
            while wanted:
                wanted.discard(type(await inbox.get()))
        print("both deliveries arrived, signed and verified")


if os.environ.get("WEBHOOK_SECRET"):
    app = make_app(os.environ["WEBHOOK_SECRET"])

if __name__ == "__main__":
    asyncio.run(demo())
