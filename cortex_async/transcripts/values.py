"""The values that a transcript consists of, and what formats read of it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Literal

from attrs import field, frozen

from cortex_async.transcripts.timing import Timing

if TYPE_CHECKING:
    from cortex_async.models import MessageAnnotation, Session


@frozen(kw_only=True)
class Speaker:
    """Who spoke a line.

    name: display name, as sent with the message; ``[System]`` for system messages.
    id: participant id, None where it is not known.
    external_user_id: external user id of ODIN, None where it is not known.
    id_source: where the ids come from: ``"event"`` if they arrived with the message, ``"name"`` if exactly
        one participant has this display name now; None without ids.
    candidates: ids of all participants with this display name if there are several, so that the name does
        not say which of them spoke.
    """

    name: str
    id: str | None = None
    external_user_id: str | None = None
    id_source: Literal["event", "name"] | None = None
    candidates: tuple[str, ...] = ()

    @property
    def ambiguous(self) -> bool:
        """Whether several participants have this name and nothing says which of them spoke."""
        return bool(self.candidates)


@frozen(kw_only=True)
class Line:
    """One message of a transcript.

    id: message id.
    session_id: session id.
    speaker: who spoke it.
    start: when it was spoken, in UTC.
    end: when it ends, in UTC. Inferred by the transcript's ``timing``: the API reports no ends.
    text: what was said, as received.
    kind: ``"user"`` for speech, ``"system"`` for joins and leaves, or what else the server sent.
    annotations: what plugins attached to the message; None if the transcript was made without them.
    """

    id: str
    session_id: str
    speaker: Speaker
    start: datetime
    end: datetime
    text: str
    kind: str
    annotations: tuple[MessageAnnotation, ...] | None = None


def _count(lines: tuple[Line, ...]) -> str:
    return f"<{len(lines)} lines>"


@frozen(kw_only=True)
class Content:
    """What a transcript holds: all that a format reads."""

    lines: tuple[Line, ...] = field(repr=_count)
    session_id: str | None = None
    session: Session | None = field(default=None, repr=False)
    timing: Timing = field(factory=Timing)

    @property
    def title(self) -> str:
        """Title of the session; without one, what else names it."""
        if self.session is not None and self.session.title:
            return self.session.title
        return "Transcript" if self.session_id is None else f"Session {self.session_id}"

    @property
    def speakers(self) -> tuple[Speaker, ...]:
        """Everybody who spoke, in the order of their first lines; without the system."""
        return tuple(dict.fromkeys(line.speaker for line in self.lines if line.kind != "system"))

    @property
    def origin(self) -> datetime | None:
        """Zero of the times in files for people: that of ``timing``, or the start of the first line."""
        if self.timing.origin is not None or not self.lines:
            return self.timing.origin
        return self.lines[0].start
