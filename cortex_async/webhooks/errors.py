"""Why a delivery is refused.

WebhookError
├── BodyNotBytes        the receiver passed something else than the raw body
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
    """A delivery that is not taken. ``status`` is the HTTP status that says so to its sender."""

    status: ClassVar[int] = 400


class BodyNotBytes(Refusal):
    """The signature covers the bytes that were sent. A parsed, decoded or re-serialised body cannot be verified.

    found: what came instead.
    """

    status = 500

    def __init__(self, message: str, *, found: str = "") -> None:
        super().__init__(message)
        self.found: str = found

    @classmethod
    def of(cls, found: str) -> Self:
        return cls(
            f"the raw request body is needed, as bytes; got {found}. "
            "Take it from the request before anything parses it: a body that was parsed and written again has another signature",
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
        return cls(f"the body is larger than {limit} bytes", limit=limit)


class HeaderMissing(Refusal):
    """There is no header ``header``."""

    def __init__(self, message: str, *, header: str = "") -> None:
        super().__init__(message)
        self.header: str = header

    @classmethod
    def of(cls, header: str) -> Self:
        return cls(f"the header {header} is missing", header=header)


class HeaderMalformed(Refusal):
    """The header ``header`` cannot be read."""

    def __init__(self, message: str, *, header: str = "") -> None:
        super().__init__(message)
        self.header: str = header

    @classmethod
    def of(cls, header: str, reason: str) -> Self:
        return cls(f"the header {header} is malformed: {reason}", header=header)


class SignatureMismatch(Refusal):
    """No secret gives this signature: another secret, another body, or not from the API at all."""

    status = 401

    def __init__(self, message: str = "the signature does not fit the body with any of the secrets") -> None:
        super().__init__(message)


class _TimestampRefused(Refusal):
    """Signed ``age`` seconds ago, where ``tolerance`` are allowed; both are NaN if unknown."""

    status = 401

    def __init__(self, message: str, *, age: float = nan, tolerance: float = nan) -> None:
        super().__init__(message)
        self.age: float = age
        self.tolerance: float = tolerance


class TimestampTooOld(_TimestampRefused):
    """Signed ``age`` seconds ago: late, or sent again by somebody who listened."""

    @classmethod
    def of(cls, age: float, tolerance: float) -> Self:
        return cls(f"signed {age:.0f} s ago, {tolerance:g} s are tolerated", age=age, tolerance=tolerance)


class TimestampTooNew(_TimestampRefused):
    """Signed ``-age`` seconds in the future: one of the clocks is wrong."""

    @classmethod
    def of(cls, age: float, tolerance: float) -> Self:
        message = f"signed {-age:.0f} s in the future, {tolerance:g} s are tolerated: compare the clocks"
        return cls(message, age=age, tolerance=tolerance)


class BodyMalformed(Refusal):
    """The signature is right, but the body is not the JSON object of an event."""

    @classmethod
    def of(cls, reason: str) -> Self:
        return cls(f"the body is not the JSON object of an event: {reason}")
