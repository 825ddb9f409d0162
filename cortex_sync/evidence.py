"""Evidence for blocking code, by the names of ``cortex_async.evidence``.

    collected = collect_evidence(project, "cases", message_id=message_id)
    print(verify(collected.path).ok)

``EvidenceCollector`` does it by itself when something is flagged.
"""

from __future__ import annotations

import asyncio
import inspect
import os
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, cast

from cortex_async._core.arguments import wrong_type
from cortex_async.evidence import (
    Appeal,
    Audio,
    Collected,
    CollectFailure,
    Decision,
    Evidence,
    EvidenceError,
    Person,
    Revision,
    Software,
    Subject,
    Unavailable,
    Verification,
    flagged,
    read_evidence,
    save_evidence,
    verify,
)
from cortex_async.evidence import EvidenceCollector as AsyncCollector
from cortex_async.evidence import collect_evidence as collect
from cortex_async.evidence.collecting import LINES
from cortex_async.evidence.collector_settings import FOLLOW_UP, KEEP
from cortex_async.evidence.window import Extent
from cortex_sync.bridge.hooks import OneAtATime
from cortex_sync.bridge.opened import Opened

if TYPE_CHECKING:
    from cortex_async.events import MessageAnnotationCreatedEvent
    from cortex_async.evidence.known_events import KnownEvent
    from cortex_async.evidence.signing import PrivateKey
    from cortex_async.project import ProjectScope as AsyncProject
    from cortex_sync.project import ProjectScope

__all__ = [
    "Appeal",
    "Audio",
    "CollectFailure",
    "Collected",
    "Decision",
    "Evidence",
    "EvidenceCollector",
    "EvidenceError",
    "Person",
    "Revision",
    "Software",
    "Subject",
    "Unavailable",
    "Verification",
    "collect_evidence",
    "flagged",
    "read_evidence",
    "save_evidence",
    "verify",
]


def collect_evidence(
    project: ProjectScope,
    where: str | os.PathLike[str] = ".",
    *,
    message_id: str | None = None,
    sanction_id: str | None = None,
    session_id: str | None = None,
    before: Extent = LINES,
    after: Extent = LINES,
    decision: Decision | None = None,
    events: Iterable[KnownEvent] = (),
    sign_with: PrivateKey | None = None,
) -> Collected:
    """Collect everything about a message or a sanction, and write it to a zip file.

        collected = collect_evidence(project, "cases", message_id=message_id, before=10, after=5)
        print(collected.path, collected.unavailable)

    The bundle holds the transcript around the line with its speakers and annotations, the sanctions of the
    person, the recording while the API has it (24 h), a page to look at it, and a manifest with the SHA-256
    of each part. What cannot be had, such as the transcript of a deleted session, is named in the bundle with
    the reason. The file is written whole or not at all.

    Args:
        project: the project, ``client.project(project_id)``.
        where: a directory, in which the file is called ``evidence-<id>.zip``, or the path of the file. An
            existing file is replaced.
        message_id: the message.
        sanction_id: the sanction. The message is the one that its metadata names as ``messageId``; without
            one, the transcript around the creation of the sanction is collected.
        session_id: the session of the message. The API does not find a message by its id: without this or an
            event that names the session, active and then the newest sessions are searched, at most 200.
        before, after: how much of the transcript before and after the line: a number of lines, 20 by
            default, or a timedelta.
        decision: what was decided, for the manifest.
        events: events of the session that you have, as streams and webhooks bring them. They name the speaker
            of a message for certain; messages from REST have only names.
        sign_with: Ed25519 private key, of ``cryptography`` or as PEM in bytes; None does not sign.

    Raises: EvidenceError if nothing is known about the message; NotFound for an unknown sanction or project;
    every call can raise RequestFailed and APIError; OSError for a file that cannot be written, before any
    call; ArgumentError; ImportError for a key without the extra ``odin-cortex[evidence]``.
    """
    return project._runner.run(  # pyright: ignore[reportPrivateUsage]  # same package
        collect,
        _async_version(project),
        where,
        message_id=message_id,
        sanction_id=sanction_id,
        session_id=session_id,
        before=before,
        after=after,
        decision=decision,
        events=events,
        sign_with=sign_with,
    )


