"""An application of every framework with an adapter, each on a real socket of its own."""

from __future__ import annotations

import socket
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Annotated, Any

import uvicorn
from aiohttp import web
from django.conf import settings  # type: ignore[import-untyped]  # Django ships no types
from django.http import HttpRequest, HttpResponse  # type: ignore[import-untyped]  # Django ships no types
from django.urls import path  # type: ignore[import-untyped]  # Django ships no types
from fastapi import Depends, FastAPI
from flask import Flask, request
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from werkzeug.serving import make_server

from cortex_async.events import Event
from cortex_async.webhooks import WebhookRouter
from cortex_async.webhooks import aiohttp as aiohttp_adapter
from cortex_async.webhooks import django as django_adapter
from cortex_async.webhooks import flask as flask_adapter
from cortex_async.webhooks import starlette as starlette_adapter
from tests.webhooks.deliveries import SECRET

if not settings.configured:
    settings.configure(
        ROOT_URLCONF=__name__,
        ALLOWED_HOSTS=["127.0.0.1"],
        SECRET_KEY="tests only",
        DATA_UPLOAD_MAX_MEMORY_SIZE=200_000,
        MIDDLEWARE=["tests.webhooks.servers.django_reads_first", "django.middleware.csrf.CsrfViewMiddleware"],
        LOGGING_CONFIG=None,
    )

urlpatterns: list[Any] = []
"""Django reads its settings here when it serves its first request."""


# -- aiohttp


@asynccontextmanager
async def aiohttp_server(router: WebhookRouter) -> AsyncIterator[str]:
    @web.middleware
    async def reads_first(
        request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        await request.read()
        return await handler(request)

    app = web.Application(middlewares=[reads_first])
    app.router.add_post("/cortex", aiohttp_adapter.handler(router))
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/cortex"
    finally:
        await runner.cleanup()


# -- Starlette and FastAPI


class ReadsFirst(BaseHTTPMiddleware):
    async def dispatch(
        self, request: Request, call_next: Callable[[Request], Awaitable[Response]]
    ) -> Response:
        await request.body()
        return await call_next(request)


def starlette_server(router: WebhookRouter) -> Any:
    routes = [Route("/cortex", starlette_adapter.endpoint(router), methods=["POST"])]
    return asgi(Starlette(routes=routes, middleware=[Middleware(ReadsFirst)]))


def fastapi_server(router: WebhookRouter) -> Any:
    app = FastAPI()
    app.add_route("/cortex", starlette_adapter.endpoint(router), methods=["POST"])
    return asgi(app)


SignedEvent = Annotated[Event, Depends(starlette_adapter.signed_event(SECRET, max_body_bytes=100_000))]


def fastapi_dependency(taken: list[Event]) -> Any:
    app = FastAPI()

    @app.post("/cortex")
    async def receive(event: SignedEvent) -> dict[str, str]:
        taken.append(event)
        return {"outcome": "mine"}

    return asgi(app)


@asynccontextmanager
async def asgi(app: Any) -> AsyncIterator[str]:
    """Run in a thread: a server in the main thread takes over the signals."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="critical", lifespan="off", ws="none"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/cortex"
    finally:
        server.should_exit = True
        thread.join(10)
        listening.close()
        assert not thread.is_alive()


# -- Django and Flask


def django_server(router: WebhookRouter) -> Any:
    from django.core.wsgi import get_wsgi_application  # type: ignore[import-untyped]  # Django ships no types

    urlpatterns[:] = [
        path("cortex", django_adapter.view(router)),
        path("drained", django_adapter.view(router)),
    ]
    return wsgi(get_wsgi_application())


def django_async_server(router: WebhookRouter) -> Any:
    from django.core.asgi import get_asgi_application  # type: ignore[import-untyped]  # Django ships no types

    urlpatterns[:] = [path("cortex", django_adapter.async_view(router))]
    return asgi(get_asgi_application())


def django_reads_first(get_response: Callable[[HttpRequest], HttpResponse]) -> Any:
    """Middleware that reads the form, as Django's own CSRF check does, or the whole body."""

    def read_first(request: HttpRequest) -> HttpResponse:
        if request.path == "/drained":
            request.read()
        else:
            _ = request.POST
        return get_response(request)

    return read_first


def flask_server(router: WebhookRouter) -> Any:
    app = Flask(__name__)
    app.add_url_rule("/cortex", view_func=flask_adapter.view(router), methods=["POST"])

    @app.before_request
    def reads_first() -> None:
        request.get_json(silent=True)

    return wsgi(app)


@asynccontextmanager
async def wsgi(app: Any) -> AsyncIterator[str]:
    with _serving(app) as port:
        yield f"http://127.0.0.1:{port}/cortex"


@contextmanager
def _serving(app: Any) -> Iterator[int]:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    server.log_startup = lambda: None  # type: ignore[method-assign]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join(10)
        server.server_close()


SERVERS: dict[str, Callable[[WebhookRouter], Any]] = {
    "aiohttp": aiohttp_server,
    "starlette": starlette_server,
    "fastapi": fastapi_server,
    "django": django_server,
    "django async": django_async_server,
    "flask": flask_server,
}
