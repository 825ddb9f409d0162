"""A schemathesis hook that signs ingested events, so that the run also tests their bodies."""

from __future__ import annotations

import hmac
import importlib
import os
from datetime import UTC, datetime
from typing import Any

PROJECT, SECRET = "CONFORMANCE_PROJECT", "CONFORMANCE_SECRET"
PATH = "/api/events/ingest"

schemathesis: Any = importlib.import_module("schemathesis")
AuthBase: Any = importlib.import_module("requests.auth").AuthBase


class Signature(AuthBase):  # type: ignore[misc]  # its package is there in the conformance run only
    def __call__(self, request: Any) -> Any:
        """Sign the bytes that are about to be sent, unless a header is missing on purpose."""
        stamp = datetime.now(UTC).isoformat()
        raw: bytes | str = request.body or b""
        signed = stamp.encode() + (raw.encode() if isinstance(raw, str) else raw)
        digest = hmac.new(os.environ[SECRET].encode(), signed, "sha256").hexdigest()
        headers = {"X-Project-Id": os.environ[PROJECT], "X-Timestamp": stamp, "X-Signature": digest}
        if all(name in request.headers for name in headers):
            request.headers.update(headers)
        return request


schemathesis.auth.set_from_requests(Signature()).apply_to(path=PATH)
