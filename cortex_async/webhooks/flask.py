"""Webhooks in Flask: the extra ``odin-cortex[flask]``::

    from cortex_async.webhooks.flask import view

    app.add_url_rule("/cortex", view_func=view(router), methods=["POST"])

The guide is docs/webhooks.md.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from io import BytesIO

try:
    from flask import Response, request
    from werkzeug.exceptions import RequestEntityTooLarge
except ImportError as _missing:
    raise ImportError("this module needs Flask: pip install 'odin-cortex[flask]'") from _missing

from cortex_async.webhooks.errors import BodyNotBytes, BodyTooLarge
from cortex_async.webhooks.router import WebhookRouter

__all__ = ["view"]

_CHUNK = 64 * 1024


def view(router: WebhookRouter) -> Callable[[], Response]:
    """A view function. With more than one in an application, give ``add_url_rule`` an ``endpoint``."""

    def cortex_webhook() -> Response:
        response = router.receive_sync(request.headers, partial(_body, router.max_body_bytes))
        return Response(response.body, response.status, content_type="application/json")

    return cortex_webhook


def _body(limit: int) -> bytes:
    body = bytearray()
    try:
        while chunk := request.stream.read(min(_CHUNK, limit + 1 - len(body))):
            body += chunk
            if len(body) > limit:
                raise BodyTooLarge.of(limit)
    except RequestEntityTooLarge:
        # The application's own MAX_CONTENT_LENGTH.
        raise BodyTooLarge.of(limit) from None
    # Something in front may have read it and have kept it in the request.
    found = bytes(body) or request.get_data()
    if not found and request.content_length:
        raise BodyNotBytes.of("a request whose body was already read")
    # For whatever reads it afterwards. It is a cached property, which may be set.
    request.stream = BytesIO(found)  # pyright: ignore[reportAttributeAccessIssue]  # declared as the function that computes it
    return found
