"""Random identifiers and secrets, reproducible with a seed."""

from __future__ import annotations

import random
import uuid
from base64 import b64encode
from typing import Any

# Without 0, O, 1 and I, because people read codes aloud and type them.
CODE_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_ALPHANUMERIC = "0123456789abcdefghijklmnopqrstuvwxyz"


class Ids:
    """The only source of randomness. The same seed and the same calls give the same identifiers."""

    def __init__(self, seed: int | None = None) -> None:
        # A seed is for reproducible tests; the keys protect nothing.
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
        """The state for ``restore``. None without a seed: the system's randomness has no state."""
        return None if isinstance(self._random, random.SystemRandom) else self._random.getstate()

    def restore(self, state: Any) -> None:
        if state is not None:
            self._random.setstate(state)
