"""Decides which id a connection asks to resume from, and when an id is given up. Values in, values out.

A server that cannot resume from an id rejects every request with it or closes the connection, and so does a
server that is down. Only a connection without the id tells the two apart. While that one is held open, the id
is tried once more: a server that has just come back then replays what was missed, and an id is given up only
if it alone makes the difference.
"""

from __future__ import annotations

from typing import Final

from attrs import frozen

FRUITLESS: Final = 3
"""How many connections with an id may deliver nothing before the id is suspected to be the cause."""


@frozen
class Plan:
    """How to make the next connection.

    resume_id: SSE id to resume from, None for none.
    spare: whether to hold a connection without the id open meanwhile.
    """

    resume_id: str | None
    spare: bool = False


FRESH: Final = Plan(None)
"""A connection that does not resume."""


class Resumption:
    """Which ids the server has resumed from, rejected or failed on, for one stream."""

    __slots__ = ("_fruitless", "_given_up", "_refused", "_tried")

    def __init__(self) -> None:
        self._given_up: str | None = None
        self._refused: str | None = None
        self._tried: str | None = None
        self._fruitless = 0

    def plan(self, taken: str) -> Plan:
        """Plan the next connection.

        ``taken`` is the id of the event that was taken last, empty if there is none.
        """
        if not taken or taken == self._given_up:
            return FRESH
        if taken != self._tried:
            self._tried, self._fruitless = taken, 0
        if taken == self._refused:
            return FRESH
        return Plan(taken, spare=self._fruitless >= FRUITLESS)

    def accepted_without(self, taken: str) -> bool:
        """Record that the server accepted a connection without an id.

        Returns whether the id of ``taken`` is given up.
        """
        if taken and taken == self._refused:
            self._given_up = taken
        self._refused = None
        return bool(taken) and taken == self._given_up

    def give_up(self, resume_id: str) -> None:
        """Stop sending this id: only connections without it deliver anything."""
        self._given_up = resume_id

    def ended(self, plan: Plan, *, fruitful: bool, refused: bool = False) -> None:
        """Record the end of a connection.

        ``refused``: the server rejected the request, possibly because of the id.
        """
        if fruitful:
            self._fruitless = 0
        elif plan.resume_id is None:
            # It failed without the id too: the next connection sends it again.
            self._refused = None
        else:
            self._fruitless += 1
            self._refused = plan.resume_id if refused else None

    def spare_failed(self) -> None:
        """Record that the connection without the id failed as well: the id is not the cause."""
        self._fruitless = 0
