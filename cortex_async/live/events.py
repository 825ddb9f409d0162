"""What each domain event means, and to which views."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from math import inf
from typing import Any, TypeAlias

from attrs import frozen

from cortex_async._generated import events as domain
from cortex_async._generated.decoders import gatherings, participants, sanctions, sessions
from cortex_async._generated.models.gatherings import Gathering, Invitation
from cortex_async._generated.models.participants import Participant
from cortex_async._generated.models.sanctions import Sanction
from cortex_async._generated.models.sessions import Session
from cortex_async.live.kinds import completed_message, without_members
from cortex_async.live.routing import FAMILIES, session_of
from cortex_async.live.signals import Delete, Recheck, Reread, Signal, Topic, Upsert

Addressed: TypeAlias = tuple[Topic, Signal[Any]]

TYPES = ("session.*", "participant.*", "sanction.*", "gathering.*", "message.created")
"""What a stream for views asks for."""

_DECODERS: dict[type, Callable[[Any], Any]] = {
    Session: sessions.DECODERS[Session],
    Participant: participants.DECODERS[Participant],
    Sanction: sanctions.DECODERS[Sanction],
    Gathering: gatherings.DECODERS[Gathering],
}


@frozen
class News:
    """An event for views.

    id: of the event, by which duplicates are known. at: when it happened, in Unix seconds; None if it does not say.
    """

    id: str | None
    at: float | None
    signals: tuple[Addressed, ...]


def read_event(raw: Mapping[str, Any]) -> News | None:
    """None for an event that concerns no view."""
    event = domain.decode_event(raw)
    at = _seconds(event.timestamp)
    try:
        signals = tuple(_signals(event, raw, at))
    except (AttributeError, TypeError):
        # A null where the document promises something.
        signals = tuple(_of_unknown(raw, at))
    return News(event.id, at, signals) if signals else None


def _signals(event: domain.Event, raw: Mapping[str, Any], at: float | None) -> Iterator[Addressed]:
    match event:
        case domain.SessionDeletedEvent():
            yield from _both("session", Delete(_key(event.payload.data)))
        case domain.SessionCreatedEvent() | domain.SessionUpdatedEvent():
            yield from _both("session", _upsert(event.payload.data, at, raw))
        case domain.ParticipantDeletedEvent():
            yield from _both("participant", Delete(_key(event.payload.data)))
        case domain.ParticipantCreatedEvent() | domain.ParticipantUpdatedEvent():
            yield from _both("participant", _upsert(event.payload.data, at, raw))
        case domain.SanctionCreatedEvent() | domain.SanctionUpdatedEvent() | domain.SanctionRevokedEvent():
            sanction = event.payload.data
            # Sanctions carry the instant of their last change, in answers too: there is nothing to compare it with.
            changed = _seconds(sanction.updated_at)
            yield from _both("sanction", _upsert(sanction, at if changed is None else changed, raw))
        case domain.MessageCreatedEvent():
            message = completed_message(event.payload.data)
            yield ("message", message.session_id), _upsert(message, at, raw)
        case domain.UnknownEvent():
            yield from _of_unknown(raw, at)
        case _:
            yield from _of_gathering(event, raw, at)


def _of_gathering(event: domain.Event, raw: Mapping[str, Any], at: float | None) -> Iterator[Addressed]:
    match event:
        case (
            domain.GatheringCreatedEvent()
            | domain.GatheringUpdatedEvent()
            | domain.GatheringStartedEvent()
            | domain.GatheringEndedEvent()
            | domain.GatheringCancelledEvent()
        ):
            gathering = without_members(event.payload.data)
            yield from _both("gathering", _upsert(gathering, at, raw))
            yield from _invitations_expired(gathering)
        case domain.GatheringMemberJoinedEvent() | domain.GatheringMemberReadyEvent():
            member = event.payload.data.member
            yield ("member", event.payload.data.gathering_id), _upsert(member, at, raw)
            # The gathering counts its members, and says nothing when the count changes.
            yield from _both("gathering", _recheck(event.payload.data.gathering_id, at))
        case domain.GatheringMemberLeftEvent():
            yield ("member", event.payload.data.gathering_id), Reread()
            yield from _both("gathering", _recheck(event.payload.data.gathering_id, at))
        case domain.GatheringInvitationSentEvent():
            yield from _of_invitation(event, raw, at)
        case domain.GatheringInvitationAcceptedEvent() | domain.GatheringInvitationDeclinedEvent():
            yield ("invitation", event.payload.data.gathering_id), Reread()
            yield ("member", event.payload.data.gathering_id), Reread()
        case _:
            return


def _of_invitation(
    event: domain.GatheringInvitationSentEvent, raw: Mapping[str, Any], at: float | None
) -> Iterator[Addressed]:
    invitation = event.payload.data
    gathering_id: str | None
    if isinstance(invitation, Invitation):
        gathering_id = invitation.gathering_id
        yield ("invitation", gathering_id), _upsert(invitation, at, raw)
    else:
        # By e-mail: the event names the address and nothing that the invitation could be known by.
        gathering_id = _id_of(event.resource_id, "gathering")
        yield ("invitation", gathering_id), Reread()
    # Whoever is invited becomes a member with the status invited.
    yield ("member", gathering_id), Reread()


def _invitations_expired(gathering: Gathering) -> Iterator[Addressed]:
    if gathering.status in ("ended", "cancelled", "expired"):
        yield ("invitation", gathering.id), Reread()


def _of_unknown(raw: Mapping[str, Any], at: float | None) -> Iterator[Addressed]:
    """A type of tomorrow, or a payload of another shape: whom it concerns can still be told."""
    if raw.get("type") == "message.created" and (session_id := session_of(raw)) is not None:
        yield ("message", session_id), Reread()
    kind = str(raw.get("type")).partition(".")[0]
    key = _id_of(raw.get("resourceId"), kind)
    families = FAMILIES.get(kind)
    if key is None or families is None:
        return
    yield from _both(kind, _recheck(key, at))
    for family in families[1:]:
        yield (family, key), Reread()


def _both(kind: str, signal: Upsert[Any] | Delete | Recheck) -> Iterator[Addressed]:
    """To the views of the object, and to those of all objects of its kind."""
    yield (kind, None), signal
    yield (kind, signal.key), signal


def _recheck(key: str, at: float | None) -> Recheck:
    # An instant that is not told counts as later than all others: the question is not answered by another event.
    return Recheck(key, inf if at is None else at)


def _upsert(value: Any, at: float | None, raw: Mapping[str, Any]) -> Upsert[Any] | Recheck:
    key = _key(value)
    if at is None:
        return _recheck(key, at)
    if not raw["payload"].get("changes"):
        return Upsert(key, value, at)
    return Upsert(key, value, at, lambda: _earlier(value, raw["payload"]))


def _key(value: Any) -> str:
    if not isinstance(value.id, str):
        raise TypeError("an object without an id")
    return value.id


def _earlier(value: object, payload: Mapping[str, Any]) -> Any:
    """What the object was before: its fields with the old values of those that changed. None if that makes no object."""
    decode = _DECODERS.get(type(value))
    try:
        earlier = decode({**payload["data"], **payload["changes"]}) if decode is not None else None
        return without_members(earlier) if isinstance(earlier, Gathering) else earlier
    except (AttributeError, KeyError, TypeError, ValueError):
        return None


def _seconds(moment: object) -> float | None:
    return moment.timestamp() if isinstance(moment, datetime) else None


def _id_of(resource_id: object, kind: str) -> str | None:
    head, colon, key = str(resource_id or "").partition(":")
    return key if head == kind and colon and key else None
