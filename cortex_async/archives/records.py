"""The values that an archive is made of."""

from __future__ import annotations

from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cortex_async.models import Session
    from cortex_async.transcripts import Transcript


@frozen(kw_only=True)
class FileEntry:
    """A file of an archive.

    path: path within the archive, with ``/``.
    size: bytes.
    sha256: SHA-256 of its content, in hexadecimal digits.
    """

    path: str
    size: int
    sha256: str


@frozen(kw_only=True)
class SessionRecord:
    """What an archive writes of one session: redacted, without erased people, merged with earlier reads.

    session: the session as the API returned it last.
    transcript: its lines in order of time; with annotations if the archive keeps them.
    audio: debug audio in the archive by message id.
    """

    session: Session
    transcript: Transcript
    audio: Mapping[str, FileEntry] = field(factory=dict[str, FileEntry])

    @cached_property
    def jsonl(self) -> bytes:
        """The lines as JSON Lines."""
        return self.transcript.to_jsonl().encode()

    @property
    def order(self) -> tuple[datetime, str]:
        """The key by which the records of a day are sorted."""
        return self.session.created_at, self.session.id

    @property
    def day(self) -> date:
        """The day in UTC that the session was created on; its records stay in this day."""
        return self.session.created_at.date()


@frozen(kw_only=True)
class SessionState:
    """What the state of an archive holds about a session.

    session: the session in the API's JSON form, as it was written.
    final: whether it had ended when it was read last, so that it need not be read again.
    messages: how many lines were written.
    digest: SHA-256 of what was written of it, to find out whether anything is new.
    files: files of this session alone.
    """

    session: Mapping[str, Any]
    final: bool
    messages: int
    digest: str
    files: tuple[FileEntry, ...] = ()


@frozen(kw_only=True)
class DayState:
    """What the state of an archive holds about a day: the truth about the files of this day.

    day: the day in UTC.
    sessions: the sessions created on this day, by id, in the order of their records.
    files: files of the day that hold several sessions.
    """

    day: date
    sessions: Mapping[str, SessionState] = field(factory=dict[str, SessionState])
    files: tuple[FileEntry, ...] = ()


@frozen(kw_only=True)
class WrittenDay:
    """What a layout wrote for a day.

    shared: files that hold several sessions; replaces ``DayState.files``.
    by_session: files of each session that was added.
    """

    shared: tuple[FileEntry, ...] = ()
    by_session: Mapping[str, tuple[FileEntry, ...]] = field(factory=dict[str, tuple[FileEntry, ...]])
