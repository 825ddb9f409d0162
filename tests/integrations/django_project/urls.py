"""A synchronous and an asynchronous view, and the webhook."""

from __future__ import annotations

import os
from typing import Any

from django.db import connection  # type: ignore[import-untyped]  # Django ships no types
from django.http import HttpRequest, JsonResponse  # type: ignore[import-untyped]  # Django ships no types
from django.urls import include, path  # type: ignore[import-untyped]  # Django ships no types

from cortex_async.integrations.django import (
    aget_client,
    aget_project,
    event_received,
    get_client,
    get_project,
)
from tests.integrations.fastapi_app import groups

received: list[Any] = []
"""What the receiver got. It fails while ``failing`` is not empty."""

failing: list[str] = []


def receive(event: Any, **_: object) -> None:
    assert not connection.in_atomic_block
    received.append(event)
    if "PRINT_EVENTS" in os.environ:
        print("received", event.type, flush=True)
    if failing:
        raise RuntimeError(failing.pop())


event_received.connect(receive)


def title(request: HttpRequest, session_id: str) -> JsonResponse:
    return JsonResponse({"title": get_project().sessions.get(session_id).title})


async def async_title(request: HttpRequest, session_id: str) -> JsonResponse:
    return JsonResponse({"title": (await (await aget_project()).sessions.get(session_id)).title})


def worker(request: HttpRequest) -> JsonResponse:
    client = get_client()
    client.health.check()
    return JsonResponse(
        {"pid": os.getpid(), "client": id(client), "in_transaction": connection.in_atomic_block}
    )


async def async_worker(request: HttpRequest) -> JsonResponse:
    client = await aget_client()
    await client.health.check()
    return JsonResponse({"pid": os.getpid(), "client": id(client)})


def broken(request: HttpRequest) -> JsonResponse:
    raise ZeroDivisionError


def group(request: HttpRequest, name: str) -> JsonResponse:
    raise groups[name]()


urlpatterns = [
    path("groups/<name>", group),
    path("sessions/<session_id>", title),
    path("async/<session_id>", async_title),
    path("worker", worker),
    path("async-worker", async_worker),
    path("broken", broken),
    path("cortex/", include("cortex_async.integrations.django.urls")),
]
