"""Scenes of the scenarios of the page on transcription."""

from __future__ import annotations

from tests.scenarios.stage import Stage


def transcript(stage: Stage) -> None:
    stage.start()
    stage.shows("Press Enter")
    (session,) = stage.project.sessions.list()
    stage.emulator.say(session.id, "ann", "How can I help?")
    stage.emulator.say(session.id, "bob", "My headset is silent")
    stage.keyboard.type("\n")
    stage.wait()
    assert {"ann: How can I help?", "bob: My headset is silent"} <= set(stage.lines)
    assert stage.project.sessions.get(session.id).status == "ended"


def regenerate_summary(stage: Stage) -> None:
    stage.project.plugins.install(plugin_id="session-summary")
    session = stage.project.sessions.create(title="Support call", external_room_id="room")
    stage.emulator.say(session.id, "ann", "How can I help?")
    stage.run(CORTEX_SESSION_ID=session.id)
    assert stage.lines == ['Support call: 1 messages from ann. ann said "How can I help?".']


def summary_event(stage: Stage) -> None:
    stage.project.plugins.install(plugin_id="session-summary")
    session = stage.project.sessions.create(title="Support call", external_room_id="room")
    stage.emulator.say(session.id, "ann", "How can I help?")
    stage.run(CORTEX_SESSION_ID=session.id)
    assert stage.lines == ['Support call: 1 messages from ann. ann said "How can I help?".']
    assert stage.project.sessions.get(session.id).status == "ended"
