"""How soon something may be asked again."""

from __future__ import annotations

from math import inf

from attrs import define

SPACING = 0.25
"""Seconds between two questions about the same, doubled each time."""

LONGEST = 4.0
"""Most of these seconds. It is longer than an answer makes events doubtful, so that an object that keeps changing is soon told by
its events alone."""

LONGEST_FOR_HINTS = 1.0
"""The same where events say that something changed but not what, so that only answers can tell."""


@define(eq=False)
class Spaced:
    """When something may be asked again."""

    due: float = -inf
    times: int = 0

    def asked(self, now: float, most: float) -> None:
        if now > self.due + LONGEST:
            self.times = 0
        self.due = now + min(SPACING * 2 ** min(self.times, 8), most)
        self.times += 1
