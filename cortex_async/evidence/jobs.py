"""Messages whose evidence is still to be collected: each once at a time, again after an error."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from attrs import define, field

if TYPE_CHECKING:
    from cortex_async.events import MessageAnnotationCreatedEvent

FIRST_WAIT: Final = 5.0
LONGEST_WAIT: Final = 600.0
"""Seconds before another attempt: the first time, doubled after each, and at most."""

LAST: Final = 24 * 3600.0
"""Seconds after which no more attempts are made: the API keeps recordings for as long."""


@define
class Job:
    """Collecting the evidence about one message.

    events: what flagged it; new ones may come while it is collected.
    since: timestamp of the first event, up to which the events have been handled for certain.
    begun, due: seconds on a monotonic clock: when it was added, and from when on it may run.
    """

    message_id: str
    session_id: str | None
    since: float
    begun: float
    due: float
    events: list[MessageAnnotationCreatedEvent] = field(factory=list["MessageAnnotationCreatedEvent"])
    attempts: int = 0
    running: bool = False
    again: bool = False

    def next_wait(self, now: float) -> float | None:
        """Seconds until another attempt, None if it is too late for one."""
        wait = min(FIRST_WAIT * 2.0 ** min(self.attempts - 1, 20), LONGEST_WAIT)
        return wait if now + wait - self.begun < LAST else None


@define
class Jobs:
    """All jobs, at most one for each message. Knows no clock: callers pass the time."""

    _jobs: dict[str, Job] = field(factory=dict[str, Job])

    def __len__(self) -> int:
        return len(self._jobs)

    def __contains__(self, message_id: object) -> bool:
        return message_id in self._jobs

    def add(
        self,
        message_id: str,
        session_id: str | None,
        event: MessageAnnotationCreatedEvent | None,
        *,
        at: float,
        now: float,
    ) -> None:
        """Add a job, or an event to the one that there is, which is then due at once."""
        job = self._jobs.get(message_id)
        if job is None:
            job = self._jobs[message_id] = Job(message_id, session_id, at, now, now)
        job.session_id = job.session_id or session_id
        if event is not None:
            job.events.append(event)
        job.due, job.again = now, job.running

    def ready(self, now: float) -> Job | None:
        """The job that has waited longest and may run, None if there is none."""
        found = [job for job in self._jobs.values() if not job.running and job.due <= now]
        return min(found, key=lambda job: job.due, default=None)

    def next_due(self) -> float | None:
        """When the next job that does not run may run, None if there is none."""
        return min((job.due for job in self._jobs.values() if not job.running), default=None)

    def done(self, job: Job, wait: float | None, now: float) -> None:
        """A job has run: remove it, or let it run again in ``wait`` seconds or for what came meanwhile."""
        job.running = False
        if job.again:
            job.again, job.due, job.attempts = False, now, 0
        elif wait is not None:
            job.due = now + wait
        else:
            self._jobs.pop(job.message_id, None)

    def since(self) -> float | None:
        """The earliest event that is not handled yet."""
        return min((job.since for job in self._jobs.values()), default=None)
