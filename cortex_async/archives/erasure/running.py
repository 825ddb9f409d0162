"""One erasure, from the intent to the receipt, and the completion of those that were interrupted."""

from __future__ import annotations

import logging
import secrets
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
from cortex_async.archives.erasure.log import write_receipt
from cortex_async.archives.erasure.receipt import ErasureReceipt
from cortex_async.archives.erasure.survey import Survey
from cortex_async.archives.erasure.task import ErasureTask
from cortex_async.archives.erasure.tombstones import (
    Tombstone,
    read_messages,
    read_tombstones,
    write_tombstones,
)
from cortex_async.archives.erasure.values import ErasedFile
from cortex_async.archives.errors import ArchiveDamaged, ArchiveError
from cortex_async.archives.layouts.interface import Layout
from cortex_async.archives.layouts.opening import open_layout
from cortex_async.archives.options import Wishes
from cortex_async.archives.repair import remove_strays, repair
from cortex_async.archives.state import State
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


class Erasing:
    """Erases from the archive in a storage. Methods block. Errors are those of ``Archive.erase``."""

    def __init__(self, storage: Storage, wishes: Wishes) -> None:
        self._storage = storage
        self._state = State(storage)
        self._wishes = wishes

    def run(self, task: ErasureTask) -> ErasureReceipt:
        """Erase a person, or find out what that would do."""
        project_id, layout = self._opened()
        Holding(self._storage).check(task.external_user_id)
        if task.dry_run:
            return self._dry(task, project_id, layout)
        with self._storage.lock():
            # It may have been placed meanwhile.
            Holding(self._storage).check(task.external_user_id)
            days = Days(self._storage, self._state, layout)
            repair(self._storage, days)
            remove_strays(self._storage, days)
            return self._locked(task, project_id, days)

    def _locked(self, task: ErasureTask, project_id: str, days: Days) -> ErasureReceipt:
        tombstones = read_tombstones(self._storage)
        hashes = _hashes(self._storage, tombstones) or Hashes.new(self._storage)
        before = tombstones.get(hashes.user(task.external_user_id))
        interrupted = before.evidence if before is not None and before.pending else ()
        with self._bundles((*task.evidence, *_existing(interrupted)), task) as bundles:
            wanted = self._tombstone(task, days.layout, hashes, tombstones, bundles)
            others = [one for one in tombstones.values() if one.pending and one.person != wanted.person]
            tombstones[wanted.person] = wanted
            write_tombstones(self._storage, tombstones.values())
            completion = Completion(self._storage, project_id, days, hashes)
            receipt = completion.complete(wanted, bundles)
        for one in others:
            completion.try_complete(one)
        return receipt

    def _dry(self, task: ErasureTask, project_id: str, layout: Layout) -> ErasureReceipt:
        known = read_tombstones(self._storage)
        hashes = _hashes(self._storage, known) or Hashes.new(None)
        with self._bundles(task.evidence, task, reading=True) as bundles:
            wanted = self._tombstone(task, layout, hashes, known, bundles)
            draft = Draft(wanted.id)
            eraser = Eraser(hashes, {wanted.person: wanted})
            for _ in DayEraser(self._storage, self._state, layout, eraser, draft).find():
                pass
            bundles.find(eraser, draft)
        files = tuple(
            ErasedFile(path=path, before=before, after=None) for path, (_, before) in draft.before.items()
        )
        return _receipt(self._storage, project_id, wanted, draft, files, dry_run=True)

    def _tombstone(
        self, task: ErasureTask, layout: Layout, hashes: Hashes, known: dict[str, Tombstone], bundles: Bundles
    ) -> Tombstone:
        """What the archive is going to remember of a person, together with what it remembers already."""
        survey = Survey(task.external_user_id, set(task.participant_ids), set(task.names))
        for state in map(self._state.day, self._state.days()):
            for record in layout.read(self._storage, state, state.sessions.keys()):
                survey.add(record.transcript.speakers)
        bundles.survey(survey)
        names, shared = survey.names()
        person = hashes.user(task.external_user_id)
        before = known.get(person)
        again = before is not None and before.pending
        shared_hashes = {hashes.name(one) for one in shared} | set(before.shared_names if before else ())
        name_hashes = {hashes.name(one) for one in names} | set(before.names if before else ())
        participants = {hashes.participant(one) for one in survey.ids} | set(
            before.participants if before else ()
        )
        return Tombstone(
            id=before.id if before is not None and again else secrets.token_hex(8),
            person=person,
            participants=tuple(sorted(participants)),
            names=tuple(sorted(name_hashes - shared_hashes)),
            shared_names=tuple(sorted(shared_hashes)),
            placeholder=task.placeholder,
            undecided=task.undecided,
            began_at=before.began_at if before is not None and again else now(),
            pending=True,
            evidence=tuple(
                dict.fromkeys([*(before.evidence if before and again else ()), *map(str, task.evidence)])
            ),
        )

    def _bundles(self, paths: tuple[Path, ...], task: ErasureTask, *, reading: bool = False) -> Bundles:
        from cortex_async.archives.erasure.bundles import Bundles

        project_id, _ = self._opened()
        holds = Holding(self._storage).in_force()
        return Bundles(
            tuple(dict.fromkeys(paths)),
            project_id,
            frozenset(holds),
            task.signer,
            partial(read_messages, self._storage),
            reading=reading,
        )

    def _opened(self) -> tuple[str, Layout]:
        found = self._state.identity()
        if found is None:
            raise ArchiveError(f"there is no archive in {self._storage.where}: update it first")
        project_id, options = found
        self._wishes.check(options, self._storage.where, updating=False)
        return project_id, open_layout(options)


