"""What passes between a call and the transport: one request, one attempt's progress. No I/O."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import define, evolve, field, frozen


@frozen
class Outgoing:
    """A request ready for the wire. It stays the same over all attempts of a call, except for its credential.

    url: absolute and encoded. target: path and query as sent. body: None for none.
    """

    method: str
    url: str = field(repr=False)
    target: str = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    body: bytes | None = field(default=None, repr=False)

    def authorized(self, headers: Mapping[str, str]) -> Outgoing:
        """With a credential's headers, which win over others of the same name."""
        if not headers:
            return self
        names = {name.lower() for name in headers}
        kept = {name: value for name, value in self.headers.items() if name.lower() not in names}
        return evolve(self, headers={**kept, **headers})


@define
class Progress:
    """How far one attempt came. ``followed`` is False where the HTTP library was replaced by something that does not tell."""

    started: bool = False
    followed: bool = False
    sent: bool = False

    @property
    def may_have_arrived(self) -> bool:
        return self.started and (self.sent or not self.followed)
