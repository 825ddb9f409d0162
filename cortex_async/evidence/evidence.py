"""Evidence as a value: what a bundle holds."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Self

from attrs import evolve, field, frozen

from cortex_async._core.arguments import wrong_type
from cortex_async._core.timing.clock import unix
from cortex_async.evidence.values import Audio, Decision, Person, Revision, Software, Subject, Unavailable
from cortex_async.transcripts.timing import utc

if TYPE_CHECKING:
    from cortex_async.models import MessageAnnotation, Sanction, Session, SessionAnnotation
    from cortex_async.transcripts import Line


def _count(lines: tuple[Line, ...]) -> str:
    return f"<{len(lines)} lines>"


@frozen(kw_only=True)
class Evidence:
    """What is known about one message or sanction. ``collect_evidence`` writes it to a file.

        evidence = read_evidence("evidence.zip")
        save_evidence(evidence.revised("appeal lodged", decision=decision), "evidence.zip")

    project_id: the project.
    subject: the message or sanction.
    collected_at: when it was collected, in UTC, by the clock of this machine.
    software: what collected it.
    session: the session of the message.
    lines: the transcript around the message, with annotations.
    annotations: annotations of the message, which are known even if its line is not.
    session_annotations: what plugins attached to the session.
    person: who spoke the message or got the sanction.
    sanctions: all sanctions of that person.
    audio: the debug audio of the message.
    unavailable: what could not be had, with the reasons.
    decision: what was decided, if that was given.
    revisions: earlier versions, oldest first.
    """

    project_id: str
    subject: Subject
    collected_at: datetime
    software: Software
    session: Session | None = None
    lines: tuple[Line, ...] = field(default=(), repr=_count)
    annotations: tuple[MessageAnnotation, ...] = field(default=(), repr=False)
    session_annotations: tuple[SessionAnnotation, ...] = field(default=(), repr=False)
    person: Person | None = None
    sanctions: tuple[Sanction, ...] = field(default=(), repr=False)
    audio: Audio | None = None
    unavailable: tuple[Unavailable, ...] = ()
    decision: Decision | None = None
    revisions: tuple[Revision, ...] = ()
    manifest_sha256: str | None = field(default=None, eq=False)
    """SHA-256 of the manifest that this was read from, None if it was not read from a file."""

    @property
    def line(self) -> Line | None:
        """The line that the evidence is about."""
        return next((line for line in self.lines if line.id == self.subject.message_id), None)

    def revised(self, reason: str, *, decision: Decision | None = None, at: datetime | None = None) -> Self:
        """A copy that names the version it was read from as an earlier one.

        Args:
            reason: why there is another version, for people who read the manifest.
            decision: replaces the decision; None keeps it.
            at: when, an aware datetime; now by default.

        Raises: ArgumentError for an empty reason or a datetime without a time zone.
        """
        made = revision(self.manifest_sha256, reason, at)
        revisions = self.revisions if made is None else (*self.revisions, made)
        return evolve(self, decision=decision or self.decision, revisions=revisions)


def revision(manifest_sha256: str | None, reason: str, at: datetime | None) -> Revision | None:
    """The entry for an earlier version; None if there is none. Raises ``ArgumentError``."""
    if not isinstance(reason, str) or not reason.strip():  # pyright: ignore[reportUnnecessaryIsInstance]  # from outside
        raise wrong_type("reason", "a non-empty string", reason)
    when = now() if at is None else utc(at, "at")
    if manifest_sha256 is None:
        return None
    return Revision(at=when, reason=reason, manifest_sha256=manifest_sha256)


def now() -> datetime:
    """The time by this machine's clock, in UTC and whole milliseconds, as manifests write it."""
    return datetime.fromtimestamp(int(unix() * 1000) / 1000, UTC)
