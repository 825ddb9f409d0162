"""Ed25519 signatures of manifests: https://www.rfc-editor.org/rfc/rfc8032

A bundle holds the signature as 64 bytes and the public key as PEM, so that OpenSSL can verify it, too.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, TypeAlias

from attrs import frozen

from cortex_async._core.arguments import wrong_type
from cortex_async._core.errors import ArgumentValueError
from cortex_async._core.runtime.optional_library import require

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

    PrivateKey: TypeAlias = Ed25519PrivateKey | bytes
    """An Ed25519 private key of ``cryptography``, or its unencrypted PEM."""

    PublicKey: TypeAlias = Ed25519PublicKey | bytes
    """An Ed25519 public key of ``cryptography``, or its PEM."""

_LARGEST_PEM = 4096


@frozen
class Signer:
    """A private key that is ready to sign. Its repr does not show the key."""

    _key: Ed25519PrivateKey

    def __repr__(self) -> str:
        return f"<Signer {fingerprint(self._key.public_key())}>"

    @property
    def pem(self) -> bytes:
        """The public key."""
        from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

        return self._key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)

    @property
    def name(self) -> str:
        """The fingerprint of the public key."""
        return fingerprint(self._key.public_key())

    def sign(self, content: bytes) -> bytes:
        return self._key.sign(content)


def signer(key: object) -> Signer:
    """The signer for a private key. Raises ``ArgumentError`` for a key that cannot be used."""
    require("cryptography", "evidence", "signatures need")
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    expected = "an Ed25519 private key or its PEM in bytes"
    if isinstance(key, (bytes, bytearray)):
        try:
            key = load_pem_private_key(bytes(key), None)
        except Exception:  # noqa: BLE001  (the library raises several kinds, whose messages may quote the key)
            raise _unusable("sign_with", "the PEM of an unencrypted private key") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise wrong_type("sign_with", expected, key)
    return Signer(key)


def public_key(key: object, parameter: str) -> Ed25519PublicKey:
    """The public key in ``key``. Raises ``ArgumentError`` for a key that cannot be used."""
    require("cryptography", "evidence", "signatures need")
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    if isinstance(key, (bytes, bytearray)):
        if len(key) > _LARGEST_PEM:
            raise _unusable(parameter, f"at most {_LARGEST_PEM} bytes long")
        try:
            key = load_pem_public_key(bytes(key))
        except Exception:  # noqa: BLE001  (the library raises several kinds)
            raise _unusable(parameter, "the PEM of a public key") from None
    if not isinstance(key, Ed25519PublicKey):
        raise wrong_type(parameter, "an Ed25519 public key or its PEM in bytes", key)
    return key


def is_signed_by(key: Ed25519PublicKey, signature: bytes, content: bytes) -> bool:
    """Whether a signature is that of ``content``; the library compares in constant time."""
    from cryptography.exceptions import InvalidSignature

    try:
        key.verify(signature, content)
    except InvalidSignature:
        return False
    return True


def fingerprint(key: Ed25519PublicKey) -> str:
    """SHA-256 of the 32 bytes of a public key, in hexadecimal."""
    return hashlib.sha256(key.public_bytes_raw()).hexdigest()


def available() -> bool:
    """Whether signatures can be checked at all."""
    try:
        require("cryptography", "evidence", "signatures need")
    except ModuleNotFoundError:
        return False
    return True


def _unusable(parameter: str, expected: str) -> ArgumentValueError:
    # Never with the value: it may be a private key.
    return ArgumentValueError(f"{parameter} must be {expected}", parameter=parameter)
