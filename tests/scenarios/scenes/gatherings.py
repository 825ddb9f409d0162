"""Scenes of the scenarios of the pages on gatherings."""

from __future__ import annotations

from tests.scenarios.stage import Stage


def appointment(stage: Stage) -> None:
    stage.start()
    stage.shows("replies: pending")
    (meeting,) = stage.project.gatherings.list()
    (invitation,) = stage.project.gatherings.list_invitations(meeting.id)
    assert invitation.participant_id is not None
    stage.project.gatherings.accept_invitation(invitation.id, participant_id=invitation.participant_id)
    stage.shows("replies: accepted")
    stage.emulator.clock.advance(3600)
    assert stage.project.gatherings.get(meeting.id).status == "started"
    assert len(stage.project.sessions.list()) == 1
    stage.interrupt()


def lobby(stage: Stage) -> None:
    stage.start()
    stage.shows("0/2 ready")
    (lobby,) = stage.project.gatherings.list()
    ann, bob = stage.project.gatherings.list_members(lobby.id)
    stage.project.gatherings.update_member(lobby.id, ann.id, status="ready")
    stage.shows("1/2 ready")
    stage.project.gatherings.update_member(lobby.id, bob.id, status="ready")
    stage.wait()
    assert "2/2 ready" in stage.lines
    assert stage.project.gatherings.get(lobby.id).status == "started"


def join_by_code(stage: Stage) -> None:
    lobby = stage.project.gatherings.create(name="Ranked duo", type="lobby")
    code = lobby.join_code
    stage.run(JOIN_CODE=f"{code[:4]}-{code[4:]}".lower())
    assert stage.lines == ["Ann has joined"]
    (member,) = stage.project.gatherings.list_members(lobby.id)
    assert member.display_name == "Ann"


def react(stage: Stage) -> None:
    lobby = stage.project.gatherings.create(name="Ranked duo", type="lobby")
    ann = stage.project.participants.create(external_user_id="ann", display_name="Ann")
    stage.project.gatherings.add_member(lobby.id, participant_id=ann.id)
    stage.start()
    stage.emulator.wait_for_streams(1)
    stage.project.gatherings.mark_ready(lobby.id, ann.id)
    stage.shows("Ann is ready")
    stage.project.gatherings.start(lobby.id, room_id="ranked-duo")
    stage.shows("Ranked duo has started")
    stage.interrupt()
