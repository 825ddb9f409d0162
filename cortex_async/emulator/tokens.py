"""JSON Web Tokens (RFC 7519), HS256 only: what an emulated login needs."""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode

import orjson

from cortex_async.emulator.records import Record

_HEADER = {"alg": "HS256", "typ": "JWT"}


def sign(claims: Record, key: bytes) -> str:
    """Make a signed token."""
    head = f"{_encode(orjson.dumps(_HEADER))}.{_encode(orjson.dumps(claims))}"
    return f"{head}.{_encode(_digest(head, key))}"


def verify(token: str, key: bytes, now: float) -> Record | None:
    """The claims of a token, None if its signature is wrong or it has expired."""
    head, _, signature = token.rpartition(".")
    if not head.isascii() or not hmac.compare_digest(
        _encode(_digest(head, key)).encode(), signature.encode(errors="replace")
    ):
        return None
    claims: Record = orjson.loads(_decode(head.split(".")[1]))
    return claims if claims.get("exp", now + 1) > now else None


def _digest(head: str, key: bytes) -> bytes:
    return hmac.digest(key, head.encode(), "sha256")


def _encode(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def _decode(part: str) -> bytes:
    return urlsafe_b64decode(part + "=" * (-len(part) % 4))
