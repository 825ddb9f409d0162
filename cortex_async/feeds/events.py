"""What the events of a project mean to a feed of its messages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, TypeAlias, cast

from attrs import frozen

from cortex_async._generated import events as domain
from cortex_async.feeds.values import FeedMessage
from cortex_async.live.routing import session_of
from cortex_async.transcripts.speakers import Speakers
from cortex_async.transcripts.timing import Timing, duration
from cortex_async.transcripts.values import Speaker

if TYPE_CHECKING:
    from cortex_async.models import Message, MessageCreatedEventData

TYPES: Final = (
    "message.created",
    "session.created",
    "session.updated",
    "session.deleted",
    "participant.created",
    "participant.updated",
    "participant.deleted",
)
"""The event types that a feed subscribes to. Those of participants say which names to look up again."""

_TIMING: Final = Timing()
_NOBODY: Final = Speakers()
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
_LATEST: Final = datetime.max.replace(tzinfo=UTC)


@frozen
class Said:
    """A message. id: of the event, to recognise duplicates. at: microseconds since 1970."""

    id: str | None
    message: FeedMessage
    at: int


@frozen
class SessionSeen:
    """A session was created or has changed.

    created: microseconds since 1970. new: whether it was created just now.
    """

    id: str | None
    session_id: str
    created: int
    ended: bool
    new: bool


@frozen
class SessionGone:
    """A session was deleted."""

    id: str | None
    session_id: str


@frozen
class NamesChanged:
    """Participants have taken or given up display names; None if it is not known which."""

    id: str | None
    names: tuple[str, ...] | None


@frozen
class Unreadable:
    """An event about a session whose content cannot be read. session_id: None if not even that is known."""

    id: str | None
    session_id: str | None


FeedEvent: TypeAlias = Said | SessionSeen | SessionGone | NamesChanged | Unreadable


def read_event(raw: Mapping[str, Any]) -> FeedEvent | None:
    """What an event means, None if it concerns no feed."""
    event = domain.decode_event(raw)
    try:
        return _meaning(event, raw)
    except (AttributeError, TypeError, ValueError):
        # A null where the spec requires a value.
        return _unreadable(event, raw)


def microseconds(moment: datetime) -> int:
    """A time in microseconds since 1970."""
    return (moment - _EPOCH) // _MICROSECOND


def moment_of(at: int) -> datetime:
    """A time from microseconds since 1970."""
    return _EPOCH + at * _MICROSECOND


def message_of_event(data: MessageCreatedEventData) -> FeedMessage:
    """A message that an event brought, with the speaker that it names."""
    kind = data.type or "user"
    speaker = _NOBODY.find(data.sender_name, data.participant_id, data.external_user_id, kind)
    return FeedMessage(
        id=_string(data.id),
        session_id=_string(data.session_id),
        speaker=speaker,
        start=data.timestamp.astimezone(UTC),
        end=_end(data.timestamp.astimezone(UTC), data.content),
        text=data.content,
        kind=kind,
        source="live",
        has_debug_audio=bool(data.has_debug_audio),
    )


def message_of_row(row: Message, session_id: str, speaker: Speaker) -> FeedMessage:
    """A message that was fetched."""
    start = row.timestamp.astimezone(UTC)
    return FeedMessage(
        id=_string(row.id),
        session_id=session_id,
        speaker=speaker,
        start=start,
        end=_end(start, row.content),
        text=row.content,
        kind=row.type or "user",
        source="catch_up",
        has_debug_audio=bool(row.has_debug_audio),
    )


def _meaning(event: domain.Event, raw: Mapping[str, Any]) -> FeedEvent | None:
    match event:
        case domain.MessageCreatedEvent():
            message = message_of_event(event.payload.data)
            return Said(event.id, message, microseconds(message.start))
        case domain.SessionCreatedEvent() | domain.SessionUpdatedEvent():
            session = event.payload.data
            created = microseconds(session.created_at)
            ended, new = session.status == "ended", isinstance(event, domain.SessionCreatedEvent)
            return SessionSeen(event.id, _string(session.id), created, ended, new)
        case domain.SessionDeletedEvent():
            return SessionGone(event.id, _string(event.payload.data.id))
        case domain.ParticipantCreatedEvent() | domain.ParticipantDeletedEvent():
            return NamesChanged(event.id, (event.payload.data.display_name,))
        case domain.ParticipantUpdatedEvent():
            return NamesChanged(event.id, _names(event.payload.data.display_name, raw))
        case _:
            return _unreadable(event, raw)


def _names(name: str, raw: Mapping[str, Any]) -> tuple[str, ...] | None:
    """Both names of a participant that has changed; None if the old one is not known."""
    changes: object = raw["payload"].get("changes")
    if not isinstance(changes, dict):
        return None
    before: object = cast("dict[str, object]", changes).get("displayName", name)
    return (name, before) if isinstance(before, str) else None


def _unreadable(event: domain.Event, raw: Mapping[str, Any]) -> FeedEvent | None:
    kind = str(raw.get("type"))
    if kind == "message.created":
        return Unreadable(event.id, session_of(raw))
    if kind.startswith("session."):
        head, _, session_id = str(raw.get("resourceId") or "").partition(":")
        return Unreadable(event.id, session_id if head == "session" and session_id else None)
    return NamesChanged(event.id, None) if kind.startswith("participant.") else None


def _end(start: datetime, text: str) -> datetime:
    try:
        return start + timedelta(seconds=duration(text, _TIMING))
    except OverflowError:
        return _LATEST


def _string(value: object) -> str:
    if not isinstance(value, str) or not value:
        raise TypeError("not an id")
    return value
