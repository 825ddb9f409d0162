"""One erasure, from the intent to the receipt."""

from __future__ import annotations

import secrets
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from cortex_async.archives.days import Days
from cortex_async.archives.erasure.completing import Completion, checked_hashes, existing, receipt_of
from cortex_async.archives.erasure.days import DayEraser
from cortex_async.archives.erasure.drafts import Draft
from cortex_async.archives.erasure.eraser import Eraser
from cortex_async.archives.erasure.hashes import Hashes
from cortex_async.archives.erasure.holds import Holding, now
from cortex_async.archives.erasure.log import read_receipt
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
from cortex_async.archives.errors import ArchiveError
from cortex_async.archives.layouts.interface import Layout
from cortex_async.archives.layouts.opening import open_layout
from cortex_async.archives.options import Wishes
from cortex_async.archives.repair import remove_strays, repair
from cortex_async.archives.state import State
from cortex_async.archives.storage.interface import Storage

if TYPE_CHECKING:
    from cortex_async.archives.erasure.bundles import Bundles


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
        hashes = checked_hashes(self._storage, tombstones) or Hashes.new(self._storage)
        before = tombstones.get(hashes.user(task.external_user_id))
        if before is not None and before.pending and read_receipt(self._storage, before.id) is not None:
            # It is complete, but for the tombstone, which the new one replaces.
            Draft(before.id).remove(self._storage)
        interrupted = before.evidence if before is not None and before.pending else ()
        with self._bundles((*task.evidence, *existing(interrupted)), task) as bundles:
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
        hashes = checked_hashes(self._storage, known) or Hashes.new(None)
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
        return receipt_of(self._storage, project_id, wanted, draft, files, dry_run=True)

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
        # With a receipt it is complete, but for the tombstone.
        again = before is not None and before.pending and read_receipt(self._storage, before.id) is None
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
