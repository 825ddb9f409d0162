"""Carries out erasures whose tombstones are written, also those that were interrupted."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from attrs import evolve

from cortex_async._core.version import VERSION
from cortex_async.archives.days import Days
from cortex_async.archives.erasure.days import DayEraser
from cortex_async.archives.erasure.drafts import Draft
from cortex_async.archives.erasure.eraser import Eraser
from cortex_async.archives.erasure.hashes import KEY, Hashes
from cortex_async.archives.erasure.holds import Holding, now
from cortex_async.archives.erasure.log import read_receipt, write_receipt
from cortex_async.archives.erasure.receipt import ErasureReceipt
from cortex_async.archives.erasure.tombstones import (
    Tombstone,
    read_messages,
    read_tombstones,
    write_tombstones,
)
from cortex_async.archives.erasure.values import ErasedFile
from cortex_async.archives.errors import ArchiveDamaged
from cortex_async.archives.storage.interface import Storage

if TYPE_CHECKING:
    from cortex_async.archives.erasure.bundles import Bundles

NOT_COVERED: Final = (
    "What others said about the person, names in titles of sessions, and ids within longer strings are not "
    "found.",
    "Backups, copies, and old versions that an object store or file system keeps of these files still hold "
    "what was erased.",
    "Deleted files may be recoverable from the disk until their blocks are written again.",
    "The API is not called: participants.delete erases what it has.",
)

_logger = logging.getLogger(__name__)


class Completion:
    """Carries out erasures of which the tombstones are written. To be used under the lock."""

    def __init__(self, storage: Storage, project_id: str, days: Days, hashes: Hashes) -> None:
        self._storage = storage
        self._project_id = project_id
        self._days = days
        self._hashes = hashes

    def complete(self, tombstone: Tombstone, bundles: Bundles) -> ErasureReceipt:
        """Erase, write the receipt, and mark the tombstone as complete, as far as that is not done."""
        storage = self._storage
        draft = Draft.read(storage, tombstone.id)
        receipt = read_receipt(storage, tombstone.id)
        if receipt is None:
            receipt = self._carry_out(tombstone, bundles, draft)
            write_receipt(storage, receipt)
        draft.remove(storage)
        tombstones = read_tombstones(storage)
        tombstones[tombstone.person] = evolve(tombstone, pending=False, evidence=())
        write_tombstones(storage, tombstones.values())
        return receipt

    def _carry_out(self, tombstone: Tombstone, bundles: Bundles, draft: Draft) -> ErasureReceipt:
        storage = self._storage
        eraser = Eraser(self._hashes, {tombstone.person: tombstone})
        erasing = DayEraser(storage, self._days.state, self._days.layout, eraser, draft)
        erasing.erase(self._days)
        after = erasing.after()
        for path, found in after.items():
            if found is None:
                storage.remove(path)
        bundles.erase(eraser, draft, lambda: draft.write(storage))
        files = tuple(
            ErasedFile(path=path, before=before, after=after[path])
            for path, (_, before) in sorted(draft.before.items())
            if after[path] != before
        )
        return receipt_of(storage, self._project_id, tombstone, draft, files)

    def try_complete(self, tombstone: Tombstone) -> None:
        """Complete an erasure that was interrupted; it stays pending if evidence cannot be changed now."""
        from cortex_async.archives.erasure.bundles import Bundles
        from cortex_async.evidence.errors import EvidenceError

        holds = Holding(self._storage).in_force()
        _logger.info("%s: completing the erasure %s", self._storage.where, tombstone.id)
        try:
            paths, messages = existing(tombstone.evidence), partial(read_messages, self._storage)
            with Bundles(paths, self._project_id, frozenset(holds), None, messages) as bundles:
                self.complete(tombstone, bundles)
        except (EvidenceError, OSError) as error:
            _logger.warning(
                "%s: the erasure %s is not complete, since evidence cannot be changed: %s: %s",
                self._storage.where,
                tombstone.id,
                type(error).__name__,
                error,
            )


def complete_pending(storage: Storage, project_id: str, days: Days) -> Eraser | None:
    """Complete erasures that were interrupted. Returns what leaves out those who were erased, if anybody."""
    tombstones = read_tombstones(storage)
    hashes = checked_hashes(storage, tombstones)
    if hashes is None:
        return None
    completion = Completion(storage, project_id, days, hashes)
    for one in tombstones.values():
        if one.pending:
            completion.try_complete(one)
    return Eraser(hashes, read_tombstones(storage))


def is_erased(storage: Storage, external_user_id: str) -> bool:
    """Whether an archive has erased a person, or has begun to."""
    tombstones = read_tombstones(storage)
    hashes = checked_hashes(storage, tombstones)
    return hashes is not None and hashes.user(external_user_id) in tombstones


def checked_hashes(storage: Storage, tombstones: Mapping[str, Tombstone]) -> Hashes | None:
    """The hashes that the tombstones are made with, None if there is neither a key nor a tombstone."""
    hashes = Hashes.of(storage) if tombstones else None
    if hashes is None and tombstones:
        raise ArchiveDamaged(
            f"{KEY} in the archive {storage.where} cannot be used, it is missing: restore it from a backup, "
            "since without it the archive cannot recognize whom it has erased"
        )
    return hashes


def existing(paths: tuple[str, ...]) -> tuple[Path, ...]:
    """What is gone holds nobody any more."""
    return tuple(path for path in map(Path, paths) if path.exists())


def receipt_of(
    storage: Storage,
    project_id: str,
    tombstone: Tombstone,
    draft: Draft,
    files: tuple[ErasedFile, ...],
    *,
    dry_run: bool = False,
) -> ErasureReceipt:
    return ErasureReceipt(
        id=tombstone.id,
        person=tombstone.person,
        archive=storage.where,
        project_id=project_id,
        began_at=tombstone.began_at,
        ended_at=now(),
        dry_run=dry_run,
        placeholder=tombstone.placeholder,
        undecided=tombstone.undecided,
        sessions=tuple(sorted(draft.sessions.values(), key=lambda one: (one.day, one.session_id))),
        files=files,
        evidence=tuple(draft.bundles[path] for path in sorted(draft.bundles)),
        not_covered=NOT_COVERED,
        software=VERSION,
    )
