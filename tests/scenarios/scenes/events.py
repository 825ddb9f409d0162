"""Scenes of the scenarios of the page on events."""

from __future__ import annotations

from tests.scenarios.stage import Stage


def errors(stage: Stage) -> None:
    stage.start()
    stage.shows("0 sessions")
    stage.emulator.faults.next("listSessions", status=403)
    stage.emulator.cut_streams()
    stage.shows("subscription: ", "403")
    session = stage.project.sessions.create(title="Raid", external_room_id="room")
    stage.shows(f"Added {session.id}")
    stage.interrupt()


def narrow(stage: Stage) -> None:
    session = stage.project.sessions.create(title="Raid", external_room_id="room")
    lobby = stage.project.gatherings.create(name="Ranked duo", type="lobby")
    ann = stage.project.participants.create(external_user_id="ann", display_name="Ann")
    stage.start()
    stage.emulator.wait_for_streams(1)
    stage.project.gatherings.add_member(lobby.id, participant_id=ann.id)
    stage.shows("joined: Ann")
    stage.emulator.say(session.id, "bob", "On my way")
    stage.shows("said: On my way")
    stage.interrupt()
