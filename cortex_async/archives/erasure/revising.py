"""What is to become of a bundle of evidence when people are erased."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeVar

from attrs import evolve, frozen

from cortex_async.archives.erasure.eraser import Eraser
from cortex_async.archives.erasure.values import ERASED
from cortex_async.evidence.evidence import Evidence
from cortex_async.evidence.values import Unavailable
from cortex_async.transcripts.building import with_ends
from cortex_async.transcripts.timing import Timing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cortex_async.models import MessageAnnotation, Sanction, SessionAnnotation
    from cortex_async.transcripts import Line

T = TypeVar("T", "MessageAnnotation", "SessionAnnotation")

_GONE = Unavailable(part="transcript", reason="what a person said was erased")


@frozen
class Judged:
    """What is to become of a bundle. evidence: as it may be kept, of one that is to be revised."""

    done: Literal["removed", "revised", "kept", "undecided"]
    evidence: Evidence | None = None
    reason: str | None = None


def judge(evidence: Evidence, eraser: Eraser) -> Judged | None:
    """What is to become of a bundle, None if it stays as it is."""
    person, line = evidence.person, evidence.line
    if person is not None and eraser.is_person(person.participant_id, person.external_user_id):
        return Judged("removed")
    match = None if line is None else eraser.erased(line).match
    if match is not None and (match.kind != "undecided" or match.tombstone.undecided == "erase"):
        return Judged("removed")
    made = _without(evidence, eraser)
    if made != evidence:
        return Judged("revised", evolve(made, manifest_sha256=evidence.manifest_sha256))
    if match is not None:
        return Judged("undecided", reason="the line that it is about has a name of the person, and no id")
    return None


def _without(evidence: Evidence, eraser: Eraser) -> Evidence:
    lines = _lines(evidence.lines, eraser)
    fewer = any(one.text != other.text for one, other in zip(lines, evidence.lines, strict=False))
    gone = len(lines) < len(evidence.lines) or fewer
    unavailable = evidence.unavailable
    if gone and _GONE not in unavailable:
        unavailable = (*unavailable, _GONE)
    return evolve(
        evidence,
        session=None if evidence.session is None else eraser.session(evidence.session),
        lines=lines,
        annotations=_annotations(evidence.annotations, eraser),
        session_annotations=_annotations(evidence.session_annotations, eraser),
        sanctions=tuple(_sanction(one, eraser) for one in evidence.sanctions),
        unavailable=unavailable,
    )


def _lines(lines: tuple[Line, ...], eraser: Eraser) -> tuple[Line, ...]:
    found = tuple(eraser.erased(line).line for line in lines)
    kept = tuple(one for one in found if one is not None)
    same = len(kept) == len(lines) and all(one is line for one, line in zip(kept, lines, strict=True))
    return lines if same else with_ends(kept, Timing())


def _annotations(found: Iterable[T], eraser: Eraser) -> tuple[T, ...]:
    return tuple(_annotation(one, eraser) for one in found)


def _annotation(one: T, eraser: Eraser) -> T:
    data, count = eraser.without_ids(one.data)
    return evolve(one, data=data) if count else one


def _sanction(one: Sanction, eraser: Eraser) -> Sanction:
    """A sanction of somebody else, which a person who is erased may have imposed or revoked."""
    metadata, _ = eraser.without_ids(one.metadata)
    scope, _ = eraser.without_ids(one.scope)
    return evolve(
        one,
        metadata=metadata,
        scope=scope,
        created_by_user_id=_user(one.created_by_user_id, eraser),
        revoked_by_user_id=_user(one.revoked_by_user_id, eraser),
    )


def _user(user_id: str | None, eraser: Eraser) -> str | None:
    return ERASED if user_id is not None and eraser.is_id(user_id) else user_id
