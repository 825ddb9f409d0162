"""Invitations to gatherings: records and events as in the real API, but no e-mail is sent."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from cortex_async.emulator.domain import attendance, gatherings, members, participants
from cortex_async.emulator.errors import conflict
from cortex_async.emulator.records import Record, public
from cortex_async.emulator.world import World

DEFAULT_PROTOCOL = "odin://"


def of(world: World, gathering: Record) -> list[Record]:
    """The invitations to a gathering."""
    return _of(world, gathering, ("gathering", gathering["id"]))


def pending_of(world: World, project: Record, participant_id: str) -> list[Record]:
    """The invitations to which a participant has not responded."""
    return world.store.invitations.groups.of(project["id"], ("pending guest", participant_id))


def is_invited(world: World, gathering: Record, participant: Record) -> bool:
    """Whether a participant has been invited and has not declined."""
    key = ("invited", participant["id"], gathering["id"])
    return world.store.invitations.groups.count(gathering["projectId"], key) > 0


def at_creation(world: World, project: Record, gathering: Record, guests: list[Record]) -> None:
    """Invite the guests of a new gathering: those with a user id as members, the others by e-mail only."""
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
    """Invite a participant. A pending invitation is returned as it is and not sent again."""
    for invitation in _of(world, gathering, ("pending guest", participant["id"], gathering["id"])):
        return invitation
    members.invite(world, gathering, participant)
    guest = {"participantId": participant["id"], "displayName": participant["displayName"]}
    invitation = _create(world, gathering, url, invited_by, guest)
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
    """Invite somebody by e-mail. A pending invitation is returned as it is and not sent again."""
    for invitation in _of(world, gathering, ("pending email", gathering["id"], email)):
        return invitation
    invitation = _create(world, gathering, url, invited_by, {"email": email, "displayName": name})
    _emit(world, "sent", project, gathering, {"email": email, "name": name})
    return invitation


def accept(
    world: World, project: Record, gathering: Record, invitation: Record, participant: Record
) -> Record:
    """Accept an invitation; returns the member.

    Accepting twice changes nothing. Raises ``HTTPError`` 409 if not possible.
    """
    if invitation["participantId"] not in (None, participant["id"]):
        raise conflict("Invitation belongs to another participant")
    if invitation["status"] not in ("pending", "accepted"):
        raise conflict(f"Invitation is {invitation['status']}")
    member = attendance.join(world, project, gathering, participant)
    if invitation["status"] == "pending":
        values = {"status": "accepted", "respondedAt": world.clock.iso(), "participantId": participant["id"]}
        _change(world, gathering, invitation, **values)
        data = {
            "invitationId": invitation["id"],
            "gatheringId": gathering["id"],
            "participantId": participant["id"],
        }
        _emit(world, "accepted", project, gathering, data)
    return member


def decline(world: World, project: Record, gathering: Record, invitation: Record) -> None:
    """Decline an invitation and delete an invited member.

    Raises ``HTTPError`` 409 unless the invitation is pending.
    """
    if invitation["status"] != "pending":
        raise conflict(f"Invitation is {invitation['status']}")
    _change(world, gathering, invitation, status="declined", respondedAt=world.clock.iso())
    if invitation["participantId"]:
        member = world.store.members.find(gathering["id"], "participantId", invitation["participantId"])
        if member is not None and member["status"] == "invited":
            attendance.remove(world, project, gathering, member)
    data = {"invitationId": invitation["id"], "gatheringId": gathering["id"]}
    _emit(world, "declined", project, gathering, data)


def join_url(gathering: Record, protocol: str | None = None, site: str | None = None) -> str:
    """The URL of an invitation: a web page if configured, else a URL with the game's own scheme."""
    url: str | None = gathering["_invitationUrl"]
    if site is not None:
        return f"{site.rstrip('/')}/join/{gathering['joinCode']}"
    if protocol is None and url is not None:
        return url
    return f"{protocol or DEFAULT_PROTOCOL}join/{gathering['joinCode']}"


def _of(world: World, gathering: Record, key: Hashable) -> list[Record]:
    return world.store.invitations.groups.of(gathering["projectId"], key)


def _change(world: World, gathering: Record, invitation: Record, **values: Any) -> None:
    invitation.update(values)
    world.store.invitations.changed(gathering["projectId"], invitation)


def _create(world: World, gathering: Record, url: str, invited_by: str | None, guest: Record) -> Record:
    invitation: Record = {
        "id": world.ids.uuid("invitation"),
        "gatheringId": gathering["id"],
        "participantId": None,
        "email": None,
        "invitedById": invited_by,
        "status": "pending",
        "joinUrl": url,
        "joinCode": gathering["joinCode"],
        "invitedAt": world.clock.iso(),
        "expiresAt": gathering["expiresAt"],
        **guest,
    }
    return world.store.invitations.add(gathering["projectId"], invitation)


def _emit(world: World, what: str, project: Record, gathering: Record, data: Record) -> None:
    resource = gatherings.resource(gathering)
    world.emit(f"gathering.invitation.{what}", "occurred", resource, project, data)
