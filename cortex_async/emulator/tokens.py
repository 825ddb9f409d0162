"""JSON Web Tokens, HS256 only: as much as an emulated login needs."""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode

import orjson

from cortex_async.emulator.records import Record

_HEADER = {"alg": "HS256", "typ": "JWT"}


def sign(claims: Record, key: bytes) -> str:
    head = f"{_encode(orjson.dumps(_HEADER))}.{_encode(orjson.dumps(claims))}"
    return f"{head}.{_encode(_digest(head, key))}"


def verify(token: str, key: bytes, now: float) -> Record | None:
    """The claims of a token that is ours and still valid, otherwise None."""
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


def _decode(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
