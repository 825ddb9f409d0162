"""What each domain event means, and to which views.

The events and their payloads: https://docs.4players.io/cortex/features/events/
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from attrs import define

from cortex_async._core.call_errors import DecodeError
from cortex_async._generated import events as domain
from cortex_async._generated.models.gatherings import Invitation
from cortex_async._generated.models.sanctions import Sanction
from cortex_async.live.event_updates import both, id_of, invalidate, key_of, seconds_of, upsert
from cortex_async.live.routing import VIEW_KINDS, session_of
from cortex_async.live.updates import Delete, InvalidateList, RoutedUpdate, Update
from cortex_async.live.watchable import completed_message, without_members

_Reader: TypeAlias = "Callable[[Any, Mapping[str, Any], float | None], Sequence[RoutedUpdate]]"
"""Reads an event, given as decoded, as raw JSON, and by its time in Unix seconds."""

TYPES = ("session.*", "participant.*", "sanction.*", "gathering.*", "message.created")
"""The event types that views subscribe to."""


# Not frozen: a frozen class's constructor takes three times as long, and this one runs for every event.
@define(eq=False)
class EventUpdates:
    """An event as updates of views.

    id: of the event, to recognise duplicates. at: when it happened, in Unix seconds; None if it does not say.
    """

    id: str | None
    at: float | None
    updates: Sequence[RoutedUpdate]


def read_event(raw: Mapping[str, Any]) -> EventUpdates | None:
    """The updates that an event makes, None if it concerns no view."""
    event: domain.Event
    try:
        # With its payload, which is about to be read. To decode it later, on its own, takes longer.
        event = domain.DECODERS[raw["type"]](raw)
    except Exception:  # noqa: BLE001  (the payload may be anything; ``decode_event`` returns what can be read)
        event = domain.decode_event(raw, check_payload=False)
    at = seconds_of(event.timestamp)
    read = _READERS.get(type(event))
    if read is None:
        return None
    try:
        updates = read(event, raw, at)
    except DecodeError:
        # Nothing of an event that does not match is relied upon, its time included.
        at = None
        updates = _of_unknown(event, raw, at)
    except (AttributeError, TypeError):
        # A null where the spec requires a value.
        updates = _of_unknown(event, raw, at)
    return EventUpdates(event.id, at, updates) if updates else None


def _upserting(kind: str) -> _Reader:
    def read(event: Any, raw: Mapping[str, Any], at: float | None) -> Sequence[RoutedUpdate]:
        return both(kind, upsert(event.payload.data, at, raw))

    return read


def _deleting(kind: str) -> _Reader:
    def read(event: Any, raw: Mapping[str, Any], at: float | None) -> Sequence[RoutedUpdate]:
        return both(kind, Delete(key_of(event.payload.data)))

    return read


def _of_sanction(event: Any, raw: Mapping[str, Any], at: float | None) -> Sequence[RoutedUpdate]:
    sanction: Sanction = event.payload.data
    # Sanctions carry the time of their last change in responses too, so the order needs no other clock.
    changed = seconds_of(sanction.updated_at)
    return both("sanction", upsert(sanction, at if changed is None else changed, raw))


def _of_message(
    event: domain.MessageCreatedEvent, raw: Mapping[str, Any], at: float | None
) -> Sequence[RoutedUpdate]:
    message = completed_message(event.payload.data)
    return ((("message", message.session_id), upsert(message, at, raw)),)


def _of_gathering(event: Any, raw: Mapping[str, Any], at: float | None) -> Sequence[RoutedUpdate]:
    gathering = without_members(event.payload.data)
    updates = both("gathering", upsert(gathering, at, raw))
    if gathering.status in ("ended", "cancelled", "expired"):
        return (*updates, (("invitation", gathering.id), InvalidateList()))
    return updates


def _of_member(event: Any, raw: Mapping[str, Any], at: float | None) -> Sequence[RoutedUpdate]:
    gathering_id, member = event.payload.data.gathering_id, event.payload.data.member
    # The gathering has a count of its members, but no event when it changes.
    counted = both("gathering", invalidate(gathering_id, at))
    return ((("member", gathering_id), upsert(member, at, raw)), *counted)


def _of_member_left(event: Any, raw: Mapping[str, Any], at: float | None) -> Sequence[RoutedUpdate]:
    gathering_id = event.payload.data.gathering_id
    return ((("member", gathering_id), InvalidateList()), *both("gathering", invalidate(gathering_id, at)))


def _of_invitation(
    event: domain.GatheringInvitationSentEvent, raw: Mapping[str, Any], at: float | None
) -> Sequence[RoutedUpdate]:
    invitation = event.payload.data
    gathering_id: str | None
    update: Update[Any]
    if isinstance(invitation, Invitation):
        gathering_id, update = invitation.gathering_id, upsert(invitation, at, raw)
    else:
        # By e-mail: the event has the address, but not the id of the invitation.
        gathering_id, update = id_of(event.resource_id, "gathering"), InvalidateList()
    # The invited participant becomes a member with the status "invited".
    return (("invitation", gathering_id), update), (("member", gathering_id), InvalidateList())


def _of_response_to_invitation(
    event: Any, raw: Mapping[str, Any], at: float | None
) -> Sequence[RoutedUpdate]:
    gathering_id = event.payload.data.gathering_id
    return (("invitation", gathering_id), InvalidateList()), (("member", gathering_id), InvalidateList())


def _of_unknown(event: Any, raw: Mapping[str, Any], at: float | None) -> Sequence[RoutedUpdate]:
    """The updates of an unknown event type or payload. Which views it concerns can still be seen."""
    if raw.get("type") == "message.created" and (session_id := session_of(raw)) is not None:
        return ((("message", session_id), InvalidateList()),)
    kind = str(raw.get("type")).partition(".")[0]
    key = id_of(raw.get("resourceId"), kind)
    view_kinds = VIEW_KINDS.get(kind)
    if key is None or view_kinds is None:
        return ()
    lists = ((((view_kind, key), InvalidateList())) for view_kind in view_kinds[1:])
    return (*both(kind, invalidate(key, at)), *lists)


_READERS: Mapping[type, _Reader] = {
    domain.SessionCreatedEvent: _upserting("session"),
    domain.SessionUpdatedEvent: _upserting("session"),
    domain.SessionDeletedEvent: _deleting("session"),
    domain.ParticipantCreatedEvent: _upserting("participant"),
    domain.ParticipantUpdatedEvent: _upserting("participant"),
    domain.ParticipantDeletedEvent: _deleting("participant"),
    domain.SanctionCreatedEvent: _of_sanction,
    domain.SanctionUpdatedEvent: _of_sanction,
    domain.SanctionRevokedEvent: _of_sanction,
    domain.MessageCreatedEvent: _of_message,
    domain.GatheringCreatedEvent: _of_gathering,
    domain.GatheringUpdatedEvent: _of_gathering,
    domain.GatheringStartedEvent: _of_gathering,
    domain.GatheringEndedEvent: _of_gathering,
    domain.GatheringCancelledEvent: _of_gathering,
    domain.GatheringMemberJoinedEvent: _of_member,
    domain.GatheringMemberReadyEvent: _of_member,
    domain.GatheringMemberLeftEvent: _of_member_left,
    domain.GatheringInvitationSentEvent: _of_invitation,
    domain.GatheringInvitationAcceptedEvent: _of_response_to_invitation,
    domain.GatheringInvitationDeclinedEvent: _of_response_to_invitation,
    domain.UnknownEvent: _of_unknown,
}
"""How each event is read. A function raises ``AttributeError`` or ``TypeError`` for nulls in the payload."""
