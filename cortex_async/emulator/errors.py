"""Error responses: one exception, and NestJS's error body.

    {"statusCode": 404, "message": "Session not found", "error": "Not Found"}

``message`` is a list for failed validation, otherwise a string.
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
    501: "Not Implemented",
    503: "Service Unavailable",
    504: "Gateway Timeout",
}


class HTTPError(Exception):
    """End a request with an error response.

    ``status`` 0 stands for the configured ``validation_status`` (400 or 422).
    """

    def __init__(
        self, status: int, message: str | list[str], headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(status, message)
        self.status = status
        self.message = message
        self.headers: Mapping[str, str] = headers or {}


def error_body(status: int, message: str | list[str]) -> Record:
    """The JSON body of an error."""
    return {"statusCode": status, "message": message, "error": ERROR_NAMES.get(status, "Error")}


def invalid(*messages: str) -> HTTPError:
    """Failed validation; the status follows the ``validation_status`` setting."""
    return HTTPError(0, list(messages))


def bad_request(message: str) -> HTTPError:
    """A 400 that the spec declares; it does not depend on ``validation_status``."""
    return HTTPError(400, message)


def unauthorized(message: str = "Unauthorized") -> HTTPError:
    return HTTPError(401, message)


def forbidden(message: str) -> HTTPError:
    return HTTPError(403, message)


def not_found(what: str) -> HTTPError:
    return HTTPError(404, f"{what} not found")


def conflict(message: str) -> HTTPError:
    return HTTPError(409, message)
