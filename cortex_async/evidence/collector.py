"""Follows annotations, and collects evidence when something is flagged."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime, timedelta
from types import TracebackType
from typing import TYPE_CHECKING, Self

from cortex_async._core.arguments import check_seconds
from cortex_async._core.runtime.loops import running_loop
from cortex_async._core.runtime.not_copyable import NotCopyable
from cortex_async._core.timing.waiting import time_limit, wait_error
from cortex_async.evidence.collecting import LINES
from cortex_async.evidence.collector_settings import FOLLOW_UP, KEEP, CollectFailure, checked_settings
from cortex_async.evidence.duties import Duties
from cortex_async.evidence.values import Collected
from cortex_async.evidence.window import Extent

if TYPE_CHECKING:
    from cortex_async.evidence.flags import Predicate
    from cortex_async.evidence.signing import PrivateKey
    from cortex_async.project import ProjectScope

DRAIN_TIMEOUT = 10.0


class EvidenceCollector(NotCopyable):
    """Collects the evidence about every message that is flagged, while the API still has all of it::

        async with EvidenceCollector(project, "cases", when=flagged(0.9), keep=timedelta(90)) as collector:
            await serve()

        await EvidenceCollector(project, "cases").run()     # until cancelled

    For each message there is one bundle, as ``collect_evidence`` writes it. It is collected once more after
    ``follow_up``, for what is said next, and whenever the message is annotated again; nothing that an earlier
    version has is lost, and the manifest names that version. When the collector starts again, or the event
    stream was interrupted, it reads what it missed from the API.

    The directory belongs to one collector of one project at a time. An index in it,
    ``evidence-index.sqlite``, lists the bundles, and only they are deleted, unless somebody has changed them.

    Args:
        project: the project, ``client.project(project_id)``.
        where: the directory; a new one is made if its parent exists.
        when: function that is true for an annotation whose message is to be kept, in ``cortex_async`` also a
            coroutine function; it gets a ``MessageAnnotationCreatedEvent``. ``flagged()`` by default. If it
            raises, the evidence is collected, since a day later it would be too late.
        keep: how long a bundle is kept, from when it was first collected; 183 days by default, None for ever.
        before, after: how much of the transcript, as in ``collect_evidence``.
        follow_up: time after which a bundle is collected once more; 5 minutes by default, None for never.
        concurrency: how many bundles are collected at once.
        sign_with: Ed25519 private key, as in ``collect_evidence``.
        since: on the first start, also collect what was flagged since then. An aware datetime.
        on_collected: called with each ``Collected`` bundle.
        on_error: called with each ``CollectFailure``; without it they are logged. Evidence that could not be
            collected is tried again for 24 hours.

    Entering raises EvidenceError for a directory that another collector uses, or that belongs to another
    project, or whose index is damaged; OSError for one that cannot be written; and what opening the event
    stream raises, such as Unauthorized.

    Raises ``ArgumentError`` for a setting that cannot be used.
    """

    def __init__(
        self,
        project: ProjectScope,
        where: str | os.PathLike[str],
        *,
        when: Predicate | None = None,
        keep: timedelta | None = KEEP,
        before: Extent = LINES,
        after: Extent = LINES,
        follow_up: timedelta | None = FOLLOW_UP,
        concurrency: int = 2,
        sign_with: PrivateKey | None = None,
        since: datetime | None = None,
        on_collected: Callable[[Collected], object] | None = None,
        on_error: Callable[[CollectFailure], object] | None = None,
    ) -> None:
        self._settings = checked_settings(
            where,
            when=when,
            keep=keep,
            before=before,
            after=after,
            follow_up=follow_up,
            concurrency=concurrency,
            sign_with=sign_with,
            since=since,
            on_collected=on_collected,
            on_error=on_error,
        )
        self._duties = Duties(project, self._settings)
        self._started = False

    async def __aenter__(self) -> Self:
        running_loop()
        if self._started:
            raise RuntimeError("a collector can be started once: create another")
        self._started = True
        await self._duties.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.close()

    async def run(self) -> None:
        """Collect until the event stream ends or this is cancelled.

        Raises what entering raises, and what ended the stream, such as ``Unauthorized`` or ``ClientClosed``.
        """
        async with self:
            await self.wait()

    async def wait(self) -> None:
        """Wait until the collector ends, and raise what ended it, such as ``ClientClosed``.

        Raises ``RuntimeError`` if it has not been started.
        """
        await self._duties.wait()

    async def idle(self, timeout: float | None = None) -> None:
        """Wait until everything that has arrived is collected, or waits for another attempt.

        timeout: seconds; None waits without limit.

        Raises ``WaitTimedOut``, what ended the collector, and ``RuntimeError`` if it has not been started.
        """
        check_seconds("timeout", timeout, zero=True)
        async with time_limit(
            timeout, lambda: wait_error("the collector was not idle", timeout, "work in progress")
        ):
            await self._duties.idle()

    async def close(self) -> None:
        """Stop. Bundles in progress are finished first, for at most 10 seconds. Closing twice is allowed."""
        await self._duties.stop(DRAIN_TIMEOUT)
