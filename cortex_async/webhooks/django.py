"""Webhooks under Django: the extra ``odin-cortex[django]``::

    from cortex_async.webhooks.django import view

    urlpatterns = [path("cortex", view(router))]

``view`` is synchronous, for WSGI and for handlers that use the ORM. ``async_view`` is for ASGI and handlers that are coroutines.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from importlib import import_module
from typing import Any, Protocol, TypeVar

from cortex_async.webhooks.answers import Answer
from cortex_async.webhooks.errors import BodyNotBytes, BodyTooLarge, Refusal
from cortex_async.webhooks.router import WebhookRouter, rejected

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

    def read(self, size: int, /) -> bytes: ...


def view(router: WebhookRouter) -> Callable[[Request], Any]:
    """A view that returns an ``HttpResponse``, exempt from CSRF checks: the signature takes their place.

    The setting ``DATA_UPLOAD_MAX_MEMORY_SIZE`` (2.5 MB by default) limits the body too.
    """

    def receive(request: Request) -> Any:
        if request.method != "POST":
            return _http.HttpResponseNotAllowed(["POST"])
        body = _body(request, router)
        return _response(body if isinstance(body, Answer) else router.handle_sync(body, request.headers))

    return _without_csrf(receive)


def async_view(router: WebhookRouter) -> Callable[[Request], Awaitable[Any]]:
    """The same as a coroutine."""

    async def receive(request: Request) -> Any:
        if request.method != "POST":
            return _http.HttpResponseNotAllowed(["POST"])
        body = _body(request, router)
        return _response(body if isinstance(body, Answer) else await router.handle(body, request.headers))

    return _without_csrf(receive)


def _without_csrf(receive: V) -> V:
    # What django.views.decorators.csrf.csrf_exempt does.
    vars(receive)["csrf_exempt"] = True
    return receive


def _body(request: Request, router: WebhookRouter) -> bytes | Answer:
    """The body, or the answer to a request whose body is not wanted."""
    answer = router.refuse_unread(request.headers)
    if answer is not None:
        return answer
    try:
        return _read(request, router.max_body_bytes)
    except Refusal as refusal:
        return rejected(refusal)


def _read(request: Request, limit: int) -> bytes:
    try:
        if "Content-Length" in request.headers and "Transfer-Encoding" not in request.headers:
            # As long as it says, and kept by the request for whoever reads it before or after us.
            return request.body
        body = request.read(limit + 1)
    except _exceptions.RequestDataTooBig:
        raise BodyTooLarge.of(limit) from None
    except _http.RawPostDataException:
        raise BodyNotBytes.of("a request whose body something else has read") from None
    if len(body) > limit:
        raise BodyTooLarge.of(limit)
    return body


def _response(answer: Answer) -> Any:
    return _http.HttpResponse(answer.body, status=answer.status, content_type="application/json")
