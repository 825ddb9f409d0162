"""The values that a call passes to the transport: the request and the progress of an attempt. No I/O.

Not frozen: a frozen class's constructor takes three times as long, and these run for every call and attempt.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

from attrs import define

from cortex_async._core.timing.clock import monotonic
from cortex_async._core.timing.deadline import Deadline

ACCEPTED = "application/json"
"""The media type of nearly every response."""

ACCEPTED_ENCODINGS = "gzip, deflate"
"""The encodings that can always be decoded. aiohttp's own default also offers those of optional packages."""


@define(eq=False, repr=False)
class Outgoing:
    """A request as it is sent, but without its credential; the same for all attempts of a call.

    url: absolute and encoded.
    body: None for none.
    """

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes | None = None

    @property
    def target(self) -> str:
        """The request target: path and query as sent."""
        path = self.url.find("/", self.url.index("://") + 3)
        return self.url[path:] if path >= 0 else "/"


@define(eq=False, repr=False)
class Progress:
    """How far an attempt has come.

    deadline: the limits of its call, None for no limits.
    started: whether the request was passed to the HTTP library.
    tracked: whether ``sent`` is kept up to date; False if tests have replaced the HTTP library.
    sent: whether the first bytes may have left.
    silent_since: time since when the server has sent nothing, None while it is not the server's turn.
    now: the clock of ``silent_since`` and of the limits, which is that of a loop that simulates time.
    """

    deadline: Deadline | None = None
    now: Callable[[], float] = monotonic
    started: bool = False
    tracked: bool = False
    sent: bool = False
    silent_since: float | None = None

    def limit_passed(self) -> Literal["connect", "read"] | None:
        """Return the limit that caused a ``CancelledError`` just caught, None if something else did."""
        if self.deadline is None:
            return None
        return (
            "connect" if self.deadline.passed("connect") else "read" if self.deadline.passed("read") else None
        )

    def connected(self) -> None:
        """Do nothing. Called when the request goes over a connection for the first time, for observers."""

    @property
    def may_have_arrived(self) -> bool:
        return self.started and (self.sent or not self.tracked)
