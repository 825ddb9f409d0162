"""What grows, and what a call finds."""

from __future__ import annotations

from cortex_async.emulator import Emulator
from cortex_async.emulator.domain import (
    annotating,
    app_settings,
    attendance,
    function_settings,
    functions,
    gatherings,
    invitations,
    participants,
    plugins,
    room,
    sanctions,
    sessions,
    tenancy,
    voice,
    webhooks,
)
from cortex_async.emulator.records import Record

FUNCTION = {"name": "f", "code": ""}
HOOK = {"url": "http://127.0.0.1:9/", "secret": "s", "events": ["participant.created"]}


def grow(emulator: Emulator, project_id: str, count: int) -> None:
    """Add ``count`` records of each kind that can be many."""
    world, project = emulator.world, emulator.world.project(project_id)
    creator = tenancy.first_user(world, project["_tenantId"])["id"]
    session = running(emulator, project)
    lobby = gatherings.create(world, project, {"name": "g", "type": "lobby"}, creator)
    function = functions.create(world, project, {**FUNCTION, "slug": world.ids.word(8)})
    voice.activate(world, project)
    webhooks.subscribe(world, project, {**HOOK, "events": ["session.created"]})
    for number in range(count):
        name = world.ids.word(8)
        person = participants.find_or_create(world, project, name, f"Someone {number}")
        message = room.say(world, session, name, "hello")
        annotating.annotate_message(world, project, message, "toxicity", {})
        annotating.annotate_session(world, project, session, "language", {})
        sessions.create(world, project, title="t", room_id="r", created_by=creator, auto_start=False)
        other = gatherings.create(world, project, {"name": "g", "type": "lobby"}, creator)
        attendance.join(world, project, other, person)
        invitations.to_email(world, project, lobby, f"{name}@x.y", name, "u")
        end = world.later(60) if number % 2 else None
        sanction = {"type": "mute", "participantId": person["id"], "endAt": end}
        sanctions.create(world, project, sanction, creator)
        webhooks.subscribe(world, project, {**HOOK, "events": [f"never.{number}"]})
        tenancy.add_project_user(world, project, name, f"{name}@x.y", "developer", "active")
        voice.create_access_key(world, project, name, None)
        functions.publish(world, function, creator, None)
        emulator.faults.next("listApps", times=1, status=500)
        emulator.faults.events.drop("never.*")


def strangers(emulator: Emulator, count: int) -> None:
    """Add as many other tenants, each with a project and a key."""
    for _ in range(count):
        name = emulator.world.ids.word(8)
        tenant = tenancy.create_tenant(emulator.world, name)
        tenancy.add_project(emulator.world, tenant["id"], name)
        tenancy.issue_key(emulator.world, tenant["id"], name)


def running(emulator: Emulator, project: Record) -> Record:
    """A session whose bot runs."""
    creator = tenancy.first_user(emulator.world, project["_tenantId"])["id"]
    session = sessions.create(
        emulator.world, project, title="t", room_id="r", created_by=creator, auto_start=False
    )
    sessions.start_bot(emulator.world, project["id"], session["id"])
    return session


def fresh(emulator: Emulator, project_id: str) -> dict[str, str]:
    """New records of every kind, by the names that cases have for them."""
    world, project = emulator.world, emulator.world.project(project_id)
    creator, unique = tenancy.first_user(world, project["_tenantId"]), world.ids.word(12)
    configured = app_settings.find(world, project_id) or app_settings.configure(world, project)
    configured.update(hasSecret=True, debugAudioEnabled=True)
    for one in world.store.functions.of(project_id)[1:]:
        functions.delete(world, one)
    session, function = (
        running(emulator, project),
        functions.create(world, project, {**FUNCTION, "slug": unique}),
    )
    message = room.say(world, session, unique, "hello")
    people = [
        participants.find_or_create(world, project, f"{unique}-{one}") for one in ("owner", "guest", "new")
    ]
    owner, guest, new = people
    lobby = gatherings.create(
        world, project, {"name": "g", "type": "lobby", "ownerId": owner["id"]}, creator["id"]
    )
    invitation = invitations.to_participant(world, project, lobby, guest, "u")
    functions.publish(world, function, creator["id"], None)
    settings = function_settings.of(world, project_id)
    settings.update(isActivated=True, _runtime="running", maxFunctions=100)
    functions.deploy(world, function)
    for one in world.store.plugin_instances.of(project_id):
        world.store.plugin_instances.remove(project_id, one["id"])
    subscription = webhooks.subscribe(world, project, {**HOOK, "events": [f"{unique}.created"]})
    world.timers.fire_due()
    return {
        "project": project_id,
        "secret": project["_secret"],
        "fusion": creator["_fusionSession"],
        "email": creator["email"],
        "unique": unique,
        "key": tenancy.issue_key(world, project["_tenantId"], unique)[0]["id"],
        "user": tenancy.add_project_user(world, project, unique, f"{unique}@a.b", "developer", "active")[
            "id"
        ],
        "access": voice.create_access_key(world, project, unique, None)[0]["id"],
        "plugin": plugins.install(world, project, "session-summary", {})["id"],
        "sanction": sanctions.create(world, project, {"type": "mute", "externalUserId": unique}, "c")["id"],
        "row": world.store.webhook_events.groups.page(project_id, ("status", None), range(1))[0]["id"],
        "session": session["id"],
        "message": message["id"],
        "speaker": message["_participantId"],
        "function": function["id"],
        "participant": new["id"],
        "owner": owner["id"],
        "guest": guest["id"],
        "gathering": lobby["id"],
        "code": lobby["joinCode"],
        "invitation": invitation["id"],
        "member": world.store.members.of(lobby["id"])[0]["id"],
        "subscription": subscription["id"],
    }
