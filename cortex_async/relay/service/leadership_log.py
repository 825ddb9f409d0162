"""The log of when the relay of a service leads."""

from __future__ import annotations

import logging

from cortex_async._core.telemetry.observer import Observer
from cortex_async._core.telemetry.relays import RelayChanged
from cortex_async.relay.settings import process_name

_logger = logging.getLogger(__name__)


class LeadershipLog(Observer):
    """Logs once when the only relay of a client begins to lead, and once when it stops."""

    def __init__(self) -> None:
        self._name = process_name()
        self._fence: int | None = None

    def relay_changed(self, changed: RelayChanged, /) -> None:
        before, self._fence = self._fence, changed.fence
        if before == changed.fence:
            return
        scope = "all projects" if changed.project_id is None else f"project {changed.project_id}"
        if before is not None:
            _logger.info("%s no longer leads the relays of %s (fence %d)", self._name, scope, before)
        if changed.fence is not None:
            _logger.info("%s leads the relays of %s (fence %d)", self._name, scope, changed.fence)
