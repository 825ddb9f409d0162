"""What an archive and bundles of evidence have about a person. All functions block."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from attrs import define, field

from cortex_async.access.reading import of_person
from cortex_async.access.values import HeldBundle, HeldFile, Said, Unread
from cortex_async.archives.erasure.bundles import Bundles
from cortex_async.archives.erasure.completing import is_erased
from cortex_async.archives.erasure.drafts import Draft
from cortex_async.archives.erasure.eraser import Eraser
from cortex_async.archives.erasure.holds import Holding
from cortex_async.archives.erasure.survey import Survey
from cortex_async.archives.reading import Reader
from cortex_async.archives.storage.interface import Storage

if TYPE_CHECKING:
    from cortex_async.archives import Hold

_ROLES: Final = {"removed": "subject", "revised": "mentioned", "undecided": "undecided"}


@define
class Kept:
    """Reads an archive, None for none, and bundles of evidence. unread: what could not be read so far."""

    storage: Storage | None
    reader: Reader | None
    paths: tuple[Path, ...]
    unread: list[Unread] = field(factory=list[Unread])

    def survey(self, survey: Survey) -> None:
        """Learn which ids and names the person has."""
        if self.reader is not None:
            for transcript in self.reader.transcripts():
                survey.add(transcript.speakers)
        with self._bundles() as bundles:
            bundles.survey(survey)

    def said(self, eraser: Eraser) -> tuple[tuple[Said, ...], tuple[HeldFile, ...]]:
        """What the person said, and the files that have it."""
        found: list[Said] = []
        files: dict[str, HeldFile] = {}
        for record, entries in () if self.reader is None else self.reader.records():
            lines, undecided = of_person(record.transcript, eraser)
            if lines or undecided:
                session = record.session
                found.append(
                    Said(
                        session_id=session.id,
                        title=session.title,
                        created_at=session.created_at,
                        lines=tuple(lines),
                        undecided=undecided,
                    )
                )
            if lines:
                own = {one.id for one in lines}
                others = {entry.path for one, entry in record.audio.items() if one not in own}
                files.update(
                    (one.path, HeldFile(path=one.path, size=one.size, sha256=one.sha256))
                    for one in entries
                    if one.path not in others
                )
        return tuple(found), tuple(files[path] for path in sorted(files))

    def bundles(self, eraser: Eraser) -> tuple[HeldBundle, ...]:
        """Bundles with something about the person."""
        draft = Draft("")
        with self._bundles() as bundles:
            bundles.find(eraser, draft)
        return tuple(self._held(draft))

    def _held(self, draft: Draft) -> Iterator[HeldBundle]:
        for path, one in sorted(draft.bundles.items()):
            if one.done == "kept":
                self.unread.append(Unread(part=f"evidence {path}", reason=one.reason or ""))
            else:
                yield HeldBundle(path=path, sha256=one.before, role=_ROLES[one.done])

    def state(self, external_user_id: str) -> tuple[Hold | None, bool]:
        """The legal hold on the person, and whether the archive has erased the person."""
        if self.storage is None:
            return None, False
        held = Holding(self.storage).in_force().get(external_user_id)
        return held, is_erased(self.storage, external_user_id)

    def _bundles(self) -> Bundles:
        return Bundles(self.paths, "", frozenset(), None, reading=True)
