"""Webhooks under Starlette and FastAPI: the extra ``odin-cortex[starlette]``; who has FastAPI has it::

from cortex_async.webhooks.starlette import endpoint, signed_event

app.add_route("/cortex", endpoint(router), methods=["POST"])        # a WebhookRouter decides

CortexEvent = Annotated[Event, Depends(signed_event(secret))]       # or, with FastAPI, your own endpoint gets the event

@app.post("/cortex")
async def receive(event: CortexEvent) -> None: ...
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Unpack

try:
    from starlette.exceptions import HTTPException
    from starlette.requests import Request
    from starlette.responses import Response
except ImportError as _missing:
    raise ImportError("this module needs Starlette: pip install 'odin-cortex[starlette]'") from _missing

from cortex_async.webhooks.errors import BodyNotBytes, BodyTooLarge, Refusal
from cortex_async.webhooks.router import MAX_BODY_BYTES, WebhookRouter, rejected
from cortex_async.webhooks.signature import Secrets
from cortex_async.webhooks.verification import Verification, VerifyOptions, decode_event, json_object


def endpoint(router: WebhookRouter) -> Callable[[Request], Awaitable[Response]]:
    """An endpoint for ``Route`` and ``add_route``."""

    async def receive(request: Request) -> Response:
        answer = router.refuse_unread(request.headers)
        if answer is None:
            try:
                body = await _body(request, router.max_body_bytes)
            except Refusal as refusal:
                answer = rejected(refusal)
            else:
                answer = await router.handle(body, request.headers)
        return Response(answer.body, answer.status, media_type="application/json")

    return receive


def signed_event(
    secrets: Secrets,
    *,
    decode: Callable[[dict[str, Any]], Any] = decode_event,
    max_body_bytes: int = MAX_BODY_BYTES,
    **verification: Unpack[VerifyOptions],
) -> Callable[[Request], Awaitable[Any]]:
    """A dependency for FastAPI: the verified event, or an answer of 400, 401 or 413. The parameters are those of ``WebhookRouter``.

    It does not remember deliveries: an event comes again when the sender repeats it, e.g. because the answer was lost.
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
    """The raw body, also when something in front has read it already, as long as it kept it."""
    body = bytearray()
    try:
        async for piece in request.stream():
            body += piece
            if len(body) > limit:
                raise BodyTooLarge.of(limit)
    except RuntimeError as error:
        raise BodyNotBytes.of("a request whose body something else has read") from error
    return bytes(body)
