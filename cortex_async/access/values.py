"""What a report about one person consists of, as values."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

if TYPE_CHECKING:
    from cortex_async.archives import Hold
    from cortex_async.models import Participant, Sanction
    from cortex_async.transcripts import Line


@frozen(kw_only=True)
class Membership:
    """A gathering that the person is, or was, a member of.

    gathering_id, gathering: its id and name. role, status: of the person in it.
    properties: what the game has stored about the person in it.
    """

    gathering_id: str
    gathering: str
    participant_id: str
    role: str
    status: str
    invited_at: datetime | None = None
    joined_at: datetime | None = None
    ready_at: datetime | None = None
    properties: dict[str, Any] | None = None


@frozen(kw_only=True)
class Invited:
    """An invitation of the person to a gathering; without its link, which opens the gathering to anybody."""

    invitation_id: str
    gathering_id: str
    gathering: str
    status: str
    invited_at: datetime
    responded_at: datetime | None = None
    expires_at: datetime | None = None
    email: str | None = None


@frozen(kw_only=True)
class Said:
    """What the person said in a session.

    session_id, title, created_at: the session.
    lines: the lines that the person spoke, and messages of the system about joining and leaving.
    undecided: how many more lines have a name of the person and no id, so that others may have spoken them.
        They are not in the report.
    """

    session_id: str
    title: str
    created_at: datetime | None
    lines: tuple[Line, ...] = field(default=(), repr=False)
    undecided: int = 0


@frozen(kw_only=True)
class HeldFile:
    """A file of the archive with lines of the person. sha256: of its content, as the archive has it."""

    path: str
    size: int
    sha256: str


@frozen(kw_only=True)
class HeldBundle:
    """A bundle of evidence.

    path, sha256: of the file.
    role: ``"subject"`` if it is about the person; ``"mentioned"`` if the person is in it; ``"undecided"`` if
        it is about a line that has a name of the person and no id.
    """

    path: str
    sha256: str
    role: str


@frozen(kw_only=True)
class Unread:
    """Something that could not be read. part: what. reason: why, in one sentence."""

    part: str
    reason: str


@frozen(kw_only=True)
class Content:
    """What a report holds: all that its formats read."""

    external_user_id: str
    project_id: str
    made_at: datetime
    participants: tuple[Participant, ...] = ()
    sanctions: tuple[Sanction, ...] = field(default=(), repr=False)
    memberships: tuple[Membership, ...] = field(default=(), repr=False)
    invitations: tuple[Invited, ...] = field(default=(), repr=False)
    said: tuple[Said, ...] = field(default=(), repr=False)
    archived: tuple[Said, ...] = field(default=(), repr=False)
    files: tuple[HeldFile, ...] = field(default=(), repr=False)
    bundles: tuple[HeldBundle, ...] = field(default=(), repr=False)
    hold: Hold | None = None
    erased: bool = False
    unread: tuple[Unread, ...] = ()
    not_covered: tuple[str, ...] = field(default=(), repr=False)

    @property
    def complete(self) -> bool:
        """Whether everything could be read."""
        return not self.unread
