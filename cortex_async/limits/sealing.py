"""Encryption of what is kept in Redis, with Fernet: https://cryptography.io/en/latest/fernet/"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeAlias, cast

from cortex_async._core.errors import ConfigError
from cortex_async._core.runtime.optional_library import require
from cortex_async._core.secrets.masking import Secret, hidden

EncryptionKey: TypeAlias = str | bytes | Sequence[str | bytes]
"""A key of ``cryptography.fernet.Fernet.generate_key()``, or several: the first encrypts, all decrypt."""


class Seal(Protocol):
    """Encrypts and decrypts."""

    def close(self, value: str) -> bytes:
        """Return what is stored."""
        ...

    def open(self, stored: bytes) -> Secret | None:
        """Return the value, None if it cannot be read with these keys."""
        ...


class Plain:
    """No encryption."""

    def close(self, value: str) -> bytes:
        return value.encode()

    def open(self, stored: bytes) -> Secret | None:
        return Secret(stored.decode("ascii", "replace"))


class Sealed:
    """Fernet: encrypts with the first key, decrypts with any.

    Raises ``ConfigError``, which shows no key, for one that cannot be used.
    """

    def __init__(self, keys: Sequence[object]) -> None:
        require("cryptography", "evidence", "a SharedToken with encryption_key needs")
        from cryptography.fernet import Fernet, MultiFernet

        try:
            self._fernet = MultiFernet([Fernet(cast("str | bytes", key)) for key in keys])
        except (ValueError, TypeError):
            pass
        else:
            return
        raise ConfigError("encryption_key must be a key of Fernet.generate_key(), or a list of such keys")

    def close(self, value: str) -> bytes:
        return self._fernet.encrypt(value.encode())

    def open(self, stored: bytes) -> Secret | None:
        from cryptography.fernet import InvalidToken

        try:
            return Secret(self._fernet.decrypt(stored).decode("ascii", "replace"))
        except InvalidToken:
            return None


def hidden_keys(encryption_key: EncryptionKey | None) -> EncryptionKey | None:
    """Return the same keys, which hide in their repr."""
    if isinstance(encryption_key, (list, tuple)):
        return [hidden(one) for one in encryption_key]
    return hidden(encryption_key)


def seal(encryption_key: EncryptionKey | None) -> Seal:
    """Return the seal for the keys that a caller gives, None for no encryption."""
    if encryption_key is None:
        return Plain()
    if isinstance(encryption_key, (list, tuple)):
        return Sealed(cast("Sequence[object]", encryption_key))
    return Sealed([encryption_key])
