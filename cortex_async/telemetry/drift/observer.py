"""The observer that holds what a server sends against the spec."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from typing import Final

from cortex_async._core.arguments import wrong_type, wrong_value
from cortex_async._core.telemetry.bodies import SeenBody
from cortex_async._core.telemetry.observer import Observer
from cortex_async.telemetry.drift.checker import Checker
from cortex_async.telemetry.drift.deviations import Deviation, DriftCounts
from cortex_async.telemetry.drift.ledger import Ledger
from cortex_async.telemetry.drift.samples import Samples

_logger = logging.getLogger(__name__)

VERSION: Final = 1
"""Of the format of summaries."""


class DriftObserver(Observer):
    """Holds a share of the responses and events against the spec, and reports what deviates from it.

        drift = DriftObserver(share=0.05)
        async with CortexClient(observers=[drift]) as client: ...
        Path("drift.json").write_text(drift.summary())

    The models accept what a server sends beyond the spec; this observer notices it: undocumented fields,
    missing required ones, values of another type, new enum values and event types, undeclared statuses. Each
    deviation is logged once, as a warning, and kept in ``deviations``.

    Works with every client, also several at a time. Responses are only put away where the client works; a
    thread checks them. At most 256 of them and 8 MiB wait, the rest is skipped and counted. Usual error
    statuses, such as 404 or 500, count as declared. Of a response that is read in pieces, such as a
    download, only the status is looked at.

    Reports hold paths and types, and names of fields that look like names; never a value.

    share: of the responses and events that are checked, from 0 to 1. Default 0.01.
    show_names: whether reports also hold new enum values and event types, if they look like names. Default
        False, since a server might send anything there.
    on_deviation: called with each new ``Deviation``, in the thread that checks.

    Raises ``ArgumentError`` for an argument that cannot be used.
    """

    def __init__(
        self,
        *,
        share: float = 0.01,
        show_names: bool = False,
        on_deviation: Callable[[Deviation], object] | None = None,
    ) -> None:
        if isinstance(share, bool) or not isinstance(share, (int, float)):  # pyright: ignore[reportUnnecessaryIsInstance]  # from outside
            raise wrong_type("share", "a number from 0 to 1", share)
        if not 0 <= share <= 1:
            raise wrong_value("share", "a number from 0 to 1", share)
        if on_deviation is not None and not callable(on_deviation):
            raise wrong_type("on_deviation", "a function", on_deviation)
        self._share = share
        self._on_deviation = on_deviation
        self._checker = Checker(show_names)
        self._ledger = Ledger(self._report)
        self._checked = self._deviating = 0
        self._sees_bodies: Samples = Samples(share, self._check)

    @property
    def deviations(self) -> tuple[Deviation, ...]:
        """The deviations found so far, in the order in which they were found."""
        return self._ledger.deviations

    @property
    def counts(self) -> DriftCounts:
        """What became of the samples so far, e.g. for metrics. Cheap, in any thread."""
        return DriftCounts(
            checked=self._checked,
            deviating=self._deviating,
            skipped=self._sees_bodies.skipped,
            too_large=self._sees_bodies.too_large,
            incomplete=self._checker.incomplete,
            unreported=self._ledger.unreported,
        )

    def flush(self) -> None:
        """Check the samples that wait, in this thread. Takes at most some seconds, usually none."""
        self._sees_bodies.settled(lambda: None)

    def summary(self) -> str:
        """Return all deviations as JSON, for ``python -m generator drift --observed FILE``.

        Checks the samples that wait, as ``flush`` does.
        """
        rows = self._sees_bodies.settled(self._ledger.rows)
        counts = self.counts
        shown = {name: getattr(counts, name) for name in DriftCounts.__annotations__}
        return json.dumps({"version": VERSION, "counts": shown, "deviations": rows}, indent=2) + "\n"

    def __repr__(self) -> str:
        return f"DriftObserver(share={self._share})"

    def _check(self, seen: SeenBody) -> None:
        try:
            found = self._checker.check(seen)
        except Exception as error:  # noqa: BLE001  (a sample that breaks the check must not end the thread)
            # Without the traceback, whose message might quote a value.
            _logger.error("a response of %s could not be checked: %s", seen.operation, type(error).__name__)
            return
        if found is not None:
            self._checked += 1
            self._deviating += bool(found)
            self._ledger.add(found)

    def _report(self, deviation: Deviation) -> None:
        _logger.warning("the API deviates from its spec: %s", deviation)
        if self._on_deviation is not None:
            try:
                self._on_deviation(deviation)
            except Exception:
                _logger.warning("on_deviation raised", exc_info=True)
