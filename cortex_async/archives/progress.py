"""What an update of an archive reports: while it runs, and at its end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import date
from traceback import clear_frames
from typing import TypeAlias

from attrs import field, frozen


@frozen(kw_only=True)
class ArchiveProgress:
    """How far an update is.

    done: sessions that have been read, or have failed.
    total: sessions that this update reads, known from the beginning.
    messages: messages of the sessions that have been read.
    failed: sessions of ``done`` that could not be read.
    day: day in UTC of the session that was read last; days come in order.
    elapsed: seconds since the update began.
    remaining: estimated seconds until its end, from the average so far.
    """

    done: int
    total: int
    messages: int
    failed: int
    day: date
    elapsed: float
    remaining: float


ProgressCallback: TypeAlias = Callable[[ArchiveProgress], Awaitable[object] | object]
"""Called after each session: a function, or a coroutine function, which is awaited."""


@frozen(kw_only=True)
class ArchiveReport:
    """What an update did. ``str(report)`` is one line.

    listed: sessions that the API listed and that were selected.
    read: sessions that were read.
    new: sessions that were read and not in the archive before.
    changed: sessions that were read and differ from the archive, e.g. have more messages.
    unchanged: sessions with nothing new, including those that had ended when they were last read, which are
        not read again.
    failed: the error of each session that could not be read, by session id. The archive keeps what it has of
        them, and the next update tries again.
    gone: ids of sessions that are in the archive and that the API no longer lists.
    messages: number of messages that are new to the archive.
    missing_audio: recordings that were already gone: the API keeps them for 24 hours.
    elapsed: seconds that the update took.
    """

    listed: int
    read: int
    new: int
    changed: int
    unchanged: int
    failed: Mapping[str, Exception] = field(factory=dict[str, Exception])
    gone: tuple[str, ...] = ()
    messages: int = 0
    missing_audio: int = 0
    elapsed: float = 0.0

    def __str__(self) -> str:
        parts = [
            f"read {self.read} of {_sessions(self.listed)}",
            f"{self.new} new",
            f"{self.changed} changed",
            f"{self.unchanged} unchanged",
            f"{len(self.failed)} failed",
            f"{len(self.gone)} gone",
            f"{self.messages} new {'message' if self.messages == 1 else 'messages'}",
        ]
        if self.missing_audio:
            parts.append(f"{self.missing_audio} recordings missing")
        return ", ".join(parts) + f" in {self.elapsed:.1f} s"


def _sessions(number: int) -> str:
    return f"{number} session" if number == 1 else f"{number} sessions"


class Tally:
    """Counts what an update does. clock: returns seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._began = clock()
        self._first = self._began
        self._effects: Counter[str] = Counter()
        self._messages = 0
        self.new_messages: int = 0
        self.failed: dict[str, Exception] = {}

    def start_reading(self) -> None:
        """Take note that the first session is read now: the estimate counts from here."""
        self._first = self._clock()

    def written(self, effect: str, messages: int, new_messages: int) -> None:
        """Count a session that was read. effect: what became of it."""
        self._effects[effect] += 1
        self._messages += messages
        self.new_messages += new_messages

    def not_read(self, session_id: str, error: Exception) -> None:
        """Count a session that could not be read. The error lets go of what its frames hold."""
        self.failed[session_id] = error
        found: BaseException | None = error
        while found is not None:
            clear_frames(found.__traceback__)
            found = found.__cause__ or found.__context__

    def progress(self, day: date, total: int) -> ArchiveProgress:
        """How far the update is after a session of ``day``."""
        done = self._effects.total() + len(self.failed)
        now = self._clock()
        return ArchiveProgress(
            done=done,
            total=total,
            messages=self._messages,
            failed=len(self.failed),
            day=day,
            elapsed=now - self._began,
            remaining=(now - self._first) / max(done, 1) * (total - done),
        )

    def report(self, *, listed: int, gone: Iterable[str], missing_audio: int) -> ArchiveReport:
        """What was done in the end."""
        effects = self._effects
        return ArchiveReport(
            listed=listed,
            read=effects.total(),
            new=effects["new"],
            changed=effects["changed"],
            unchanged=listed - effects["new"] - effects["changed"] - len(self.failed),
            failed=self.failed,
            gone=tuple(gone),
            messages=self.new_messages,
            missing_audio=missing_audio,
            elapsed=self._clock() - self._began,
        )
