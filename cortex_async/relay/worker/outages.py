"""What a worker waits for its broker with, over all its memberships."""

from __future__ import annotations

import logging

from cortex_async._core.timing.clock import Clock
from cortex_async._core.timing.troubles import Trouble
from cortex_async.relay.outage import Outage

_logger = logging.getLogger(__name__)


class Outages:
    """An ``Outage`` for each kind of call. They outlast a membership, so that the log has few lines.

    giving_way: that the worker leaves its partitions to others.
    """

    def __init__(self, clock: Clock) -> None:
        self.joining: Outage = Outage("the worker", clock)
        self.renewing: Outage = Outage("the worker", clock)
        self.reading: Outage = Outage("reading", clock)
        self.acknowledging: Outage = Outage("acknowledging", clock)
        self.burying: Outage = Outage("giving an event up", clock)
        self.giving_way: Trouble = Trouble(_logger, clock.monotonic)
