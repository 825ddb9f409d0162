"""Invitations to gatherings. Nothing is mailed; the records and events are those of the real thing."""

from __future__ import annotations

from cortex_async.emulator.domain import attendance, gatherings, members, participants
from cortex_async.emulator.errors import conflict
from cortex_async.emulator.records import Record, public
from cortex_async.emulator.world import World

DEFAULT_PROTOCOL = "odin://"


def of(world: World, gathering: Record) -> list[Record]:
    invitations = world.store.invitations.of(gathering["projectId"])
    return [invitation for invitation in invitations if invitation["gatheringId"] == gathering["id"]]


def at_creation(world: World, project: Record, gathering: Record, guests: list[Record]) -> None:
    """Guests with a user id become members to come; the others are invited by e-mail only."""
    for guest in guests:
        if guest.get("userId"):
            participant = participants.find_or_create(world, project, guest["userId"], guest["name"])
            to_participant(world, project, gathering, participant, join_url(gathering))
        else:
            to_email(world, project, gathering, guest["email"], guest["name"], join_url(gathering))


def to_participant(
    world: World,
    project: Record,
    gathering: Record,
    participant: Record,
    url: str,
    invited_by: str | None = None,
) -> Record:
    """An invitation that is still pending is not sent again."""
    for invitation in of(world, gathering):
        if invitation["participantId"] == participant["id"] and invitation["status"] == "pending":
            return invitation
    members.invite(world, gathering, participant)
    invitation = _create(world, gathering, url, invited_by)
    invitation.update(participantId=participant["id"], displayName=participant["displayName"])
    _emit(world, "sent", project, gathering, public(invitation))
    return invitation


def to_email(
    world: World,
    project: Record,
    gathering: Record,
    email: str,
    name: str,
    url: str,
    invited_by: str | None = None,
) -> Record:
    for invitation in of(world, gathering):
        if invitation["email"] == email and invitation["status"] == "pending":
            return invitation
    invitation = _create(world, gathering, url, invited_by)
    invitation.update(email=email, displayName=name)
    _emit(world, "sent", project, gathering, {"email": email, "name": name})
    return invitation


def accept(
    world: World, project: Record, gathering: Record, invitation: Record, participant: Record
) -> Record:
    """The member. Raises ``Refusal`` with the reason when it cannot be; accepting twice changes nothing."""
    if invitation["participantId"] not in (None, participant["id"]):
        raise conflict("Invitation belongs to another participant")
    if invitation["status"] not in ("pending", "accepted"):
        raise conflict(f"Invitation is {invitation['status']}")
    member = attendance.join(world, project, gathering, participant)
    if invitation["status"] == "pending":
        invitation.update(status="accepted", respondedAt=world.clock.iso(), participantId=participant["id"])
        happened = {
            "invitationId": invitation["id"],
            "gatheringId": gathering["id"],
            "participantId": participant["id"],
        }
        _emit(world, "accepted", project, gathering, happened)
    return member


def decline(world: World, project: Record, gathering: Record, invitation: Record) -> None:
    """Whoever had only been invited is no member any more. Raises ``Refusal`` 409 when it is answered already."""
    if invitation["status"] != "pending":
        raise conflict(f"Invitation is {invitation['status']}")
    invitation.update(status="declined", respondedAt=world.clock.iso())
    if invitation["participantId"]:
        member = world.store.members.find(gathering["id"], invitation["participantId"])
        if member is not None and member["status"] == "invited":
            attendance.remove(world, project, gathering, member)
    happened = {"invitationId": invitation["id"], "gatheringId": gathering["id"]}
    _emit(world, "declined", project, gathering, happened)


def join_url(gathering: Record, protocol: str | None = None, site: str | None = None) -> str:
    """A web address when one is known, otherwise an address of the game's own protocol."""
    address: str | None = gathering["_invitationUrl"]
    if site is not None:
        return f"{site.rstrip('/')}/join/{gathering['joinCode']}"
    if protocol is None and address is not None:
        return address
    return f"{protocol or DEFAULT_PROTOCOL}join/{gathering['joinCode']}"


def _create(world: World, gathering: Record, url: str, invited_by: str | None) -> Record:
    invitation: Record = {
        "id": world.ids.uuid(),
        "gatheringId": gathering["id"],
        "participantId": None,
        "email": None,
        "invitedById": invited_by,
        "status": "pending",
        "joinUrl": url,
        "joinCode": gathering["joinCode"],
        "invitedAt": world.clock.iso(),
        "expiresAt": gathering["expiresAt"],
    }
    return world.store.invitations.add(gathering["projectId"], invitation)


def _emit(world: World, what: str, project: Record, gathering: Record, happened: Record) -> None:
    resource = gatherings.resource(gathering)
    world.emit(f"gathering.invitation.{what}", "occurred", resource, project, happened)
