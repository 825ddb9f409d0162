"""Webhooks under Flask: the extra ``odin-cortex[flask]``::

from cortex_async.webhooks.flask import view

app.add_url_rule("/cortex", view_func=view(router), methods=["POST"])
"""

from __future__ import annotations

from collections.abc import Callable

try:
    from flask import Response, request
except ImportError as _missing:
    raise ImportError("this module needs Flask: pip install 'odin-cortex[flask]'") from _missing

from .answers import rejection
from .errors import BodyTooLarge
from .router import WebhookRouter


def view(router: WebhookRouter) -> Callable[[], Response]:
    """A view function; give ``add_url_rule`` an ``endpoint`` if an application has more than one."""

    def cortex_webhook() -> Response:
        if (request.content_length or 0) > router.max_body_bytes:
            answer = rejection(BodyTooLarge.of(router.max_body_bytes))
        else:
            answer = router.handle_sync(request.get_data(), request.headers)
        return Response(answer.body, answer.status, content_type="application/json")

    return cortex_webhook
