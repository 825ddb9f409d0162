"""A later version of evidence, in which nothing of the earlier one is lost."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Protocol, TypeVar

from attrs import evolve

from cortex_async.evidence.evidence import Evidence, revision
from cortex_async.evidence.values import Unavailable
from cortex_async.transcripts.building import with_ends
from cortex_async.transcripts.timing import Timing

if TYPE_CHECKING:
    from cortex_async.transcripts import Line, Speaker


class _Dated(Protocol):
    id: str
    created_at: datetime


T = TypeVar("T", bound=_Dated)


def merged(old: Evidence, new: Evidence, reason: str) -> Evidence:
    """What both know; None of the old is lost because the API no longer has it.

    Returns ``old`` itself if ``new`` adds nothing.
    """
    made = evolve(
        new,
        subject=new.subject if new.subject.session_id is not None else old.subject,
        session=new.session or old.session,
        lines=_lines(old.lines, new.lines),
        annotations=_by_id(old.annotations, new.annotations),
        session_annotations=_by_id(old.session_annotations, new.session_annotations),
        person=new.person if new.person is not None and not _surer(old, new) else old.person,
        sanctions=_by_id(old.sanctions, new.sanctions),
        audio=new.audio or old.audio,
        decision=new.decision or old.decision,
    )
    made = evolve(made, unavailable=_still_unavailable(old, made))
    same = evolve(made, collected_at=old.collected_at, software=old.software, revisions=old.revisions)
    if same == old:
        return old
    found = revision(old.manifest_sha256, reason, new.collected_at)
    return evolve(made, revisions=old.revisions if found is None else (*old.revisions, found))


def _surer(old: Evidence, new: Evidence) -> bool:
    return (
        new.person is not None
        and new.person.known_from == "name"
        and old.person is not None
        and old.person.known_from != "name"
    )


def _by_id(old: Iterable[T], new: Iterable[T]) -> tuple[T, ...]:
    found = {one.id: one for one in (*old, *new)}
    return tuple(sorted(found.values(), key=lambda one: (one.created_at, one.id)))


def _lines(old: tuple[Line, ...], new: tuple[Line, ...]) -> tuple[Line, ...]:
    found = {line.id: line for line in old}
    for line in new:
        earlier = found.get(line.id)
        found[line.id] = line if earlier is None else _line(earlier, line)
    # Stable: lines of the same time keep the order in which they were collected.
    return with_ends(sorted(found.values(), key=lambda line: line.start), Timing())


def _line(old: Line, new: Line) -> Line:
    annotations = _by_id(old.annotations or (), new.annotations or ())
    return evolve(new, speaker=_speaker(old.speaker, new.speaker), annotations=annotations)


def _speaker(old: Speaker, new: Speaker) -> Speaker:
    return old if old.id_source == "event" or (new.id_source is None and old.id_source) else new


def _still_unavailable(old: Evidence, made: Evidence) -> tuple[Unavailable, ...]:
    """What the new version did not get, without what is kept from the old one."""
    kept = {
        "session": made.session is not None,
        "audio": made.audio is not None,
        "line": made.line is not None,
        "person": made.person is not None,
        "transcript": bool(old.lines),
        "annotations": "annotations" not in {one.part for one in old.unavailable},
        "participants": "participants" not in {one.part for one in old.unavailable},
        "sanctions": "sanctions" not in {one.part for one in old.unavailable},
    }
    return tuple(one for one in made.unavailable if not kept.get(one.part, False))
