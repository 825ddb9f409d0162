"""Archives of a project's transcripts, in a directory or an object store, for blocking code.

    archive = Archive("voice-archive", formats=("vtt", "html"))
    report = archive.update(project)

The first update reads everything, later ones only what is new.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from cortex_async._core.arguments import wrong_type
from cortex_async.archives import (
    ArchiveDamaged,
    ArchiveError,
    ArchiveInUse,
    ArchiveMismatch,
    ArchiveProgress,
    ArchiveReport,
    selection,
)
from cortex_async.archives.files import ArchiveFiles
from cortex_async.archives.selection import CONCURRENCY
from cortex_sync.project import ProjectScope

__all__ = [
    "Archive",
    "ArchiveDamaged",
    "ArchiveError",
    "ArchiveInUse",
    "ArchiveMismatch",
    "ArchiveProgress",
    "ArchiveReport",
]


class Archive(ArchiveFiles):
    """The transcripts of a project in files: a directory or an object store, filled by ``update``.

        archive = Archive("voice-archive", formats=("vtt", "html"))
        report = archive.update(project)
        print(report)

    Nothing is read or written before a method is called. For an archive that exists, only ``redact`` has to
    be given again; the other options are those that it was made with.

    Args:
        where: a directory, which is created if it does not exist; the URL of an object store such as
            ``s3://bucket/archive``; or a tuple of a filesystem of fsspec and a path in it, which is the way
            to pass credentials. The latter need ``odin-cortex[fsspec]`` and the library of that store.
        formats: the formats of the layout ``people``, those of ``Transcript.save``. JSON Lines are written in
            any case: the archive reads them back. Default: HTML and WebVTT.
        layout: ``"people"``, the default, has a folder for each day with a file for each session and format;
            ``"engines"`` has Parquet files in Hive partitions, for DuckDB, Polars and the like.
        annotations: whether to fetch what plugins attached to the messages, too. Default: False.
        audio: whether to keep the debug audio of each message, a WAV file, where the API has it; it does for
            24 hours. Default: False.
        redact: what each line goes through before anything is written, such as one of
            ``cortex_sync.redaction``. It is called in a thread. The archive remembers its name.

    Raises ``ArgumentError`` for an argument that cannot be used, ``ImportError`` without a library that is
    needed.
    """

    def update(
        self,
        project: ProjectScope,
        *,
        sessions: Iterable[str] | None = None,
        since: datetime | None = None,
        reread: bool = False,
        progress: Callable[[ArchiveProgress], object] | None = None,
        concurrency: int = CONCURRENCY,
    ) -> ArchiveReport:
        """Add what is new in a project to the archive.

            report = archive.update(project)
            print(report, *report.failed)

        Lists the sessions with one call. Sessions that had ended when they were read last are not read again;
        others are, and their messages are merged by id with those of the archive. What the API has no more
        stays in the archive. Each session takes a call for its messages; the participants are read once, if
        there is anything to read, for the ids of the speakers. An update with nothing new writes nothing.

        A session that cannot be read, for example because it is deleted meanwhile, is in the report with its
        error and does not stop the others. Whatever ends an update, the archive stays usable, and the next
        update continues.

        Args:
            project: the project; always the same for an archive.
            sessions: ids of the sessions to update; None for all.
            since: the update leaves out sessions that were created earlier, an aware datetime; None for all.
            reread: whether to read ended sessions again, too. A session that was started again, and has ended
                again since the last update, cannot be told from one that did not change.
            progress: called with an ``ArchiveProgress`` after each session, on the SDK's loop thread, where
                it must not call the client. What it raises ends the update.
            concurrency: how many sessions are read at once, 8 by default.

        Raises: Unauthorized and Forbidden, which no other session would escape; ArchiveInUse while another
        update runs; ArchiveMismatch for another project or other options; ArchiveDamaged for a state that
        cannot be read; ArchiveError if the archive cannot be written; ArgumentError; what ``progress``
        raises.

        Source: listSessions, getMessages, listParticipants, getMessageAnnotationsBatch, downloadDebugAudio
        """
        from cortex_async.archives.update import Update

        if not isinstance(project, ProjectScope):  # pyright: ignore[reportUnnecessaryIsInstance]  # from outside
            raise wrong_type("project", "a project such as client.project(project_id)", project)
        inner, runner = project._inner, project._runner  # pyright: ignore[reportPrivateUsage]  # same package
        task = selection.Task.of(inner, sessions, since, reread, progress, concurrency)
        update = Update(self._storage, self._wishes, self._redact, task)
        return runner.run(update.run)
