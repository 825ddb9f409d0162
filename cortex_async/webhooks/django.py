"""Webhooks in Django: the extra ``odin-cortex[django]``::

    from cortex_async.webhooks.django import view

    urlpatterns = [path("cortex", view(router))]

``view`` is synchronous, for WSGI and for handlers that use the ORM. ``async_view`` is for ASGI and coroutine
functions as handlers.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from importlib import import_module
from typing import Any, Protocol, TypeVar

from cortex_async.webhooks.errors import BodyNotBytes, BodyTooLarge
from cortex_async.webhooks.responses import WebhookResponse
from cortex_async.webhooks.router import WebhookRouter

__all__ = ["async_view", "view"]

# Django ships no types. Imported by name, they are explicitly Any to the type checker.
try:
    _http: Any = import_module("django.http")
    _exceptions: Any = import_module("django.core.exceptions")
except ImportError as _missing:
    raise ImportError("this module needs Django: pip install 'odin-cortex[django]'") from _missing

V = TypeVar("V", bound=Callable[..., Any])


class Request(Protocol):
    """The part of Django's ``HttpRequest`` that is used here."""

    @property
    def method(self) -> str | None: ...

    @property
    def body(self) -> bytes: ...

    @property
    def headers(self) -> Mapping[str, str]: ...

    def read(self, size: int, /) -> bytes: ...


def view(router: WebhookRouter) -> Callable[[Request], Any]:
    """A view that returns an ``HttpResponse``, exempt from CSRF checks: the signature replaces them.

    The setting ``DATA_UPLOAD_MAX_MEMORY_SIZE`` (2.5 MB by default) limits the body too.
    """

    def receive(request: Request) -> Any:
        if request.method != "POST":
            return _http.HttpResponseNotAllowed(["POST"])
        read = partial(_body, request, router.max_body_bytes)
        return _response(router.receive_sync(request.headers, read))

    return _without_csrf(receive)


def async_view(router: WebhookRouter) -> Callable[[Request], Awaitable[Any]]:
    """Like ``view``, as a coroutine function."""

    async def receive(request: Request) -> Any:
        if request.method != "POST":
            return _http.HttpResponseNotAllowed(["POST"])
        read = partial(_body, request, router.max_body_bytes)
        return _response(await router.receive(request.headers, read))

    return _without_csrf(receive)


def _without_csrf(receive: V) -> V:
    # As django.views.decorators.csrf.csrf_exempt does.
    vars(receive)["csrf_exempt"] = True
    return receive


def _body(request: Request, limit: int) -> bytes:
    try:
        if "Content-Length" in request.headers and "Transfer-Encoding" not in request.headers:
            # Django reads no more than the length, and keeps the body for what reads it before or after this.
            return request.body
        body = request.read(limit + 1)
    except _exceptions.RequestDataTooBig:
        raise BodyTooLarge.of(limit) from None
    except _http.RawPostDataException:
        raise BodyNotBytes.of("a request whose body was already read") from None
    if len(body) > limit:
        raise BodyTooLarge.of(limit)
    return body


def _response(response: WebhookResponse) -> Any:
    return _http.HttpResponse(response.body, status=response.status, content_type="application/json")
