"""The application of ``test_fastapi``: in the test's process, and in workers of uvicorn."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request, WebSocket
from fastapi.responses import StreamingResponse

from cortex_async import NotFound, TimedOut, to_dict
from cortex_async.integrations.fastapi import ClientDep, ProjectDep, add_exception_handlers, lifespan
from cortex_sync.integrations import fastapi as blocking

started: list[str] = []
"""What the application's own lifespan did."""


@asynccontextmanager
async def own(app: FastAPI) -> AsyncGenerator[dict[str, object], None]:
    started.append("start")
    yield {"greeting": "hello"}
    started.append("stop")


app = FastAPI(lifespan=lifespan(inner=blocking.lifespan(inner=own)))
add_exception_handlers(app)


@app.get("/sessions/{session_id}")
async def session(session_id: str, project: ProjectDep) -> dict[str, object]:
    return to_dict(await project.sessions.get(session_id), names="api")


@app.get("/blocking/{session_id}")
def blocking_session(session_id: str, project: blocking.ProjectDep) -> str:
    return project.sessions.get(session_id).title


@app.get("/worker")
async def worker(client: ClientDep, request: Request) -> dict[str, object]:
    await client.health.check()
    return {"pid": os.getpid(), "client": id(client), "greeting": request.state.greeting}


@app.get("/projects/{project_id}")
async def project_sessions(project_id: str, client: ClientDep) -> int:
    return len(await client.project(project_id).sessions.list())


@app.get("/together/{session_id}")
async def together(session_id: str, project: ProjectDep) -> list[str]:
    async with asyncio.TaskGroup() as group:
        found = [group.create_task(project.sessions.get(session_id)) for _ in range(2)]
    return [one.result().title for one in found]


@app.get("/groups/{name}")
async def raise_group(name: str) -> None:
    raise groups[name]()


groups: dict[str, Callable[[], Exception]] = {
    "nested": lambda: ExceptionGroup("", [NotFound("x"), ExceptionGroup("", [TimedOut("x"), NotFound("x")])]),
    "mixed": lambda: ExceptionGroup("", [NotFound("x"), ExceptionGroup("", [ZeroDivisionError()])]),
    "foreign": lambda: ExceptionGroup("", [ZeroDivisionError()]),
}
"""Exceptions of several tasks. Responses: 504, and for the others what the framework does with a bug."""


@app.get("/events")
async def events(project: ProjectDep) -> StreamingResponse:
    async def lines() -> AsyncGenerator[str, None]:
        async with project.events.stream() as stream:
            yield "listening\n"
            async for event in stream:
                yield f"{event.type}\n"
                return

    return StreamingResponse(lines(), media_type="text/plain")


@app.websocket("/title")
async def title(websocket: WebSocket, project: ProjectDep) -> None:
    await websocket.accept()
    async for session_id in websocket.iter_text():
        await websocket.send_text((await project.sessions.get(session_id)).title)


second = FastAPI(lifespan=lifespan())
"""Another application in the same process."""


@second.get("/worker")
async def second_worker(client: ClientDep) -> dict[str, object]:
    return {"client": id(client)}


unconfigured = FastAPI()
add_exception_handlers(unconfigured)


@unconfigured.get("/worker")
async def no_worker(client: ClientDep) -> None: ...


@unconfigured.get("/sessions")
async def sessions(project: ProjectDep) -> int:
    return len(await project.sessions.list())
