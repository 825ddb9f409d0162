"""Why a delivery is refused.

WebhookError
├── BodyNotBytes        the receiver passed something else than the raw body
├── BodyTooLarge
├── HeaderMissing
├── HeaderMalformed
├── SignatureMismatch
├── TimestampTooOld
├── TimestampTooNew
└── BodyMalformed       signed, but not a JSON object
"""

from __future__ import annotations

from typing import ClassVar

from cortex_async.core.errors import WebhookError

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
    """The signature covers the bytes that were sent. A parsed, decoded or re-serialised body cannot be verified."""

    status = 500

    def __init__(self, found: str) -> None:
        super().__init__(
            f"the raw request body is needed, as bytes; got {found}. "
            "Take it from the request before anything parses it: a body that was parsed and written again has another signature"
        )
        self.found = found


class BodyTooLarge(Refusal):
    """The body is larger than ``limit`` bytes."""

    status = 413

    def __init__(self, limit: int) -> None:
        super().__init__(f"the body is larger than {limit} bytes")
        self.limit = limit


class HeaderMissing(Refusal):
    """There is no header ``header``."""

    def __init__(self, header: str) -> None:
        super().__init__(f"the header {header} is missing")
        self.header = header


class HeaderMalformed(Refusal):
    """The header ``header`` cannot be read."""

    def __init__(self, header: str, reason: str) -> None:
        super().__init__(f"the header {header} is malformed: {reason}")
        self.header = header


class SignatureMismatch(Refusal):
    """No secret gives this signature: another secret, another body, or not from the API at all."""

    status = 401

    def __init__(self) -> None:
        super().__init__("the signature does not fit the body with any of the secrets")


class TimestampTooOld(Refusal):
    """Signed ``age`` seconds ago: late, or sent again by somebody who listened."""

    status = 401

    def __init__(self, age: float, tolerance: float) -> None:
        super().__init__(f"signed {age:.0f} s ago, {tolerance:g} s are tolerated")
        self.age = age
        self.tolerance = tolerance


class TimestampTooNew(Refusal):
    """Signed ``-age`` seconds in the future: one of the clocks is wrong."""

    status = 401

    def __init__(self, age: float, tolerance: float) -> None:
        super().__init__(
            f"signed {-age:.0f} s in the future, {tolerance:g} s are tolerated: compare the clocks"
        )
        self.age = age
        self.tolerance = tolerance


class BodyMalformed(Refusal):
    """The signature is right, but the body is not a JSON object."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"the body is not a JSON object: {reason}")
