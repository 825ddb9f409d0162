"""What an erasure reports, and what keeps a person from being erased."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import Literal, Self, TypeAlias

from attrs import field, frozen

from cortex_async._core.files.whole_file import WholeFile

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
    done: ``"removed"`` if it was about the person; ``"revised"`` if the person was taken out; ``"kept"`` if it
        could not be changed; ``"undecided"`` if it is about a line that has a name of the person and no id.
    before, after: SHA-256 of the file; ``after`` is None for one that was removed.
    reason: why it was kept, or what else is to be known.
    """

    path: str
    done: Literal["removed", "revised", "kept", "undecided"]
    before: str
    after: str | None
    reason: str | None = None


@frozen(kw_only=True)
class ErasureReceipt:
    """What ``Archive.erase`` has done. It names the person by a keyed hash alone.

        receipt = await archive.erase("player-17")
        print(receipt)
        receipt.save("receipt.json")

    id: id of the erasure.
    person: HMAC-SHA-256 of the external user id, with the key of the archive.
    archive: the directory or URL.
    project_id: the project of the archive.
    began_at, ended_at: when, in UTC, by the clock of this machine.
    dry_run: whether nothing was changed: this is what would be done. ``after`` of files is then None.
    placeholder: whether lines were replaced instead of removed.
    undecided: what was asked for lines that have a name of the person and no id.
    sessions: what was erased or is undecided, by session.
    files: files of the archive that were changed or removed.
    evidence: bundles of evidence that name the person.
    not_covered: what an erasure does not reach, in sentences.
    software: version of this package.
    """

    id: str
    person: str
    archive: str
    project_id: str
    began_at: datetime
    ended_at: datetime
    dry_run: bool = False
    placeholder: bool = False
    undecided: Undecided = "keep"
    sessions: tuple[ErasedSession, ...] = field(default=(), repr=False)
    files: tuple[ErasedFile, ...] = field(default=(), repr=False)
    evidence: tuple[ErasedBundle, ...] = field(default=(), repr=False)
    not_covered: tuple[str, ...] = field(default=(), repr=False)
    software: str = ""

    @property
    def complete(self) -> bool:
        """Whether nothing that is certainly the person's was kept; lines may still be undecided."""
        return not self.dry_run and all(one.done != "kept" for one in self.evidence)

    @property
    def lines(self) -> int:
        """How many lines were erased, those about the person's joining and leaving included."""
        decided = sum(one.lines + one.system_lines for one in self.sessions)
        return decided + (self.undecided_lines if self.undecided == "erase" else 0)

    @property
    def undecided_lines(self) -> int:
        """How many lines have a name of the person and no id."""
        return sum(one.undecided for one in self.sessions)

    def __str__(self) -> str:
        done = "would erase" if self.dry_run else "erased"
        changed = sum(one.lines + one.system_lines + one.ids > 0 for one in self.sessions)
        bundles = [one.done for one in self.evidence]
        return (
            f"{done} {self.lines} lines in {changed} sessions, {len(self.files)} files changed; evidence: "
            f"{bundles.count('removed')} removed, {bundles.count('revised')} revised, "
            f"{bundles.count('kept')} kept; {self.undecided_lines} lines undecided"
        )

    def to_json(self) -> str:
        """The receipt as JSON, with the SHA-256 of its own content as ``sha256``."""
        from cortex_async.archives.erasure.receipts import written

        return written(self).decode()

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the receipt as JSON, whole or not at all. Raises ``OSError``."""
        with WholeFile(path) as file:
            file.write(self.to_json().encode())
            return file.finish()

    @classmethod
    def read(cls, path: str | os.PathLike[str]) -> Self:
        """Read a receipt that was saved. Raises ``ArchiveDamaged`` if it was changed; ``OSError``."""
        from cortex_async.archives.erasure.receipts import parsed

        return parsed(cls, Path(path).read_bytes(), str(path))
