"""Random identifiers and secrets, reproducible with a seed, or identifiers that count up."""

from __future__ import annotations

import hashlib
import os
import random
import re
from base64 import b64encode
from collections import Counter
from collections.abc import Iterator
from typing import Any, Literal, get_args

# Without 0, O, 1 and I, because people read codes aloud and type them.
CODE_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_ALPHANUMERIC = "0123456789abcdefghijklmnopqrstuvwxyz"

Kind = Literal[
    "tenant", "user", "project user", "API key", "settings", "session", "message", "participant", "sanction",
    "gathering", "member", "invitation", "plugin", "annotation", "subscription", "delivery",
    "function settings", "function", "function version", "deployment", "voice access key", "event",
]  # fmt: skip
"""What an identifier is for. The position of a kind is part of its fixed identifiers: add new kinds at the
end.
"""

_KINDS: tuple[Kind, ...] = get_args(Kind)
AT_ONCE = 128
"""Identifiers that are made from one reading of the system's randomness."""

_VERSION = 4 << 76 | 2 << 62
_VARIANT = {digit: "89ab"[int(digit, 16) % 4] for digit in "0123456789abcdef"}
_RANDOM = (1 << 128) - 1 - (0xF << 76) - (3 << 62)
_FIXED = re.compile(rb'"00000000-0000-4000-8(\d{3})-(\d{12})"')


class Ids:
    """The only source of randomness. The same seed and the same calls give the same identifiers.

    fixed: let the identifiers of each kind count up, whatever happens between them. The first session has the
        id ``00000000-0000-4000-8006-000000000001`` then. Codes, keys and secrets stay random, with the seed 0
        unless one is given.
    """

    def __init__(self, seed: int | None = None, *, fixed: bool = False) -> None:
        self._seed = 0 if fixed and seed is None else seed
        self._fixed = fixed
        self._counts: Counter[str] = Counter()
        self._uuids: Iterator[str] | None = _system_uuids() if self._seed is None else None
        self._random = _source(self._seed, "")
        # Of their own, so that additional requests do not change the identifiers of what is created later.
        self._requests = _source(self._seed, "requests")

    def uuid(self, kind: Kind) -> str:
        """A new identifier."""
        if self._fixed:
            self._counts[kind] += 1
            return f"00000000-0000-4000-8{_KINDS.index(kind) + 1:03}-{self._counts[kind]:012}"
        return _uuid(self._random.getrandbits(128)) if self._uuids is None else next(self._uuids)

    def request_id(self) -> str:
        """The identifier of a request, for ``X-Request-Id``."""
        return _uuid(self._requests.getrandbits(128)) if self._uuids is None else next(self._uuids)

    def number(self) -> int:
        """A random number of 64 bits, e.g. to seed generated data."""
        return self._random.getrandbits(64)

    def code(self, length: int = 8) -> str:
        return "".join(self._random.choices(CODE_ALPHABET, k=length))

    def word(self, length: int) -> str:
        """Lower-case letters and digits, e.g. for a project id."""
        return "".join(self._random.choices(_ALPHANUMERIC, k=length))

    def key_material(self, size: int = 32) -> str:
        """Base64 of ``size`` random bytes."""
        return b64encode(self._random.getrandbits(8 * size).to_bytes(size, "big")).decode()

    def avoid(self, dumped: bytes) -> None:
        """Do not repeat the identifiers in a dumped state, which may come from a run with the same seed."""
        if self._seed is not None:
            self._random = _source(self._seed, hashlib.sha256(dumped).hexdigest())
        for position, number in _FIXED.findall(dumped):
            if 0 < int(position) <= len(_KINDS):
                kind = _KINDS[int(position) - 1]
                self._counts[kind] = max(self._counts[kind], int(number))

    def state(self) -> Any:
        """The state for ``restore``."""
        return self._counts.copy(), _state(self._random), _state(self._requests)

    def restore(self, state: Any) -> None:
        counts, numbers, requests = state
        self._counts = counts.copy()
        for source, saved in ((self._random, numbers), (self._requests, requests)):
            if saved is not None:
                source.setstate(saved)


def _uuid(number: int) -> str:
    """What ``uuid.UUID(int=number, version=4)`` shows (RFC 9562, section 5.4), in a third of the time."""
    digits = f"{number & _RANDOM | _VERSION:032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def _system_uuids() -> Iterator[str]:
    """Random identifiers. The system's randomness is read for many at once: a system call takes longer than
    everything else that publishing an event does.
    """
    while True:
        digits = os.urandom(16 * AT_ONCE).hex()
        for at in range(0, len(digits), 32):
            yield (
                f"{digits[at : at + 8]}-{digits[at + 8 : at + 12]}-4{digits[at + 13 : at + 16]}"
                f"-{_VARIANT[digits[at + 16]]}{digits[at + 17 : at + 20]}-{digits[at + 20 : at + 32]}"
            )


def _source(seed: int | None, purpose: str) -> random.Random:
    if seed is None:
        return random.SystemRandom()
    # A seed is for reproducible tests; the keys protect nothing.
    return random.Random(f"{seed}/{purpose}" if purpose else seed)  # noqa: S311


def _state(source: random.Random) -> Any:
    """None for the system's randomness, which has no state."""
    return None if isinstance(source, random.SystemRandom) else source.getstate()
