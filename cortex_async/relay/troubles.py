"""What keeps a relay from its work, in the log: when it begins, at growing distances, and when it ends."""

from __future__ import annotations

import logging

from cortex_async._core.errors import CortexError
from cortex_async._core.stream.log import LOGGER
from cortex_async._core.timing.clock import Clock
from cortex_async._core.timing.troubles import Trouble
from cortex_async.relay.outage import Outage
from cortex_async.relay.retrying import Retrying
from cortex_async.relay.term import StreamEnded

_logger = logging.getLogger(__name__)


class Troubles:
    """The troubles of one relay over all its leaderships, so that the log has few lines.

    relay: its name in the log.
    leading, renewing, publishing: what waits for the broker.
    retrying: reads what was missed.
    streaming: the connections of the event streams.
    """

    def __init__(self, relay: str, clock: Clock) -> None:
        self._relay = relay
        self._leadership = Trouble(_logger, clock.monotonic)
        self.leading: Outage = Outage(relay, clock)
        self.renewing: Outage = Outage(f"the lease of {relay}", clock)
        self.publishing: Outage = Outage(f"what {relay} publishes", clock)
        self.retrying: Retrying = Retrying(relay, clock)
        self.streaming: Trouble = Trouble(LOGGER, clock.monotonic)

    def ended(self, message: str, error: Exception) -> None:
        """Note the end of a leadership. message: for the relay and the error."""
        self._leadership.failed(message, self._relay, error)

    def failed(self, error: Exception) -> None:
        """Note an error after which the relay begins again."""
        shown = None if isinstance(error, (CortexError, StreamEnded)) else error
        name = type(error).__name__
        self._leadership.failed("%s begins again: %s", self._relay, name, error=shown, kind=name)

    def relaying(self) -> None:
        """Note that the relay does what it is there for."""
        self._leadership.over("%s is relaying", self._relay)

    def left_to_others(self) -> None:
        """Note that another relay leads, so that this one has nothing to wait for."""
        self._leadership.over("%s waits while another one leads", self._relay)
        for outage in (self.renewing, self.publishing):
            outage.left_to_others()
        self.retrying.left_to_others()
        self.streaming.over("%s needs no stream while another one leads", self._relay)
