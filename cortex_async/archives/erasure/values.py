"""What an erasure reports, and what keeps a person from being erased."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, TypeAlias

from attrs import frozen

ERASED = "[erased]"
"""What stands in place of a name, an id or a text that was erased."""

Undecided: TypeAlias = Literal["keep", "erase"]
"""What happens to lines of which only the name of the speaker is known."""


@frozen(kw_only=True)
class Hold:
    """A legal hold: the data of a person must be kept, so that ``erase`` refuses.

    external_user_id: the person.
    reason: why, as given.
    since: when the hold was placed, in UTC.
    until: when it ends by itself, in UTC; None until it is released.
    """

    external_user_id: str
    reason: str
    since: datetime
    until: datetime | None = None


@frozen(kw_only=True)
class ErasedSession:
    """What was erased of one session.

    session_id: the session. day: the day in UTC that it was created on.
    lines: lines that the person spoke.
    system_lines: messages of the system that say that the person has joined or left.
    annotations: annotations of these lines.
    recordings: debug audio of these lines.
    ids: places in what is kept that named the person by id: annotations of other lines, the creator of the
        session, and candidates for the speaker of a line.
    undecided: lines that have a name of the person and no id. They were kept, or erased, as asked for.
    """

    session_id: str
    day: str
    lines: int = 0
    system_lines: int = 0
    annotations: int = 0
    recordings: int = 0
    ids: int = 0
    undecided: int = 0


@frozen(kw_only=True)
class ErasedFile:
    """A file of the archive that was changed or removed.

    path: path within the archive.
    before: SHA-256 of its content before the erasure, in hexadecimal.
    after: the same afterwards; None for a file that was removed.
    """

    path: str
    before: str
    after: str | None


@frozen(kw_only=True)
class ErasedBundle:
    """A bundle of evidence that names the person.

    path: the file.
    done: ``"removed"`` if it was about the person; ``"revised"`` if the person was taken out; ``"kept"`` if
        it could not be changed; ``"undecided"`` if it is about a line that has a name of the person, and no
        id.
    before, after: SHA-256 of the file; ``after`` is None for one that was removed.
    reason: why it was kept, or what else is to be known.
    """

    path: str
    done: Literal["removed", "revised", "kept", "undecided"]
    before: str
    after: str | None
    reason: str | None = None
