"""From where a connection asks to go on, and when an id is given up that the server cannot resume from. Decisions on values.

A server that cannot resume refuses every request with the id, or breaks it off, and so does a server that is down: only a
connection without the id tells them apart. While that one is held open, the id is tried once more, so that a server which has
just come back replays what was missed, and an id is given up only where it alone makes the difference.
"""

from __future__ import annotations

from typing import Final

from attrs import frozen

FRUITLESS: Final = 3
"""Connections with one id that bring nothing, after which the id is doubted."""


@frozen
class Plan:
    """resume_id: what to send, None for nothing. spare: whether to hold a connection without it open meanwhile."""

    resume_id: str | None
    spare: bool = False


class Resumption:
    """Where one stream stands with the server."""

    def __init__(self) -> None:
        self._given_up: str | None = None
        self._refused: str | None = None
        self._tried: str | None = None
        self._fruitless = 0

    def plan(self, taken: str) -> Plan:
        """For the next connection. ``taken`` is the id of the event that was taken last, empty if there is none."""
        if not taken or taken == self._given_up:
            return Plan(None)
        if taken != self._tried:
            self._tried, self._fruitless = taken, 0
        if taken == self._refused:
            return Plan(None)
        return Plan(taken, spare=self._fruitless >= FRUITLESS)

    def accepted_without(self, taken: str) -> bool:
        """The server took a connection without an id. Whether one is given up by that."""
        if taken and taken == self._refused:
            self._given_up = taken
        self._refused = None
        return bool(taken) and taken == self._given_up

    def give_up(self, resume_id: str) -> None:
        """Only connections without it bring anything."""
        self._given_up = resume_id

    def ended(self, plan: Plan, *, fruitful: bool, refused: bool = False) -> None:
        """A connection is over. ``refused``: the server said no to the request, which may be about the id."""
        if fruitful:
            self._fruitless = 0
        elif plan.resume_id is None:
            # Without the id it is no better: the next one sends it again.
            self._refused = None
        else:
            self._fruitless += 1
            self._refused = plan.resume_id if refused else None

    def spare_failed(self) -> None:
        """Neither with nor without: it is not the id."""
        self._fruitless = 0
