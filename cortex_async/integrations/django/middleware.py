"""Responds to requests whose view raised an error of the SDK.

Its place is in ``MIDDLEWARE``: ``"cortex_async.integrations.django.middleware.ProblemMiddleware"``.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from importlib import import_module
from typing import Any, Protocol

from cortex_async.integrations.reporting import reported

__all__ = ["ProblemMiddleware"]

_asgiref: Any = import_module("asgiref.sync")
_http: Any = import_module("django.http")


class Request(Protocol):
    """The part of Django's ``HttpRequest`` that is used here."""

    @property
    def method(self) -> str | None: ...

    @property
    def path(self) -> str: ...


class ProblemMiddleware:
    """Turns each ``CortexError`` of a view, or group of them, into problem details, under WSGI and ASGI.

    Others pass through.
    """

    sync_capable = True
    async_capable = True

    def __init__(self, get_response: Callable[[Request], Any]) -> None:
        self._get_response = get_response
        # https://docs.djangoproject.com/en/5.2/topics/http/middleware/#asynchronous-support
        if _asgiref.iscoroutinefunction(get_response):
            _asgiref.markcoroutinefunction(self)

    def __call__(self, request: Request) -> Any | Awaitable[Any]:
        return self._get_response(request)

    def process_exception(self, request: Request, error: Exception) -> Any:
        """Called by Django with what a view raised. None leaves it to others."""
        problem = reported(error, request.method or "", request.path)
        return (
            None
            if problem is None
            else _http.HttpResponse(problem.body, status=problem.status, headers=problem.headers)
        )
