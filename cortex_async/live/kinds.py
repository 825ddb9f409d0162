"""What can be watched, and how the API lists it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from cortex_async._core.operations import Caller
from cortex_async._core.request import Request
from cortex_async._generated import models
from cortex_async._generated.operations.project import gatherings, messages, participants, sanctions, sessions
from cortex_async.live.knowledge import Rules
from cortex_async.live.sources import Kind, Source

if TYPE_CHECKING:
    from cortex_async._generated.models import (
        Gathering,
        GatheringMember,
        Invitation,
        Message,
        MessageCreatedEventData,
        Participant,
        Sanction,
        Session,
    )

Bound = tuple[str, ...]


def message_of(row: Message) -> MessageCreatedEventData:
    """A message as answers have it: who spoke is known by name only."""
    return models.MessageCreatedEventData(
        id=row.id,
        content=row.content,
        external_user_id=None,
        participant_id=None,
        sender_name=row.sender_name,
        session_id=row.session_id,
        timestamp=row.timestamp,
        has_debug_audio=row.has_debug_audio,
        type=row.type,
    )


def completed_message(data: MessageCreatedEventData) -> MessageCreatedEventData:
    """A message as events have it, with what they leave out as answers state it."""
    return evolve(data, has_debug_audio=bool(data.has_debug_audio), type=data.type or "user")


def met(old: MessageCreatedEventData, new: MessageCreatedEventData) -> MessageCreatedEventData:
    """The newer, with the speaker that only the other one names."""
    return evolve(
        new,
        participant_id=new.participant_id or old.participant_id,
        external_user_id=new.external_user_id or old.external_user_id,
    )


def without_members(gathering: Gathering) -> Gathering:
    """Some ways of asking bring the members along; for them there is a view that follows them."""
    return gathering if gathering.members is None else evolve(gathering, members=None)


def with_participant(old: Sanction, new: Sanction) -> Sanction:
    """The newer, with whom it concerns where it leaves that out."""
    if new.participant is not None or new.participant_id != old.participant_id:
        return new
    return evolve(new, participant=old.participant)


SESSION = Kind["Session"](models.Session, created=lambda session: session.created_at)
PARTICIPANT = Kind["Participant"](models.Participant, created=lambda participant: participant.joined_at)
SANCTION = Kind["Sanction"](
    models.Sanction,
    created=lambda sanction: sanction.created_at,
    updated=lambda sanction: sanction.updated_at,
)
GATHERING = Kind["Gathering"](models.Gathering, created=lambda gathering: gathering.created_at)
MESSAGE = Kind["MessageCreatedEventData"](
    models.Message,
    created=lambda message: message.timestamp,
    convert=message_of,
    rules=Rules(merge=met, immutable=True),
)
MEMBER = Kind["GatheringMember"](
    models.GatheringMember, created=lambda member: member.invited_at or member.joined_at
)
INVITATION = Kind["Invitation"](models.Invitation, created=lambda invitation: invitation.invited_at)


def all_sessions(caller: Caller, bound: Bound) -> Source[Session]:
    return Source(
        caller,
        SESSION,
        ("session", None),
        Request(sessions.LIST, bound),
        one=lambda key: Request(sessions.GET, (*bound, key)),
    )


def one_session(caller: Caller, bound: Bound, session_id: str) -> Source[Session]:
    request = Request(sessions.GET, (*bound, session_id))
    return Source(caller, SESSION, ("session", session_id), request, single=True)


def all_participants(caller: Caller, bound: Bound) -> Source[Participant]:
    return Source(
        caller,
        PARTICIPANT,
        ("participant", None),
        Request(participants.LIST, bound),
        items="participants",
        one=lambda key: Request(participants.GET, (*bound, key)),
    )


def one_participant(caller: Caller, bound: Bound, participant_id: str) -> Source[Participant]:
    request = Request(participants.GET, (*bound, participant_id))
    return Source(caller, PARTICIPANT, ("participant", participant_id), request, single=True)


def all_sanctions(caller: Caller, bound: Bound) -> Source[Sanction]:
    return Source(
        caller,
        SANCTION,
        ("sanction", None),
        Request(sanctions.LIST, bound),
        items="sanctions",
        one=lambda key: Request(sanctions.GET, (*bound, key)),
    )


def one_sanction(caller: Caller, bound: Bound, sanction_id: str) -> Source[Sanction]:
    request = Request(sanctions.GET, (*bound, sanction_id))
    return Source(caller, SANCTION, ("sanction", sanction_id), request, single=True)


def all_gatherings(caller: Caller, bound: Bound) -> Source[Gathering]:
    return Source(
        caller,
        GATHERING,
        ("gathering", None),
        Request(gatherings.LIST, bound),
        items="gatherings",
        one=lambda key: Request(gatherings.GET, (*bound, key)),
    )


def one_gathering(caller: Caller, bound: Bound, gathering_id: str) -> Source[Gathering]:
    request = Request(gatherings.GET, (*bound, gathering_id))
    return Source(caller, GATHERING, ("gathering", gathering_id), request, single=True)


def messages_of(caller: Caller, bound: Bound, session_id: str) -> Source[MessageCreatedEventData]:
    request = Request(messages.LIST, (*bound, session_id))
    return Source(caller, MESSAGE, ("message", session_id), request)


def members_of(caller: Caller, bound: Bound, gathering_id: str) -> Source[GatheringMember]:
    request = Request(gatherings.LIST_MEMBERS, (*bound, gathering_id))
    return Source(caller, MEMBER, ("member", gathering_id), request)


def invitations_of(caller: Caller, bound: Bound, gathering_id: str) -> Source[Invitation]:
    request = Request(gatherings.LIST_INVITATIONS, (*bound, gathering_id))
    return Source(caller, INVITATION, ("invitation", gathering_id), request)
