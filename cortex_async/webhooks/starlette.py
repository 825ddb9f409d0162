"""Webhooks in Starlette and FastAPI: the extra ``odin-cortex[starlette]``. FastAPI installs Starlette::

    from cortex_async.webhooks.starlette import endpoint, signed_event

    app.add_route("/cortex", endpoint(router), methods=["POST"])  # handled by a WebhookRouter

    # Or, with FastAPI, handled by an endpoint of your own:
    CortexEvent = Annotated[Event, Depends(signed_event(secret))]

    @app.post("/cortex")
    async def receive(event: CortexEvent) -> None: ...

The guide is docs/webhooks.md.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, Unpack

try:
    from starlette.exceptions import HTTPException
    from starlette.requests import Request
    from starlette.responses import Response
except ImportError as _missing:
    raise ImportError("this module needs Starlette: pip install 'odin-cortex[starlette]'") from _missing

from cortex_async.webhooks.body import decode_event, json_object
from cortex_async.webhooks.errors import BodyNotBytes, BodyTooLarge, Refusal
from cortex_async.webhooks.options import VerifyOptions
from cortex_async.webhooks.router import MAX_BODY_BYTES, WebhookRouter
from cortex_async.webhooks.signature import Secrets
from cortex_async.webhooks.verification import Verification

__all__ = ["endpoint", "signed_event"]


def endpoint(router: WebhookRouter) -> Callable[[Request], Awaitable[Response]]:
    """An endpoint for ``Route`` and ``add_route``."""

    async def receive(request: Request) -> Response:
        response = await router.receive(request.headers, partial(_body, request, router.max_body_bytes))
        return Response(response.body, response.status, media_type="application/json")

    return receive


def signed_event(
    secrets: Secrets,
    *,
    decode: Callable[[dict[str, Any]], Any] = decode_event,
    max_body_bytes: int = MAX_BODY_BYTES,
    **verification: Unpack[VerifyOptions],
) -> Callable[[Request], Awaitable[Any]]:
    """A FastAPI dependency: the verified event, or a response of 400, 401, 413 or 500.

    The parameters are those of ``WebhookRouter``.

    It does not remember deliveries: an event comes again when the sender repeats it, e.g. because the
    response was lost.
    """
    verifying = Verification(secrets=secrets, **verification)

    async def event(request: Request) -> Any:
        try:
            verifying.check_unread(request.headers, max_body_bytes)
            body = await _body(request, max_body_bytes)
            verifying.check(body, request.headers)
            return decode(json_object(body))
        except Refusal as refusal:
            raise HTTPException(refusal.status, type(refusal).__name__) from None

    return event


async def _body(request: Request, limit: int) -> bytes:
    """The raw body, also if middleware has read it before and kept it."""
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > limit:
                raise BodyTooLarge.of(limit)
    except RuntimeError as error:
        raise BodyNotBytes.of("a request whose body was already read") from error
    return bytes(body)
