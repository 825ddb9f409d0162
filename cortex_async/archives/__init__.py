"""Archives of a project's transcripts, in a directory or an object store.

    archive = Archive("voice-archive", formats=("vtt", "html"))
    report = await archive.update(project)

The first update reads everything, later ones only what is new.
"""

from __future__ import annotations

from cortex_async._core.errors import export_errors
from cortex_async.archives.archive import Archive
from cortex_async.archives.erasure.receipt import ErasureReceipt
from cortex_async.archives.erasure.values import ErasedBundle, ErasedFile, ErasedSession, Hold
from cortex_async.archives.errors import (
    ArchiveDamaged,
    ArchiveError,
    ArchiveHeld,
    ArchiveInUse,
    ArchiveMismatch,
)
from cortex_async.archives.progress import ArchiveProgress, ArchiveReport

__all__ = [
    "Archive",
    "ArchiveDamaged",
    "ArchiveError",
    "ArchiveHeld",
    "ArchiveInUse",
    "ArchiveMismatch",
    "ArchiveProgress",
    "ArchiveReport",
    "ErasedBundle",
    "ErasedFile",
    "ErasedSession",
    "ErasureReceipt",
    "Hold",
]

export_errors(__name__, globals())
