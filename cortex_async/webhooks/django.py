"""Webhooks under Django: the extra ``odin-cortex[django]``::

    from cortex_async.webhooks.django import view

    urlpatterns = [path("cortex", view(router))]

``view`` is synchronous, for WSGI and for handlers that use the ORM. ``async_view`` is for ASGI and handlers that are coroutines.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from importlib import import_module
from typing import Any, Protocol, TypeVar

from .answers import Answer, rejection
from .errors import BodyNotBytes, BodyTooLarge, Refusal
from .router import WebhookRouter

# Django ships no types: imported by name, so that the checker does not take them for known.
try:
    _http: Any = import_module("django.http")
    _exceptions: Any = import_module("django.core.exceptions")
except ImportError as _missing:
    raise ImportError("this module needs Django: pip install 'odin-cortex[django]'") from _missing

V = TypeVar("V", bound=Callable[..., Any])


class Request(Protocol):
    """What is used of Django's ``HttpRequest``."""

    @property
    def method(self) -> str | None: ...

    @property
    def body(self) -> bytes: ...

    @property
    def headers(self) -> Mapping[str, str]: ...


def view(router: WebhookRouter) -> Callable[[Request], Any]:
    """A view that returns an ``HttpResponse``, exempt from CSRF checks: the signature takes their place.

    The setting ``DATA_UPLOAD_MAX_MEMORY_SIZE`` (2.5 MB by default) limits the body too.
    """

    def receive(request: Request) -> Any:
        if request.method != "POST":
            return _http.HttpResponseNotAllowed(["POST"])
        try:
            body = _body(request, router.max_body_bytes)
        except Refusal as refusal:
            return _response(rejection(refusal))
        return _response(router.handle_sync(body, request.headers))

    return _without_csrf(receive)


def async_view(router: WebhookRouter) -> Callable[[Request], Awaitable[Any]]:
    """The same as a coroutine."""

    async def receive(request: Request) -> Any:
        if request.method != "POST":
            return _http.HttpResponseNotAllowed(["POST"])
        try:
            body = _body(request, router.max_body_bytes)
        except Refusal as refusal:
            return _response(rejection(refusal))
        return _response(await router.handle(body, request.headers))

    return _without_csrf(receive)


def _without_csrf(receive: V) -> V:
    # What django.views.decorators.csrf.csrf_exempt does.
    vars(receive)["csrf_exempt"] = True
    return receive


def _body(request: Request, limit: int) -> bytes:
    try:
        return request.body
    except _exceptions.RequestDataTooBig:
        raise BodyTooLarge.of(limit) from None
    except _http.RawPostDataException:
        raise BodyNotBytes.of("a request whose body something else has read") from None


def _response(answer: Answer) -> Any:
    return _http.HttpResponse(answer.body, status=answer.status, content_type="application/json")
