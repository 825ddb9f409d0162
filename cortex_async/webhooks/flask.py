"""Webhooks under Flask: the extra ``odin-cortex[flask]``::

from cortex_async.webhooks.flask import view

app.add_url_rule("/cortex", view_func=view(router), methods=["POST"])
"""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

try:
    from flask import Response, request
    from werkzeug.exceptions import RequestEntityTooLarge
except ImportError as _missing:
    raise ImportError("this module needs Flask: pip install 'odin-cortex[flask]'") from _missing

from cortex_async.webhooks.errors import BodyNotBytes, BodyTooLarge, Refusal
from cortex_async.webhooks.router import WebhookRouter, rejected

_PIECE = 64 * 1024


def view(router: WebhookRouter) -> Callable[[], Response]:
    """A view function; give ``add_url_rule`` an ``endpoint`` if an application has more than one."""

    def cortex_webhook() -> Response:
        answer = router.refuse_unread(request.headers)
        if answer is None:
            try:
                body = _body(router.max_body_bytes)
            except Refusal as refusal:
                answer = rejected(refusal)
            else:
                answer = router.handle_sync(body, request.headers)
        return Response(answer.body, answer.status, content_type="application/json")

    return cortex_webhook


def _body(limit: int) -> bytes:
    body = bytearray()
    try:
        while piece := request.stream.read(min(_PIECE, limit + 1 - len(body))):
            body += piece
            if len(body) > limit:
                raise BodyTooLarge.of(limit)
    except RequestEntityTooLarge:
        # The application's own MAX_CONTENT_LENGTH.
        raise BodyTooLarge.of(limit) from None
    # Read to its end by something in front, which may have had it kept.
    found = bytes(body) or request.get_data()
    if not found and request.content_length:
        raise BodyNotBytes.of("a request whose body something else has read")
    # For whoever reads it after us; a cached property, which may be set.
    request.stream = BytesIO(found)  # pyright: ignore[reportAttributeAccessIssue]  # it is declared as what computes it
    return found
