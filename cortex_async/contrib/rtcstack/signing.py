"""Sign requests as version 0.1.0 requires it.

Every attempt is signed anew, since the signature covers the timestamp.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import Literal, TypeAlias

from cortex_async._core.auth.credentials import NO_CREDENTIAL, Authorization, Signing, checked_token
from cortex_async._core.errors import ConfigError
from cortex_async._core.secrets.masking import Secret, SecretBytes
from cortex_async._core.timing.clock import Clock, SystemClock

BodyHash: TypeAlias = Literal["empty", "raw"]
"""The body hash in a signature: of an empty body, as in version 0.1.0, or of the raw body, as in the vendor's
guide.
"""

KEY_HEADER = "X-API-Key"
TIMESTAMP_HEADER = "X-RTCstack-Timestamp"
SIGNATURE_HEADER = "X-RTCstack-Signature"

_SIGNED_HINT = "The server checks key, timestamp and signature: compare api_key, api_secret, body_hash and the clocks with it"
UNSIGNED_HINT = (
    "Compare api_key with the server, which may also want signed requests: pass api_secret=... then"
)


class RequestSigner:
    """Authenticates with the key and an HMAC-SHA256 of method, target, timestamp and body hash."""

    def __init__(
        self, api_key: str, api_secret: str, body_hash: BodyHash = "empty", clock: Clock | None = None
    ) -> None:
        if body_hash not in ("empty", "raw"):
            raise ConfigError(f"body_hash must be 'empty' or 'raw', got {body_hash!r}")
        self._key = checked_token(api_key, "api_key")
        self._secret = SecretBytes(_secret_bytes(api_secret))
        self._body_hash = body_hash
        self._clock = clock or SystemClock()

    def known(self, schemes: frozenset[str]) -> Authorization | None:
        return None if schemes else NO_CREDENTIAL

    async def authorize(self, signing: Signing) -> Authorization:
        if not signing.schemes:
            return NO_CREDENTIAL
        timestamp = str(int(self._clock.unix()))
        body = signing.body if self._body_hash == "raw" else b""
        signature = sign(self._secret, signing.method, signing.target, timestamp, body)
        return Authorization(
            {KEY_HEADER: self._key, TIMESTAMP_HEADER: timestamp, SIGNATURE_HEADER: Secret(signature)}
        )

    async def refresh(self, rejected: Authorization) -> bool:
        return False

    def hint(self, schemes: frozenset[str]) -> str | None:
        return _SIGNED_HINT if schemes else None

    async def identity(self, schemes: frozenset[str]) -> str:
        return self._key if schemes else ""


class KeyOnly:
    """Authenticates with the key alone, as in the vendor's reference."""

    def __init__(self, api_key: str) -> None:
        self._key = Authorization({KEY_HEADER: checked_token(api_key, "api_key")})

    def known(self, schemes: frozenset[str]) -> Authorization | None:
        return self._key if schemes else NO_CREDENTIAL

    async def authorize(self, signing: Signing) -> Authorization:
        return self._key if signing.schemes else NO_CREDENTIAL

    async def refresh(self, rejected: Authorization) -> bool:
        return False

    def hint(self, schemes: frozenset[str]) -> str | None:
        return UNSIGNED_HINT if schemes else None

    async def identity(self, schemes: frozenset[str]) -> str:
        return self._key.headers[KEY_HEADER] if schemes else ""


def _secret_bytes(secret: object) -> bytes:
    """The secret as bytes, without a line break at the end, which files have.

    Raises ``ConfigError`` for an invalid secret; the error does not show it.
    """
    if not isinstance(secret, str):
        raise ConfigError(f"api_secret must be a string, got {type(secret).__name__}")
    if not secret.strip():
        raise ConfigError("api_secret must be a non-empty string")
    # Checked here because the error of str.encode would show the secret.
    if any("\ud800" <= character <= "\udfff" for character in secret):
        raise ConfigError("api_secret must be valid Unicode, got an unpaired surrogate")
    return secret.removesuffix("\n").removesuffix("\r").encode()


def sign(secret: bytes, method: str, target: str, timestamp: str, body: bytes) -> str:
    """The value of the signature header. ``target`` is path and query exactly as sent."""
    signed = "\n".join((method, target, timestamp, hashlib.sha256(body).hexdigest()))
    return f"sha256={hmac.new(secret, signed.encode(), 'sha256').hexdigest()}"
