"""From a message or sanction to everything that the API has about it."""

from __future__ import annotations

from functools import partial
from typing import IO, TYPE_CHECKING

from attrs import frozen

from cortex_async._core.free_form import FreeForm
from cortex_async.evidence.errors import EvidenceError
from cortex_async.evidence.evidence import Evidence, now
from cortex_async.evidence.free_form import cleaned
from cortex_async.evidence.known_events import KnownEvents
from cortex_async.evidence.lines import Found, lines_around
from cortex_async.evidence.people import person_of, sanctions_of
from cortex_async.evidence.recording import fetch_audio
from cortex_async.evidence.search import find_session
from cortex_async.evidence.source import Source
from cortex_async.evidence.values import Decision, Subject
from cortex_async.evidence.versions import software
from cortex_async.evidence.window import Extent

if TYPE_CHECKING:
    from cortex_async.models import Message, Sanction, Session, SessionAnnotation


@frozen(kw_only=True)
class Order:
    """What to collect: the parameters of ``collect_evidence``. ``audio``: whether to fetch the recording."""

    message_id: str | None
    sanction_id: str | None
    session_id: str | None
    extents: tuple[Extent, Extent]
    decision: Decision | None
    events: KnownEvents
    audio: bool = True


async def gather(source: Source, order: Order, spool: IO[bytes]) -> Evidence:
    """Fetch everything. Errors are those of ``collect_evidence``.

    spool: an empty file for the recording, which the evidence reads from.
    """
    sanction = None if order.sanction_id is None else await source.project.sanctions.get(order.sanction_id)
    message_id = order.message_id or (None if sanction is None else _message_of(sanction))
    session_id = await _session_id(source, order, sanction, message_id)
    session, messages = await _session(source, session_id)
    found = await lines_around(
        source,
        messages,
        order.events,
        message_id=message_id,
        at=None if sanction is None else sanction.created_at,
        extents=order.extents,
    )
    line = next((one for one in found.lines if one.id == message_id), None)
    _check(source, message_id, sanction, found, known=line is not None)
    audio = None if line is None or not order.audio else await fetch_audio(source, line, messages, spool)
    person = person_of(source, line, sanction, order.events, message_id)
    sanctions = await sanctions_of(source, person, sanction)
    annotations = await _session_annotations(source, session)
    return Evidence(
        project_id=source.project_id,
        subject=Subject(message_id=message_id, session_id=session_id, sanction_id=order.sanction_id),
        collected_at=now(),
        software=software(),
        session=None if session is None else cleaned(session),
        lines=found.lines,
        annotations=found.annotations,
        session_annotations=annotations,
        person=person,
        sanctions=sanctions,
        audio=audio,
        unavailable=tuple(source.unavailable),
        decision=order.decision,
    )


def _message_of(sanction: Sanction) -> str | None:
    """The message that a sanction names in its metadata, by convention."""
    metadata = FreeForm(sanction.metadata)
    return metadata.text("messageId") or metadata.text("message_id")


async def _session_id(
    source: Source, order: Order, sanction: Sanction | None, message_id: str | None
) -> str | None:
    known = order.session_id or (None if message_id is None else order.events.session_of(message_id))
    known = known or (None if sanction is None else sanction.session_id)
    if known is not None:
        return known
    if message_id is None:
        source.note("session", "the sanction names neither a session nor, in its metadata, a message")
        return None
    search = await find_session(source, message_id)
    if search.session_id is None:
        source.note("session", search.failure)
    return search.session_id


async def _session(source: Source, session_id: str | None) -> tuple[Session | None, list[Message]]:
    if session_id is None:
        source.note("transcript", "the session is not known")
        return None, []
    project = source.project
    session = await source.optional("session", "the session", partial(project.sessions.get, session_id), None)
    nothing: list[Message] = []
    fetch = partial(project.messages.list, session_id)
    return session, await source.optional("transcript", "the transcript", fetch, nothing)


def _check(
    source: Source, message_id: str | None, sanction: Sanction | None, found: Found, *, known: bool
) -> None:
    """Note that the line is not known. Raises ``EvidenceError`` if nothing is known at all."""
    if message_id is None:
        source.note("line", "the sanction names no message: its metadata has no messageId")
        source.note("audio", "the message is not known")
    elif not known:
        if sanction is None and not found.annotations:
            reasons = [one.reason for one in source.unavailable if one.part in ("session", "transcript")]
            reason = reasons[0] if reasons else "it is not in the session"
            raise EvidenceError(f"message_id {message_id!r} was not found: {reason}")
        source.note("line", "the message is not in what could be had of the transcript")
        source.note("audio", "the message is not known")


async def _session_annotations(source: Source, session: Session | None) -> tuple[SessionAnnotation, ...]:
    if session is None:
        return ()
    nothing: list[SessionAnnotation] = []
    fetch = partial(source.project.sessions.list_annotations, session.id)
    found = await source.optional("annotations", "annotations of the session", fetch, nothing)
    return tuple(sorted(map(cleaned, found), key=lambda one: (one.created_at, one.id)))
