"""Scenes of the scenarios of the page on sessions and gatherings."""

from __future__ import annotations

from tests.scenarios.stage import Stage


def ranked_match(stage: Stage) -> None:
    stage.run()
    (session,) = stage.project.sessions.list()
    assert stage.lines == [f"{session.id} active"]
    stage.emulator.say(session.id, "ann", "Good game")
    stage.emulator.leave(session.id, "ann")
    stage.emulator.clock.advance(119)
    assert stage.project.sessions.get(session.id).status == "active"
    stage.emulator.clock.advance(2)
    assert stage.project.sessions.get(session.id).status == "ended"
