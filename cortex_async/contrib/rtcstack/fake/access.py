"""Access control: key, signature and its time window, and a rate limit per minute."""

from __future__ import annotations

import hmac

from attrs import define, field

from cortex_async._core.timing.clock import Clock
from cortex_async.contrib.fake import FakeRequest, Reply
from cortex_async.contrib.rtcstack.fake.errors import framework, problem
from cortex_async.contrib.rtcstack.signing import (
    KEY_HEADER,
    SIGNATURE_HEADER,
    TIMESTAMP_HEADER,
    BodyHash,
    sign,
)

WINDOW = 300.0
PERIOD = 60.0


@define
class Access:
    """Checks every request. signed: False to accept the key alone, as in the vendor's reference."""

    api_key: str = field(repr=False)
    api_secret: str = field(repr=False)
    signed: bool
    body_hash: BodyHash
    limit: int
    clock: Clock
    _count: int = 0
    _period: float = 0.0

    def reject(self, operation: str, request: FakeRequest) -> Reply | None:
        """The error, None for a request that may pass."""
        # Only the exact target is open; with a query it is another one.
        if request.target != "/v1/health":
            error = self._check_caller(request)
            if error is not None:
                return error
        return self._check_rate()

    def _check_caller(self, request: FakeRequest) -> Reply | None:
        if not hmac.compare_digest(request.headers.get(KEY_HEADER, "").encode(), self.api_key.encode()):
            return problem(401, "Missing or invalid X-Api-Key header")
        if not self.signed:
            return None
        timestamp = request.headers.get(TIMESTAMP_HEADER, "")
        signature = request.headers.get(SIGNATURE_HEADER, "")
        if not timestamp or not signature:
            return problem(401, "Missing X-RTCstack-Timestamp or X-RTCstack-Signature header")
        if timestamp.isdigit() and abs(self.clock.unix() - float(timestamp)) > WINDOW:
            return problem(401, "Request timestamp is too old or too far in the future")
        body = request.body if self.body_hash == "raw" else b""
        expected = sign(self.api_secret.encode(), request.method, request.target, timestamp, body)
        if not hmac.compare_digest(expected.encode(), signature.encode()):
            return problem(401, "Invalid signature")
        return None

    def _check_rate(self) -> Reply | None:
        now = self.clock.unix()
        if now - self._period >= PERIOD:
            self._period, self._count = now, 0
        self._count += 1
        if self._count <= self.limit:
            return None
        left = max(1, round(self._period + PERIOD - now))
        headers = {
            "Retry-After": str(left),
            "X-RateLimit-Limit": str(self.limit),
            "X-RateLimit-Remaining": "0",
            "X-RateLimit-Reset": str(left),
        }
        return framework(429, f"Rate limit exceeded, retry in {left} seconds", headers=headers)
