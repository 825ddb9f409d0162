"""The reasons to refuse a delivery.

WebhookError
├── BodyNotBytes        the receiver did not pass the raw body
├── BodyTooLarge
├── HeaderMissing
├── HeaderMalformed
├── SignatureMismatch
├── TimestampTooOld
├── TimestampTooNew
└── BodyMalformed       signed, but not the JSON object of an event
"""

from __future__ import annotations

from math import nan
from typing import ClassVar, Self

from cortex_async._core.errors import WebhookError

__all__ = [
    "BodyMalformed",
    "BodyNotBytes",
    "BodyTooLarge",
    "HeaderMalformed",
    "HeaderMissing",
    "Refusal",
    "SignatureMismatch",
    "TimestampTooNew",
    "TimestampTooOld",
    "WebhookError",
]


class Refusal(WebhookError):
    """A delivery that is refused. ``status`` is the HTTP status of the response to its sender."""

    status: ClassVar[int] = 400


class BodyNotBytes(Refusal):
    """Something other than the raw body, as bytes, was passed to be verified.

    The signature covers the bytes that were sent.

    found: what was passed instead.
    """

    status = 500

    def __init__(self, message: str, *, found: str = "") -> None:
        super().__init__(message)
        self.found: str = found

    @classmethod
    def of(cls, found: str) -> Self:
        return cls(
            f"body must be the raw request body as bytes, got {found}. "
            "Read it from the request before anything parses it: a body that was parsed and serialized again has another signature",
            found=found,
        )


class BodyTooLarge(Refusal):
    """The body is larger than ``limit`` bytes, None if the limit is unknown."""

    status = 413

    def __init__(self, message: str, *, limit: int | None = None) -> None:
        super().__init__(message)
        self.limit: int | None = limit

    @classmethod
    def of(cls, limit: int) -> Self:
        return cls(f"body must be at most {limit} bytes long", limit=limit)


class HeaderMissing(Refusal):
    """The header ``header`` is missing."""

    def __init__(self, message: str, *, header: str = "") -> None:
        super().__init__(message)
        self.header: str = header

    @classmethod
    def of(cls, header: str) -> Self:
        return cls(f"header {header} is missing", header=header)


class HeaderMalformed(Refusal):
    """The header ``header`` cannot be parsed."""

    def __init__(self, message: str, *, header: str = "") -> None:
        super().__init__(message)
        self.header: str = header

    @classmethod
    def of(cls, header: str, reason: str) -> Self:
        return cls(f"header {header} is malformed: {reason}", header=header)


class SignatureMismatch(Refusal):
    """No secret gives this signature: another secret, another body, or a forgery."""

    status = 401

    def __init__(self, message: str = "signature does not match the body with any of the secrets") -> None:
        super().__init__(message)


class _TimestampRefused(Refusal):
    """Signed ``age`` seconds ago, where ``tolerance`` seconds are allowed. Both are NaN if unknown."""

    status = 401

    def __init__(self, message: str, *, age: float = nan, tolerance: float = nan) -> None:
        super().__init__(message)
        self.age: float = age
        self.tolerance: float = tolerance


class TimestampTooOld(_TimestampRefused):
    """Signed ``age`` seconds ago: delayed, or recorded and replayed."""

    @classmethod
    def of(cls, age: float, tolerance: float) -> Self:
        return cls(
            f"timestamp is {age:.0f} s old, more than the tolerance of {tolerance:g} s",
            age=age,
            tolerance=tolerance,
        )


class TimestampTooNew(_TimestampRefused):
    """Signed ``-age`` seconds in the future: one of the clocks is wrong."""

    @classmethod
    def of(cls, age: float, tolerance: float) -> Self:
        message = f"timestamp is {-age:.0f} s in the future, more than the tolerance of {tolerance:g} s"
        message = f"{message}: check the clocks"
        return cls(message, age=age, tolerance=tolerance)


class BodyMalformed(Refusal):
    """The signature is right, but the body is not the JSON object of an event."""

    @classmethod
    def of(cls, reason: str) -> Self:
        return cls(f"body is not the JSON object of an event: {reason}")
