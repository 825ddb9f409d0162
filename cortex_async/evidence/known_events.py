"""Events that the caller has: they name the session, the text and the speaker of a message for certain."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Protocol, TypeAlias, cast

from attrs import define, field

from cortex_async._core.arguments import data_of, wrong_type
from cortex_async.models import MessageAnnotation, MessageAnnotationCreatedEventData, MessageCreatedEventData

if TYPE_CHECKING:
    from datetime import datetime

    from cortex_async.events import MessageAnnotationCreatedEvent, MessageCreatedEvent
    from cortex_async.models import Message

    KnownEvent: TypeAlias = MessageCreatedEvent | MessageCreatedEventData | MessageAnnotationCreatedEvent

_EXPECTED = "a message.created event, its data, or a message.annotation.created event"


class _Envelope(Protocol):
    resource_id: str
    tenant_id: str
    timestamp: datetime


@define
class KnownEvents:
    """What events say: messages, annotations, and whose a message is."""

    messages: dict[str, MessageCreatedEventData] = field(factory=dict[str, MessageCreatedEventData])
    annotations: dict[str, list[MessageAnnotation]] = field(factory=dict[str, list[MessageAnnotation]])
    _speakers: dict[str, tuple[str | None, str | None]] = field(
        factory=dict[str, tuple[str | None, str | None]]
    )
    _sessions: dict[str, str] = field(factory=dict[str, str])

    @classmethod
    def of(cls, events: Iterable[KnownEvent]) -> KnownEvents:
        """Raises ``ArgumentError`` for anything but such events."""
        if not isinstance(events, Iterable):  # pyright: ignore[reportUnnecessaryIsInstance]  # from outside
            raise wrong_type("events", "an iterable of events", events)
        found = cls()
        for place, event in enumerate(events):
            found._add(event, f"events[{place}]")
        return found

    def session_of(self, message_id: str) -> str | None:
        """The session of a message, None if no event names it."""
        message = self.messages.get(message_id)
        return message.session_id if message is not None else self._sessions.get(message_id)

    def with_speaker(self, message: Message | MessageCreatedEventData) -> Message | MessageCreatedEventData:
        """A message with the ids of its speaker, if an event has them."""
        known = self.messages.get(message.id)
        if known is not None and (known.participant_id or known.external_user_id):
            ids = known.participant_id, known.external_user_id
        else:
            ids = self._speakers.get(message.id, (None, None))
        if ids == (None, None):
            return message
        return MessageCreatedEventData(
            id=message.id,
            content=message.content,
            sender_name=message.sender_name,
            session_id=message.session_id,
            timestamp=message.timestamp,
            participant_id=ids[0],
            external_user_id=ids[1],
            has_debug_audio=message.has_debug_audio,
            type=message.type,
        )

    def speaker_of(self, message_id: str) -> tuple[str | None, str | None]:
        """Participant id and external user id, as far as an annotation's event names them."""
        return self._speakers.get(message_id, (None, None))

    def _add(self, event: object, place: str) -> None:
        data = data_of(event, place)
        if isinstance(data, MessageCreatedEventData):
            self.messages[data.id] = data
        elif isinstance(data, MessageAnnotationCreatedEventData) and data is not event:
            self._add_annotation(cast("_Envelope", event), data)
        else:
            raise wrong_type(place, _EXPECTED, event)

    def _add_annotation(self, event: _Envelope, data: MessageAnnotationCreatedEventData) -> None:
        annotation = MessageAnnotation(
            id=data.annotation_id,
            created_at=event.timestamp,
            data=data.content,
            message_id=data.message_id,
            tenant_id=event.tenant_id,
            type=data.type,
        )
        self.annotations.setdefault(data.message_id, []).append(annotation)
        if data.participant_id or data.external_user_id:
            self._speakers[data.message_id] = (data.participant_id, data.external_user_id)
        # The spec does not say what an annotation's event names: the message, or perhaps its session.
        kind, _, identifier = event.resource_id.partition(":")
        if kind == "session" and identifier:
            self._sessions[data.message_id] = identifier
