"""The attributes that every error has about its call, with secrets masked and long values shortened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cortex_async._core.call_errors import CallFields
from cortex_async._core.strings.wording import printable, shortened
from cortex_async._core.types import Outcome

if TYPE_CHECKING:
    from cortex_async._core.request import Request
    from cortex_async._core.response import Response, StreamedResponse
    from cortex_async._core.secrets.redaction import Redactor

LONGEST_REQUEST_ID = 200
LONGEST_VALUE = 100


def call_fields(
    request: Request | None,
    response: Response | StreamedResponse | None,
    redactor: Redactor,
    *,
    attempts: int,
    outcome: Outcome,
    not_repeated: str = "",
) -> CallFields:
    """Collect the attributes. ``response`` is the last one that arrived, None if there was none."""
    route = request.route if request else None
    return CallFields(
        method=route.method if route else "",
        path=route.path if route else "",
        operation=route.operation if route else "",
        url_values=_url_values(request, redactor) if request else {},
        request_id=shown_request_id(response.request_id if response else None, redactor),
        attempts=attempts,
        not_repeated=not_repeated,
        outcome=outcome,
    )


def _url_values(request: Request, redactor: Redactor) -> dict[str, str]:
    values = request.route.shown(request.path)
    return {name: shortened(printable(redactor.text(value)), LONGEST_VALUE) for name, value in values.items()}


def shown_request_id(given: str | None, redactor: Redactor) -> str | None:
    """The request id of a response, as errors show it."""
    if given is None:
        return None
    # A long id was cut, perhaps within a secret.
    return printable(redactor.text(given, truncated=len(given) >= LONGEST_REQUEST_ID))
