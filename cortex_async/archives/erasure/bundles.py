"""Erases from bundles of evidence: each is removed, or replaced by a revised one. All methods block."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from attrs import evolve, frozen

from cortex_async._core.files.whole_file import sync_directory
from cortex_async._core.timing.clock import unix
from cortex_async.archives.erasure.drafts import Draft
from cortex_async.archives.erasure.eraser import Eraser
from cortex_async.archives.erasure.revising import Judged, judge
from cortex_async.archives.erasure.survey import Survey
from cortex_async.archives.erasure.tombstones import Messages
from cortex_async.archives.erasure.values import ErasedBundle
from cortex_async.evidence.bundle import save
from cortex_async.evidence.evidence import Evidence
from cortex_async.evidence.index import NAME, Entry, Index
from cortex_async.evidence.reading import read_evidence
from cortex_async.evidence.store import Store
from cortex_async.evidence.values import file_chunks, sha256_of
from cortex_async.evidence.verifying import Verification, verify

if TYPE_CHECKING:
    from types import TracebackType

    from cortex_async.evidence.signing import Signer

_LEFTOVERS: Final = ".*.part"
_OLD: Final = 3600.0
"""Seconds after which an unfinished file is one that an interrupted run has left."""


@frozen
class _Bundle:
    path: Path
    found: Verification
    evidence: Evidence | None


class Bundles:
    """The bundles in some directories, for ``with``.

    Directories of collectors are locked meanwhile. Entering raises ``EvidenceError`` if one is in use, or its
    index is damaged; ``OSError`` if it cannot be written.

    paths: directories, and bundles.
    held: external user ids of people whose bundles must not be changed.
    signer: signs revised bundles.
    messages: hashes of messages of a day that were erased.
    reading: whether nothing is to be changed, so that nothing is locked.
    """

    def __init__(
        self,
        paths: tuple[Path, ...],
        project_id: str,
        held: frozenset[str],
        signer: Signer | None,
        messages: Callable[[date], Messages] = lambda day: {},
        *,
        reading: bool = False,
    ) -> None:
        self._paths = paths
        self._project_id = project_id
        self._held = held
        self._signer = signer
        self._messages = messages
        self._reading = reading
        self._stores: dict[Path, Store] = {}
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        with self._stack:
            for path in self._paths:
                directory = path if path.is_dir() else path.parent
                if not self._reading and directory not in self._stores and (directory / NAME).exists():
                    store = Store(directory, Index(directory))
                    store.open(self._project_id)
                    self._stack.callback(store.close)
                    self._stores[directory] = store
            self._stack = self._stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._stack.close()

    def survey(self, survey: Survey) -> None:
        """Learn which ids and names the person has in the bundles."""
        for bundle in self._bundles():
            if bundle.evidence is not None:
                person = bundle.evidence.person
                if person is not None:
                    survey.see(person.name, person.participant_id, person.external_user_id)
                survey.add(line.speaker for line in bundle.evidence.lines)

    def find(self, eraser: Eraser, draft: Draft) -> None:
        """Note what is to be done in a draft; nothing is changed."""
        for bundle in self._bundles():
            judged = self._judge(bundle, eraser)
            if judged is not None:
                self._note(bundle, judged, draft)

    def erase(self, eraser: Eraser, draft: Draft, note: Callable[[], None]) -> None:
        """Do what is to be done. ``note`` writes the draft, before each change."""
        for bundle in self._bundles():
            judged = self._judge(bundle, eraser)
            if judged is None:
                continue
            self._note(bundle, judged, draft)
            note()
            if judged.done == "removed":
                self._remove(bundle.path)
            elif judged.done == "revised" and judged.evidence is not None:
                reason = f"erasure {draft.id}"
                self._save(judged.evidence.revised(reason), bundle.path)
        for path in self._leftovers():
            draft.bundles[str(path)] = ErasedBundle(
                path=str(path),
                done="removed",
                before=_hash(path),
                after=None,
                reason="an interrupted run left it",
            )
            note()
            path.unlink()
        self._close(draft)

    def _close(self, draft: Draft) -> None:
        for path, one in draft.bundles.items():
            if one.done == "revised" and Path(path).exists():
                draft.bundles[path] = evolve(one, after=_hash(Path(path)))

    def _bundles(self) -> Iterator[_Bundle]:
        paths = (
            sorted(path.glob("*.zip")) if path.is_dir() else [path] if path.exists() else []
            for path in self._paths
        )
        for path in dict.fromkeys(one for found in paths for one in found):
            verification = verify(path)
            evidence = read_evidence(path) if verification.ok else None
            # Other people's zip files are none of ours.
            if evidence is not None or verification.problem is None or path.name.startswith("evidence-"):
                yield _Bundle(path, verification, evidence)

    def _leftovers(self) -> Iterator[Path]:
        for directory in filter(Path.is_dir, self._paths):
            for path in directory.glob(_LEFTOVERS):
                if path.stat().st_mtime < unix() - _OLD:
                    yield path

    def _judge(self, bundle: _Bundle, eraser: Eraser) -> Judged | None:
        if bundle.evidence is None:
            return Judged("kept", reason="it was changed or is damaged, so that it cannot be read")
        session = bundle.evidence.session
        eraser.begin({} if session is None else self._messages(session.created_at.date()))
        judged = judge(bundle.evidence, eraser)
        person = bundle.evidence.person
        if judged is not None and person is not None and person.external_user_id in self._held:
            return Judged("kept", reason="the person whom it is about is under a legal hold")
        if (
            judged is not None
            and judged.done == "revised"
            and bundle.found.signed_by
            and self._signer is None
        ):
            return evolve(judged, reason="it was signed, and is not any more")
        return judged

    def _note(self, bundle: _Bundle, judged: Judged, draft: Draft) -> None:
        path = str(bundle.path)
        before = draft.bundles[path].before if path in draft.bundles else _hash(bundle.path)
        same = before if judged.done in ("kept", "undecided") else None
        draft.bundles[path] = ErasedBundle(
            path=path, done=judged.done, before=before, after=same, reason=judged.reason
        )

    def _entry(self, path: Path) -> tuple[Store, Entry] | None:
        """The entry of a bundle in the index of its directory, if it is as the collector wrote it."""
        store = self._stores.get(path.parent)
        if store is None:
            return None
        found = next((one for one in store.index.entries() if one.name == path.name), None)
        return None if found is None or not store.is_ours(found) else (store, found)

    def _remove(self, path: Path) -> None:
        listed = self._entry(path)
        if listed is not None:
            store, entry = listed
            store.remove(entry, unix())
        path.unlink(missing_ok=True)
        sync_directory(path.parent)

    def _save(self, evidence: Evidence, path: Path) -> None:
        listed = self._entry(path)
        if listed is None:
            save(evidence, path, self._signer)
            sync_directory(path.parent)
            return
        store, entry = listed
        written = save(evidence, store.draft(entry.name), self._signer)
        # Collecting it once more would bring back what the API still has.
        store.place(evolve(entry, sha256=written.sha256, update_at=None))


def _hash(path: Path) -> str:
    return sha256_of(file_chunks(path))
