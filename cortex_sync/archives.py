"""Archives of a project's transcripts, in a directory or an object store, for blocking code.

    archive = Archive("voice-archive", formats=("vtt", "html"))
    report = archive.update(project)

The first update reads everything, later ones only what is new.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from cortex_async._core.arguments import wrong_type
from cortex_async.archives import (
    ArchiveDamaged,
    ArchiveError,
    ArchiveHeld,
    ArchiveInUse,
    ArchiveMismatch,
    ArchiveProgress,
    ArchiveReport,
    ErasedBundle,
    ErasedFile,
    ErasedSession,
    ErasureReceipt,
    Hold,
    selection,
)
from cortex_async.archives.erasure.values import Undecided
from cortex_async.archives.files import ArchiveFiles
from cortex_async.archives.selection import CONCURRENCY
from cortex_sync.project import ProjectScope

if TYPE_CHECKING:
    from cortex_async.evidence.signing import PrivateKey

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


class Archive(ArchiveFiles):
    """The transcripts of a project in files: a directory or an object store, filled by ``update``.

        archive = Archive("voice-archive", formats=("vtt", "html"))
        report = archive.update(project)
        print(report)

    Nothing is read or written before you call a method. An existing archive has its options stored; only
    ``redact`` has to be passed again.

    Args:
        where: a directory, which is created if it does not exist; the URL of an object store such as
            ``s3://bucket/archive``; or a tuple of a filesystem of fsspec and a path in it, which is the way
            to pass credentials. The latter need ``odin-cortex[fsspec]`` and the library of that store.
        formats: the formats of the layout ``people``, those of ``Transcript.save``. JSON Lines are written in
            any case: the archive reads them back. Default: HTML and WebVTT.
        layout: ``"people"``, the default, has a folder for each day with a file for each session and format;
            ``"engines"`` has Parquet files in Hive partitions, for DuckDB, Polars and the like.
        annotations: whether to fetch the annotations that plugins attached to messages. Default: False.
        audio: whether to keep the debug audio of each message, a WAV file, which the API has for 24 hours.
            Default: False.
        redact: a function that each line passes through before anything is written, such as those of
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

    def erase(
        self,
        external_user_id: str,
        *,
        participant_ids: Iterable[str] = (),
        names: Iterable[str] = (),
        evidence: Iterable[str | os.PathLike[str]] = (),
        placeholder: bool = False,
        undecided: Undecided = "keep",
        sign_with: PrivateKey | None = None,
        dry_run: bool = False,
    ) -> ErasureReceipt:
        """Take a person out of everything the archive wrote, and out of bundles of evidence.

            receipt = archive.erase("player-17", evidence=["cases"])
            print(receipt, receipt.complete)

        Removes the lines that the person spoke, in all formats, with annotations and recordings, and messages
        about joining and leaving; ids of the person disappear from what is kept. Later updates leave the
        person out, whatever the API returns: the archive remembers keyed hashes of ids, names and messages.
        Names and ids in what others said are not found. No call is made: ``participants.delete`` erases
        what the API has. docs/erasure.md says more.

        An erasure that is interrupted is completed by the next one, or by the next update.

        Args:
            external_user_id: the person, as the game knows it.
            participant_ids: ids that the person has, or had, as a participant, in addition to those that the
                archive has beside this external user id.
            names: display names of the person that the archive does not have beside one of these ids.
            evidence: directories with bundles of evidence, and bundles.
            placeholder: whether lines are replaced by ``[erased]`` instead of removed, so that one sees in
                the conversation of the others where something was said. Their ids and times remain.
            undecided: what happens to lines that have a name of the person and no id, so that somebody else
                may have spoken them: ``"keep"``, the default, or ``"erase"``. The receipt counts them.
            sign_with: Ed25519 private key with which bundles that are changed are signed, as in
                ``collect_evidence``; None leaves them unsigned.
            dry_run: whether to change nothing, and return the receipt of what would be done.

        Raises: ArchiveHeld while there is a hold on the person; ArchiveInUse while an update runs;
        ArchiveError and its kinds; EvidenceError for a directory that a collector uses, or whose index is
        damaged; OSError for evidence that cannot be read or written; ArgumentError.
        """
        from cortex_async.archives.erasure.running import Erasing
        from cortex_async.archives.erasure.task import ErasureTask

        task = ErasureTask.of(
            external_user_id,
            participant_ids=participant_ids,
            names=names,
            evidence=evidence,
            placeholder=placeholder,
            undecided=undecided,
            sign_with=sign_with,
            dry_run=dry_run,
        )
        erasing = Erasing(self._storage, self._wishes)
        return erasing.run(task)

    def hold(self, external_user_id: str, *, reason: str, until: datetime | None = None) -> Hold:
        """Place a legal hold on a person: ``erase`` refuses, until the hold is released or ends.

            archive.hold("player-17", reason="Case 12/2026")

        Bundles of evidence about the person are not changed either when somebody else is erased. A second
        hold on the same person replaces the first. The archive has to exist.

        Args:
            external_user_id: the person.
            reason: why, for ``holds()`` and for the error of ``erase``.
            until: when the hold ends by itself, an aware datetime; None for no end.

        Raises: ArchiveInUse while an update runs; ArchiveError and its kinds, also if the erasure of this
        person has begun already; ArgumentError.
        """
        from cortex_async.archives.erasure.holds import Holding

        holding = Holding(self._storage)
        return holding.place(external_user_id, reason, until)

    def release(self, external_user_id: str) -> Hold:
        """End the legal hold on a person, and return it.

        Raises: KeyError without a hold on this person; ArchiveInUse while an update runs; ArchiveError and
        its kinds; ArgumentError.
        """
        from cortex_async.archives.erasure.holds import Holding

        return Holding(self._storage).release(external_user_id)
