"""The response of a call, for observers that see bodies."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from cortex_async._core.call.state import ERROR_BODY
from cortex_async._core.telemetry.bodies import SeenBody

if TYPE_CHECKING:
    from cortex_async._core.call.state import Call
    from cortex_async._core.response import Response


def seen_body(call: Call) -> SeenBody:
    """Return the last response of a call, which must have one."""
    route, response = call.request.route, cast("Response", call.last_response)
    # Of a long error body only the beginning was read, and of one that was cut off nothing is left.
    cut = response.status >= 300 and (not response.body or len(response.body) >= ERROR_BODY)
    return SeenBody(
        package=call.service.codec.package,
        operation=route.operation,
        method=route.method,
        path=route.path,
        status=response.status,
        content_type=response.headers.get("content-type", ""),
        body=None if call.streamed or cut else response.body,
    )
