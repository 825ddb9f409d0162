"""Sanctions that a model has proposed, until a person decides."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Final

from attrs import field, frozen

from cortex_cli.failures import Failure

LIFETIME: Final = 15 * 60.0
"""Seconds after which a proposal is forgotten."""

PAUSE: Final = 10 * 60.0
"""Seconds in which what a person has declined cannot be proposed again."""

MOST: Final = 20
"""Open proposals."""


@frozen(kw_only=True)
class Sanction:
    """A sanction as it was proposed.

    length: None for a permanent one.
    """

    type: str
    external_user_id: str
    reason: str
    length: timedelta | None
    session_id: str | None = None
    message_id: str | None = None

    @property
    def kind(self) -> tuple[str, str]:
        """Type and user: what a person declines."""
        return self.type, self.external_user_id

    @property
    def metadata(self) -> dict[str, str]:
        """What is stored with it. Evidence looks for ``messageId``."""
        found = {"proposedBy": "cortex mcp"}
        return found if self.message_id is None else found | {"messageId": self.message_id}


@frozen(kw_only=True)
class Proposal:
    """A proposed sanction.

    name: the display name of the user, None if no participant of the project has the id.
    key: the secret of the question to the person. No model sees it.
    """

    id: str
    sanction: Sanction
    name: str | None
    until: float
    key: str = field(factory=lambda: secrets.token_urlsafe(24), repr=False)


class Proposals:
    """Open proposals, and what was declined, of one process.

    now: the time in seconds, of a clock that only goes forward.
    """

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._open: dict[str, Proposal] = {}
        self._declined: dict[tuple[str, str], float] = {}

    def add(self, sanction: Sanction, name: str | None) -> Proposal:
        """Keep a proposal.

        Raises ``Failure`` if there are too many, and for what a person has just declined.
        """
        self._forget_old()
        if sanction.kind in self._declined:
            raise Failure(
                f"{sanction.type} of this user was declined by a person: do not propose it again, "
                f"it is refused for {PAUSE / 60:g} minutes"
            )
        if len(self._open) >= MOST:
            raise Failure(
                f"{MOST} proposals are open, which is the most: have a person confirm or decline some"
            )
        until = self._now() + LIFETIME
        proposal = Proposal(id=secrets.token_hex(8), sanction=sanction, name=name, until=until)
        self._open[proposal.id] = proposal
        return proposal

    def get(self, proposal_id: str) -> Proposal:
        """Return an open proposal. Raises ``Failure`` if it is none."""
        self._forget_old()
        found = self._open.get(proposal_id)
        if found is None:
            raise Failure("proposal_id is of no open proposal: it was confirmed or declined, or has expired")
        return found

    def close(self, proposal: Proposal, *, declined: bool) -> None:
        """Forget a proposal that a person has decided on; if it was declined, all for the same type and user.

        Raises ``Failure`` if it is closed already: nothing is carried out twice.
        """
        self.get(proposal.id)
        del self._open[proposal.id]
        if declined:
            sanction = proposal.sanction
            self._declined[sanction.kind] = self._now() + PAUSE
            self._open = {name: one for name, one in self._open.items() if one.sanction.kind != sanction.kind}

    def _forget_old(self) -> None:
        now = self._now()
        self._open = {name: one for name, one in self._open.items() if one.until > now}
        self._declined = {what: until for what, until in self._declined.items() if until > now}
