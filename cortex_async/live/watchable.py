"""What can be watched, and the requests that list and fetch it."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from attrs import evolve

from cortex_async._core.operations import Caller
from cortex_async._core.request import Request
from cortex_async._generated import models
from cortex_async._generated.operations.project import gatherings, messages, participants, sanctions, sessions
from cortex_async.live.object_state import MergeRules
from cortex_async.live.rest_source import ResourceKind, RestSource

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
    """A message from a response, in the form that events have.

    Responses have the name of the speaker but no ids.
    """
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
    """A message from an event, which nobody else has yet: fields that events leave out get the values that
    responses would have.
    """
    data.has_debug_audio = bool(data.has_debug_audio)
    data.type = data.type or "user"
    return data


def merge_messages(old: MessageCreatedEventData, new: MessageCreatedEventData) -> MessageCreatedEventData:
    """The newer message, with the ids of the speaker from whichever of the two has them."""
    participant_id = new.participant_id or old.participant_id
    external_user_id = new.external_user_id or old.external_user_id
    if participant_id is new.participant_id and external_user_id is new.external_user_id:
        return new
    return evolve(new, participant_id=participant_id, external_user_id=external_user_id)


def without_members(gathering: Gathering) -> Gathering:
    """The gathering without its members, which only some requests return. ``watch_members`` follows them."""
    return gathering if gathering.members is None else evolve(gathering, members=None)


SESSION = ResourceKind["Session"](models.Session, created=attrgetter("created_at"))
PARTICIPANT = ResourceKind["Participant"](models.Participant, created=attrgetter("joined_at"))
SANCTION = ResourceKind["Sanction"](
    models.Sanction, created=attrgetter("created_at"), updated=attrgetter("updated_at")
)
GATHERING = ResourceKind["Gathering"](models.Gathering, created=attrgetter("created_at"))
MESSAGE = ResourceKind["MessageCreatedEventData"](
    models.Message,
    created=attrgetter("timestamp"),
    convert=message_of,
    rules=MergeRules(merge=merge_messages, immutable=True),
)
MEMBER = ResourceKind["GatheringMember"](
    models.GatheringMember, created=lambda member: member.invited_at or member.joined_at
)
INVITATION = ResourceKind["Invitation"](models.Invitation, created=attrgetter("invited_at"))


def all_sessions(caller: Caller, bound: Bound) -> RestSource[Session]:
    return RestSource(
        caller,
        bound,
        SESSION,
        ("session", None),
        Request(sessions.LIST, bound),
        one=lambda key: Request(sessions.GET, (*bound, key)),
    )


def one_session(caller: Caller, bound: Bound, session_id: str) -> RestSource[Session]:
    request = Request(sessions.GET, (*bound, session_id))
    return RestSource(caller, bound, SESSION, ("session", session_id), request, single=True)


def all_participants(caller: Caller, bound: Bound) -> RestSource[Participant]:
    return RestSource(
        caller,
        bound,
        PARTICIPANT,
        ("participant", None),
        Request(participants.LIST, bound),
        items="participants",
        one=lambda key: Request(participants.GET, (*bound, key)),
    )


def one_participant(caller: Caller, bound: Bound, participant_id: str) -> RestSource[Participant]:
    request = Request(participants.GET, (*bound, participant_id))
    return RestSource(caller, bound, PARTICIPANT, ("participant", participant_id), request, single=True)


def all_sanctions(caller: Caller, bound: Bound) -> RestSource[Sanction]:
    return RestSource(
        caller,
        bound,
        SANCTION,
        ("sanction", None),
        Request(sanctions.LIST, bound),
        items="sanctions",
        one=lambda key: Request(sanctions.GET, (*bound, key)),
    )


def one_sanction(caller: Caller, bound: Bound, sanction_id: str) -> RestSource[Sanction]:
    request = Request(sanctions.GET, (*bound, sanction_id))
    return RestSource(caller, bound, SANCTION, ("sanction", sanction_id), request, single=True)


def all_gatherings(caller: Caller, bound: Bound) -> RestSource[Gathering]:
    return RestSource(
        caller,
        bound,
        GATHERING,
        ("gathering", None),
        Request(gatherings.LIST, bound),
        items="gatherings",
        one=lambda key: Request(gatherings.GET, (*bound, key)),
    )


def one_gathering(caller: Caller, bound: Bound, gathering_id: str) -> RestSource[Gathering]:
    request = Request(gatherings.GET, (*bound, gathering_id))
    return RestSource(caller, bound, GATHERING, ("gathering", gathering_id), request, single=True)


def messages_of(caller: Caller, bound: Bound, session_id: str) -> RestSource[MessageCreatedEventData]:
    request = Request(messages.LIST, (*bound, session_id))
    return RestSource(caller, bound, MESSAGE, ("message", session_id), request)


def members_of(caller: Caller, bound: Bound, gathering_id: str) -> RestSource[GatheringMember]:
    request = Request(gatherings.LIST_MEMBERS, (*bound, gathering_id))
    return RestSource(caller, bound, MEMBER, ("member", gathering_id), request)


def invitations_of(caller: Caller, bound: Bound, gathering_id: str) -> RestSource[Invitation]:
    request = Request(gatherings.LIST_INVITATIONS, (*bound, gathering_id))
    return RestSource(caller, bound, INVITATION, ("invitation", gathering_id), request)
