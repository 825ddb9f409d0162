"""How the emulator refuses: one exception, NestJS's body.

    {"statusCode": 404, "message": "Session not found", "error": "Not Found"}

``message`` is a list for failed validation and a string otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping

from cortex_async.emulator.records import Record

ERROR_NAMES: Mapping[int, str] = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    408: "Request Timeout",
    409: "Conflict",
    413: "Payload Too Large",
    415: "Unsupported Media Type",
    422: "Unprocessable Entity",
    429: "Too Many Requests",
    500: "Internal Server Error",
    503: "Service Unavailable",
}


class Refusal(Exception):
    """The request is answered with an error. ``status`` 0 stands for the configured validation status (400 or 422)."""

    def __init__(
        self, status: int, message: str | list[str], headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(status, message)
        self.status = status
        self.message = message
        self.headers: Mapping[str, str] = headers or {}


def error_body(status: int, message: str | list[str]) -> Record:
    return {"statusCode": status, "message": message, "error": ERROR_NAMES.get(status, "Error")}


def invalid(*messages: str) -> Refusal:
    """The values are of the right shape for the document and still make no sense."""
    return Refusal(0, list(messages))


def bad_request(message: str) -> Refusal:
    """For the 400 answers that the document names, whatever the validation status."""
    return Refusal(400, message)


def unauthorized(message: str = "Unauthorized") -> Refusal:
    return Refusal(401, message)


def forbidden(message: str) -> Refusal:
    return Refusal(403, message)


def not_found(what: str) -> Refusal:
    return Refusal(404, f"{what} not found")


def conflict(message: str) -> Refusal:
    return Refusal(409, message)
