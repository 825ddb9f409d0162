"""``--dry-run``: the request that would be sent, without credentials and secrets."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NoReturn, cast

from cortex_async._core.call.prepare import prepare
from cortex_async._core.secrets.masking import MASK
from cortex_async._core.secrets.redaction import redactor_of

if TYPE_CHECKING:
    from cortex_async._core.operations import Caller
    from cortex_async._core.request import Request
    from cortex_cli.connection.connected import Connection
    from cortex_cli.invocation import Invocation


_SECRET = re.compile("token|secret|signature|auth|key|cookie", re.IGNORECASE)
"""Headers whose values are not shown."""


class _WouldBeSent(BaseException):
    """Carries a request out of the method that would have sent it."""

    def __init__(self, request: Request) -> None:
        super().__init__()
        self.request = request


class DryCaller:
    """A ``Caller`` that sends nothing."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def __getattr__(self, name: str) -> Any:
        return getattr(self._caller, name)

    async def send(self, request: Request, options: object) -> NoReturn:
        raise _WouldBeSent(request)

    def open(self, request: Request, options: object) -> NoReturn:
        raise _WouldBeSent(request)

    def events(self, request: Request, event: object, options: object) -> NoReturn:
        raise _WouldBeSent(request)

    async def request_of(self, call: Callable[[], Any]) -> Request:
        """Return the first request of a call."""
        try:
            result = call()
            if inspect.isawaitable(result):
                await result
        except _WouldBeSent as found:
            return found.request
        raise AssertionError("the operation sends no request")


def dry_caller(caller: Caller) -> Any:
    """Return a caller that sends nothing."""
    return DryCaller(caller)


def print_request(invocation: Invocation, connection: Connection, request: Request) -> None:
    """Write a request as JSON: method, URL, headers and body."""
    codec = connection.client.codec
    made = prepare(request, connection.client.base_url, codec)
    redactor = redactor_of(request, None, codec.secret_fields)
    shown: dict[str, object] = {"method": made.method, "url": redactor.text(made.url)}
    if made.headers:
        shown["headers"] = {
            name: MASK if _SECRET.search(name) else redactor.text(value)
            for name, value in made.headers.items()
        }
    if made.body is not None:
        shown["body"] = _body(redactor.body(made.body))
    if not invocation.output.format:
        invocation.output.format = "json"
    invocation.printer.record(shown)


def _body(content: bytes) -> object:
    try:
        return cast("object", json.loads(content))
    except ValueError:
        return content.decode("utf-8", "backslashreplace")