class Completion:
    """Carries out erasures of which the tombstones are written. To be used under the lock."""

    def __init__(self, storage: Storage, project_id: str, days: Days, hashes: Hashes) -> None:
        self._storage = storage
        self._project_id = project_id
        self._days = days
        self._hashes = hashes

    def complete(self, tombstone: Tombstone, bundles: Bundles) -> ErasureReceipt:
        """Erase, write the receipt, and mark the tombstone as complete."""
        storage = self._storage
        draft = Draft.read(storage, tombstone.id)
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
        receipt = _receipt(storage, self._project_id, tombstone, draft, files)
        write_receipt(storage, receipt)
        tombstones = read_tombstones(storage)
        tombstones[tombstone.person] = evolve(tombstone, pending=False, evidence=())
        write_tombstones(storage, tombstones.values())
        draft.remove(storage)
        return receipt

    def try_complete(self, tombstone: Tombstone) -> None:
        """Complete an erasure that was interrupted; it stays pending if evidence cannot be changed now."""
        from cortex_async.archives.erasure.bundles import Bundles
        from cortex_async.evidence.errors import EvidenceError

        holds = Holding(self._storage).in_force()
        _logger.info("%s: completing the erasure %s", self._storage.where, tombstone.id)
        try:
            paths, messages = _existing(tombstone.evidence), partial(read_messages, self._storage)
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
    hashes = _hashes(storage, tombstones)
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
    hashes = _hashes(storage, tombstones)
    return hashes is not None and hashes.user(external_user_id) in tombstones


def _hashes(storage: Storage, tombstones: Mapping[str, Tombstone]) -> Hashes | None:
    """The hashes that the tombstones are made with, None if there is neither a key nor a tombstone."""
    hashes = Hashes.of(storage) if tombstones else None
    if hashes is None and tombstones:
        raise ArchiveDamaged(
            f"{KEY} in the archive {storage.where} cannot be used, it is missing: restore it from a backup, "
            "since without it the archive cannot recognize whom it has erased"
        )
    return hashes


def _existing(paths: tuple[str, ...]) -> tuple[Path, ...]:
    """What is gone holds nobody any more."""
    return tuple(path for path in map(Path, paths) if path.exists())


def _receipt(
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
