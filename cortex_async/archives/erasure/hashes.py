"""Keyed hashes of ids, names and messages, by which an archive recognizes whom it has erased.

Without the key, ``.cortex-archive/erasure.key``, nobody can find out whom they belong to, even by trying all
ids that there are. Removing the key makes the archive forget whom it has erased.
"""

from __future__ import annotations

import hmac
import secrets
from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Final, Literal, Self

from cortex_async._core.strings.surrogates import encodable
from cortex_async.archives.errors import ArchiveDamaged
from cortex_async.archives.state import FOLDER
from cortex_async.archives.storage.interface import Storage

KEY: Final = f"{FOLDER}/erasure.key"

_MESSAGE_BYTES: Final = 12
"""Of the hash of a message id: there may be many, and two of the same never matter in one session."""


class Hashes:
    """Makes keyed hashes."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    @classmethod
    def of(cls, storage: Storage) -> Self | None:
        """The hashes of an archive, None if it has no key yet. Raises ``ArchiveDamaged``."""
        content = storage.read(KEY)
        if content is None:
            return None
        try:
            key = bytes.fromhex(content.decode())
        except ValueError:
            key = b""
        if len(key) != sha256().digest_size:
            raise ArchiveDamaged(
                f"{KEY} in the archive {storage.where} cannot be used, it is not a key: restore it from a "
                "backup, since without it the archive cannot recognize whom it has erased"
            )
        return cls(key)

    @classmethod
    def new(cls, storage: Storage | None) -> Self:
        """Hashes with a new key, which is written to the archive; None makes one that is not kept."""
        key = secrets.token_bytes(sha256().digest_size)
        if storage is not None:
            storage.write(KEY, key.hex().encode() + b"\n", private=True)
        return cls(key)

    def user(self, external_user_id: str) -> str:
        """The hash of a person's external user id, in hexadecimal."""
        return self._hash("user", external_user_id).hex()

    def participant(self, participant_id: str) -> str:
        """The hash of a participant id, in hexadecimal."""
        return self._hash("participant", participant_id).hex()

    def name(self, name: str) -> str:
        """The hash of a display name, in hexadecimal."""
        return self._hash("name", name).hex()

    def message(self, message_id: str) -> str:
        """The hash of a message id, shorter than the others."""
        return urlsafe_b64encode(self._hash("message", message_id)[:_MESSAGE_BYTES]).decode()

    def _hash(self, kind: Literal["user", "participant", "name", "message"], value: str) -> bytes:
        # Archives hold strings without lone surrogates.
        return hmac.digest(self._key, f"{kind}\0{encodable(value)}".encode(), "sha256")
