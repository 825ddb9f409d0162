"""The receipt of an erasure."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import Self

from attrs import asdict, field, frozen

from cortex_async._core.files.whole_file import WholeFile
from cortex_async.archives.erasure.receipts import parsed, written
from cortex_async.archives.erasure.values import ErasedBundle, ErasedFile, ErasedSession, Undecided


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
            f"{done} {_counted(self.lines, 'line')} in {_counted(changed, 'session')}, "
            f"{_counted(len(self.files), 'file')} changed; evidence: {bundles.count('removed')} removed, "
            f"{bundles.count('revised')} revised, {bundles.count('kept')} kept; "
            f"{_counted(self.undecided_lines, 'line')} undecided"
        )

    def to_json(self) -> str:
        """The receipt as JSON, with the SHA-256 of its own content as ``sha256``."""
        return written({**asdict(self), "complete": self.complete}).decode()

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the receipt as JSON, whole or not at all. Raises ``OSError``."""
        with WholeFile(path) as file:
            file.write(self.to_json().encode())
            return file.finish()

    @classmethod
    def read(cls, path: str | os.PathLike[str]) -> Self:
        """Read a receipt that was saved. Raises ``ArchiveDamaged`` if it was changed; ``OSError``."""
        return cls(**parsed(Path(path).read_bytes(), str(path)))


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
