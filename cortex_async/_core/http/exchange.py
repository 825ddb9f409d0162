"""What passes between a call and the transport: one request, one attempt's progress. No I/O.

Made for every call and attempt, so not frozen: that makes a constructor three times as slow.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from attrs import define, field

from cortex_async._core.timing.deadline import Deadline

ACCEPTED = "application/json"
"""The media type of nearly every response."""

ACCEPTED_ENCODINGS = "gzip, deflate"
"""The encodings that can always be decoded. By itself the HTTP library would also offer those of packages installed beside it."""


@define(eq=False)
class Outgoing:
    """A request ready for the wire, but for its credential. It stays the same over all attempts of a call.

    url: absolute and encoded. body: None for none.
    """

    method: str
    url: str = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    body: bytes | None = field(default=None, repr=False)

    @property
    def target(self) -> str:
        """Path and query as sent."""
        path = self.url.find("/", self.url.index("://") + 3)
        return self.url[path:] if path >= 0 else "/"


@define(eq=False)
class Progress:
    """How far one attempt came. ``followed`` is False where the HTTP library was replaced by something that does not tell.

    deadline: limits of the call that the attempt is one of, None where nothing limits it.
    silent_since: time of ``clock.monotonic`` from which on the server keeps us waiting, None while it is not its turn.
    """

    deadline: Deadline | None = None
    started: bool = False
    followed: bool = False
    sent: bool = False
    silent_since: float | None = None

    def limit_passed(self) -> Literal["connect", "read"] | None:
        """The limit that a ``CancelledError`` just caught stands for, None if it stands for anything else."""
        if self.deadline is None:
            return None
        return (
            "connect" if self.deadline.passed("connect") else "read" if self.deadline.passed("read") else None
        )

    @property
    def may_have_arrived(self) -> bool:
        return self.started and (self.sent or not self.followed)
