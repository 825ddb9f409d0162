"""Scenes of the scenarios of the page on real-time updates."""

from __future__ import annotations

from tests.scenarios.stage import Stage


def transcript(stage: Stage) -> None:
    session = stage.project.sessions.create(title="Raid", external_room_id="room")
    stage.emulator.say(session.id, "ann", "Everybody here?")
    stage.start(CORTEX_SESSION_ID=session.id)
    stage.shows("messages so far")
    stage.emulator.say(session.id, "bob", "On my way")
    stage.shows("+ bob: On my way")
    stage.project.sessions.stop(session.id)
    stage.shows("session: ended")
    stage.interrupt()
    assert "Everybody here?" not in stage.screen.shown
    assert "Traceback" not in stage.screen.shown


def sessions(stage: Stage) -> None:
    stage.project.sessions.create(title="Before", external_room_id="one")
    stage.start()
    stage.shows("1 sessions")
    session = stage.project.sessions.create(title="During", external_room_id="two")
    stage.shows(f"Added {session.id} of 2")
    stage.project.sessions.stop(session.id)
    stage.shows(f"Modified {session.id} of 2")
    stage.interrupt()


def people(stage: Stage) -> None:
    stage.start()
    stage.shows("participant 0", "sanction 0", "gathering 0")
    participant = stage.project.participants.create(external_user_id="ann")
    sanction = stage.project.sanctions.create(type="mute", external_user_id="bob")
    gathering = stage.project.gatherings.create(name="Ranked duo", type="lobby")
    stage.shows(
        f"participant Added {participant.id}",
        f"sanction Added {sanction.id}",
        f"gathering Added {gathering.id}",
    )
    stage.project.sanctions.revoke(sanction.id)
    stage.shows(f"sanction Modified {sanction.id}")
    assert stage.emulator.streams == 1
    stage.interrupt()
    stage.emulator.wait_for_streams(0)


def nested(stage: Stage) -> None:
    session = stage.project.sessions.create(title="Raid", external_room_id="room")
    lobby = stage.project.gatherings.create(name="Ranked duo", type="lobby")
    ann, bob = (stage.project.participants.create(external_user_id=name) for name in ("ann", "bob"))
    stage.start(CORTEX_SESSION_ID=session.id, CORTEX_GATHERING_ID=lobby.id)
    stage.shows("message 0", "member 0", "invitation 0")
    message = stage.emulator.say(session.id, "ann", "On my way")
    member = stage.project.gatherings.add_member(lobby.id, participant_id=ann.id)
    (invitation,) = stage.project.gatherings.send_invitations(
        lobby.id, invited_by_id=ann.id, participant_ids=[bob.id]
    )
    stage.shows(
        f"message Added {message['id']}", f"member Added {member.id}", f"invitation Added {invitation.id}"
    )
    stage.project.gatherings.decline_invitation(invitation.id)
    stage.shows(f"invitation Modified {invitation.id}")
    stage.interrupt()


def idle_limit(stage: Stage) -> None:
    """The emulator's heartbeat of 15 s comes too late for this limit, so the view connects again and again."""
    stage.start(IDLE_LIMIT="0.2")
    stage.shows("0 sessions")
    stage.until(lambda: len(stage.emulator.requests.all("streamProject")) >= 2)
    session = stage.project.sessions.create(title="Raid", external_room_id="room")
    stage.shows(f"Added {session.id}")
    stage.interrupt()


def no_idle_limit(stage: Stage) -> None:
    """No limit is not a limit of 0 s: the connection stays the same one."""
    stage.start()
    stage.shows("0 sessions")
    session = stage.project.sessions.create(title="Raid", external_room_id="room")
    stage.shows(f"Added {session.id}")
    assert len(stage.emulator.requests.all("streamProject")) == 1
    stage.interrupt()


def raw_stream(stage: Stage) -> None:
    stage.start()
    stage.emulator.wait_for_streams(1)
    stage.project.participants.create(external_user_id="ann")
    stage.shows("participant.created")
    stage.interrupt()