class EvidenceCollector(Opened[AsyncCollector]):
    """Collects the evidence about every message that is flagged, while the API still has all of it::

        with EvidenceCollector(project, "cases", when=flagged(0.9), keep=timedelta(days=90)) as collector:
            serve()

        EvidenceCollector(project, "cases").run()     # until Ctrl-C

    It works in the background. See ``cortex_async.evidence.EvidenceCollector`` for bundles, the directory and
    what is collected again.

    Args:
        project: the project, ``client.project(project_id)``.
        where: the directory; a new one is made if its parent exists.
        when: plain function that is true for an annotation whose message is to be kept; it gets a
            ``MessageAnnotationCreatedEvent`` and runs in a thread of the SDK. ``flagged()`` by default. If it
            raises, the evidence is collected, since a day later it would be too late.
        keep: how long a bundle is kept, from when it was first collected; 183 days by default, None for ever.
        before, after: how much of the transcript, as in ``collect_evidence``.
        follow_up: time after which a bundle is collected once more; 5 minutes by default, None for never.
        concurrency: how many bundles are collected at once.
        sign_with: Ed25519 private key, as in ``collect_evidence``.
        since: on the first start, also collect what was flagged since then. An aware datetime.
        on_collected: called with each ``Collected`` bundle, in a thread of the SDK, one at a time.
        on_error: called with each ``CollectFailure``, in the same way; without it they are logged. Evidence
            that could not be collected is tried again for 24 hours.

    Entering raises EvidenceError for a directory that another collector uses, or that belongs to another
    project, or whose index is damaged; OSError for one that cannot be written; and what opening the event
    stream raises, such as Unauthorized.

    Raises ``ArgumentError`` for a setting that cannot be used.
    """

    _noun = "collector"

    def __init__(
        self,
        project: ProjectScope,
        where: str | os.PathLike[str],
        *,
        when: Callable[[MessageAnnotationCreatedEvent], object] | None = None,
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
        _require_functions(when=when, on_collected=on_collected, on_error=on_error)
        inner = AsyncCollector(
            _async_version(project),
            where,
            when=None if when is None else _in_thread(when),
            keep=keep,
            before=before,
            after=after,
            follow_up=follow_up,
            concurrency=concurrency,
            sign_with=sign_with,
            since=since,
            on_collected=None if on_collected is None else OneAtATime(on_collected, "on_collected"),
            on_error=None if on_error is None else OneAtATime(on_error, "on_error"),
        )
        super().__init__(project._runner, inner)  # pyright: ignore[reportPrivateUsage]  # same package

    def run(self) -> None:
        """Collect until the event stream ends or Ctrl-C interrupts it.

        Raises what entering raises, and what ended the stream, such as ``Unauthorized`` or ``ClientClosed``.
        """
        with self:
            self.wait()

    def wait(self) -> None:
        """Wait until the collector ends, and raise what ended it, such as ``ClientClosed``.

        Raises ``RuntimeError`` if it has not been started.
        """
        self._checked_runner().run(self._inner.wait)

    def idle(self, timeout: float | None = None) -> None:
        """Wait until everything that has arrived is collected, or waits for another attempt.

        timeout: seconds; None waits without limit.

        Raises ``WaitTimedOut``, what ended the collector, and ``RuntimeError`` if it has not been started.
        """
        self._checked_runner().run(self._inner.idle, timeout)

    def close(self) -> None:
        """Stop. Bundles in progress are finished first, for at most 10 seconds. Closing twice is allowed."""
        super().close()


def _async_version(project: ProjectScope) -> AsyncProject:
    return cast("AsyncProject", project._inner)  # pyright: ignore[reportPrivateUsage]  # same package


def _require_functions(**functions: object) -> None:
    for name, function in functions.items():
        if function is not None and (not callable(function) or inspect.iscoroutinefunction(function)):
            raise wrong_type(name, "a plain function or None", function)


def _in_thread(
    when: Callable[[MessageAnnotationCreatedEvent], object],
) -> Callable[[MessageAnnotationCreatedEvent], object]:
    """Off the loop thread, where a slow function would stop every call of the process."""

    async def call(event: MessageAnnotationCreatedEvent) -> object:
        return await asyncio.to_thread(when, event)

    return call
