"""Identifiers and secrets, reproducible when seeded."""

from __future__ import annotations

import random
import uuid
from base64 import b64encode
from typing import Any

# Without 0, O, 1 and I: a code is read out loud and typed in.
CODE_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_ALPHANUMERIC = "0123456789abcdefghijklmnopqrstuvwxyz"


class Ids:
    """One source for everything random. The same seed and the same calls give the same identifiers."""

    def __init__(self, seed: int | None = None) -> None:
        # A seeded emulator is for reproducible tests; its keys protect nothing.
        self._random = random.SystemRandom() if seed is None else random.Random(seed)  # noqa: S311

    def uuid(self) -> str:
        return str(uuid.UUID(int=self._random.getrandbits(128), version=4))

    def code(self, length: int = 8) -> str:
        return "".join(self._random.choices(CODE_ALPHABET, k=length))

    def word(self, length: int) -> str:
        """Lower-case letters and digits, e.g. for a project id."""
        return "".join(self._random.choices(_ALPHANUMERIC, k=length))

    def key_material(self, size: int = 32) -> str:
        """Base64 of ``size`` random bytes."""
        return b64encode(self._random.getrandbits(8 * size).to_bytes(size, "big")).decode()

    def state(self) -> Any:
        """What ``restore`` takes; None for an unseeded source, which has no state."""
        return None if isinstance(self._random, random.SystemRandom) else self._random.getstate()

    def restore(self, state: Any) -> None:
        if state is not None:
            self._random.setstate(state)
