"""What the async and the sync version of an archive have in common."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from cortex_async._core.runtime.not_copyable import NotCopyable
from cortex_async.archives.options import LayoutName, wishes
from cortex_async.archives.reading import Reader
from cortex_async.archives.storage.choosing import Where, storage_for

if TYPE_CHECKING:
    from cortex_async.archives.erasure.receipt import ErasureReceipt
    from cortex_async.archives.erasure.values import Hold
    from cortex_async.archives.storage.interface import Storage
    from cortex_async.models import Session
    from cortex_async.transcripts import Format, Transcript
    from cortex_async.transcripts.redacting import Redact


class ArchiveFiles(NotCopyable):
    """The part of ``Archive`` that the async and the sync version share: what is in it."""

    def __init__(
        self,
        where: Where,
        *,
        formats: Iterable[Format] | None = None,
        layout: LayoutName | None = None,
        annotations: bool | None = None,
        audio: bool | None = None,
        redact: Redact | None = None,
    ) -> None:
        self._wishes, self._redact = wishes(
            formats=formats, layout=layout, annotations=annotations, audio=audio, redact=redact
        )
        self._storage = storage_for(where)

    @property
    def where(self) -> str:
        """The directory or URL, without credentials."""
        return self._storage.where

    def __repr__(self) -> str:
        return f"<Archive {self.where}>"

    def sessions(self) -> list[Session]:
        """The sessions of the archive, in order of their creation, as the API returned them last.

        Blocks while it reads. Raises: ArchiveError and its kinds.
        """
        return list(self._reader().sessions())

    def transcript(self, session_id: str) -> Transcript:
        """The transcript of a session, read back from the archive.

            archive.transcript(session_id).save("match.srt")

        Blocks while it reads. Raises: KeyError for a session that is not in the archive; ArchiveError and its
        kinds.
        """
        return self._reader().transcript(session_id)

    def transcripts(self) -> Iterator[Transcript]:
        """All transcripts, one after another, in order of the creation of their sessions.

            longest = max(archive.transcripts(), key=lambda transcript: len(transcript.lines))

        Blocks while it reads, and holds one transcript at a time. Raises: ArchiveError and its kinds.
        """
        return self._reader().transcripts()

    def holds(self) -> list[Hold]:
        """The legal holds that are in force, in order of their beginning.

        Blocks while it reads. Raises: ArchiveError and its kinds.
        """
        from cortex_async.archives.erasure.holds import Holding

        return Holding(self._storage).listed()

    def receipts(self) -> list[ErasureReceipt]:
        """The receipts of all erasures that are complete, in order of time.

        Blocks while it reads. Raises: ArchiveError and its kinds; ArchiveDamaged for one that was changed.
        """
        from cortex_async.archives.erasure.log import receipts_of

        return receipts_of(self._storage)

    def _opened(self) -> tuple[Storage, Reader]:
        """For reports about a person."""
        return self._storage, self._reader()

    def _reader(self) -> Reader:
        return Reader(self._storage, self._wishes)
