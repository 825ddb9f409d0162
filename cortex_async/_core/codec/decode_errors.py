"""Errors for responses that are not what the spec says, with the secrets of their call masked."""

from __future__ import annotations

from cortex_async._core.call_errors import CallFields, DecodeError
from cortex_async._core.outcomes import outcome_of
from cortex_async._core.request import Request
from cortex_async._core.response import Response, StreamedResponse
from cortex_async._core.secrets.call_fields import call_fields
from cortex_async._core.secrets.redaction import Redactor
from cortex_async._core.strings.wording import printable, shortened

_LONGEST_CONTENT_TYPE = 100


def unexpected_content(
    response: Response | StreamedResponse, request: Request, expected: str, got: str, redactor: Redactor
) -> DecodeError:
    """The error for a response of another media type, status or encoding than the spec declares."""
    message = f"expected {expected}, got {_shown(got, redactor)}"
    return DecodeError(message, status=response.status, **fields_of(response, request, redactor))


def not_json(
    body: bytes, problem: str, response: Response | None, request: Request | None, redactor: Redactor
) -> DecodeError:
    """The error for a body that cannot be parsed. ``problem`` says why and quotes nothing of it."""
    content_type = _shown(response.headers.get("content-type", ""), redactor) if response else ""
    size = f"{len(body)} bytes{f' of {content_type}' if content_type else ''}"
    return DecodeError(
        f"expected JSON, got {f'{size}: {problem}' if body else 'an empty body'}",
        status=response.status if response else None,
        **fields_of(response, request, redactor),
    )


def fields_of(
    response: Response | StreamedResponse | None, request: Request | None, redactor: Redactor
) -> CallFields:
    """What every error says about its call."""
    return call_fields(
        request,
        response,
        redactor,
        attempts=response.attempts if response else 0,
        outcome=outcome_of(response.status) if response else "unknown",
    )


def _shown(text: str, redactor: Redactor) -> str:
    return shortened(printable(redactor.text(text)), _LONGEST_CONTENT_TYPE)
