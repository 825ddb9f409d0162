"""``python -m tests.webhooks.flooded NAME FD``: one receiver on a listening socket, with every limit of its
framework lifted.
"""

from __future__ import annotations

import asyncio
import socket
import sys
from typing import Any

import uvicorn
from aiohttp import web
from django.conf import settings  # type: ignore[import-untyped]  # Django ships no types
from django.urls import path  # type: ignore[import-untyped]  # Django ships no types
from fastapi import Depends, FastAPI
from flask import Flask
from starlette.applications import Starlette
from starlette.routing import Route
from werkzeug.serving import make_server

from cortex_async.webhooks import WebhookRouter
from cortex_async.webhooks import aiohttp as aiohttp_adapter
from cortex_async.webhooks import django as django_adapter
from cortex_async.webhooks import flask as flask_adapter
from cortex_async.webhooks import starlette as starlette_adapter
from tests.webhooks.deliveries import SECRET

LIMIT = 100_000

router = WebhookRouter(SECRET, max_body_bytes=LIMIT)


@router.on("*")
def take(event: object) -> None: ...


def django_settings() -> None:
    settings.configure(
        ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"], SECRET_KEY="tests only", DATA_UPLOAD_MAX_MEMORY_SIZE=None
    )


urlpatterns: list[Any] = [
    path("cortex", django_adapter.view(router)),
    path("async", django_adapter.async_view(router)),
]


def flask_app() -> Any:
    app = Flask(__name__)
    app.add_url_rule("/cortex", view_func=flask_adapter.view(router), methods=["POST"])
    return app


def django_app() -> Any:
    from django.core.wsgi import get_wsgi_application  # type: ignore[import-untyped]  # Django ships no types

    django_settings()
    return get_wsgi_application()


def django_asgi() -> Any:
    from django.core.asgi import get_asgi_application  # type: ignore[import-untyped]  # Django ships no types

    django_settings()
    return get_asgi_application()


def starlette_app() -> Any:
    return Starlette(routes=[Route("/cortex", starlette_adapter.endpoint(router), methods=["POST"])])


def fastapi_app() -> Any:
    app = FastAPI()
    event = starlette_adapter.signed_event(SECRET, max_body_bytes=LIMIT)

    @app.post("/cortex")
    async def receive(found: Any = Depends(event)) -> None: ...  # noqa: B008  (how FastAPI has it)

    return app


async def serve_aiohttp(listening: socket.socket) -> None:
    app = web.Application(client_max_size=0)
    app.router.add_post("/cortex", aiohttp_adapter.handler(router))
    runner = web.AppRunner(app)
    await runner.setup()
    await web.SockSite(runner, listening).start()
    await asyncio.Event().wait()


def main(name: str, listening: socket.socket) -> None:
    if name == "aiohttp":
        asyncio.run(serve_aiohttp(listening))
    elif name in ("flask", "django"):
        app = flask_app() if name == "flask" else django_app()
        make_server("127.0.0.1", 0, app, threaded=True, fd=listening.fileno()).serve_forever()
    else:
        app = {"starlette": starlette_app, "fastapi": fastapi_app, "django async": django_asgi}[name]()
        uvicorn.Server(uvicorn.Config(app, log_level="critical", lifespan="off", ws="none")).run([listening])


if __name__ == "__main__":
    main(sys.argv[1], socket.socket(fileno=int(sys.argv[2])))
