"""Scenes of the scenarios of the page ``sdk``."""

from __future__ import annotations

from tests.scenarios.stage import Stage


def client_with_key(stage: Stage) -> None:
    stage.run()
    assert stage.lines == [f"{stage.emulator.project_id} Emulated project"]


def client_with_jwt(stage: Stage) -> None:
    stage.run("CORTEX_API_KEY", CORTEX_ACCESS_TOKEN=stage.emulator.access_token)
    email, _password = stage.emulator.credentials
    assert stage.lines == [email.partition("@")[0]]


def project_scope(stage: Stage) -> None:
    stage.run()
    assert stage.lines == ["0 sessions"]
    assert [one.name for one in stage.project.gatherings.list()] == ["Stand-up"]
    assert [one.display_name for one in stage.project.participants.list()] == ["Alice"]


def create_then_act(stage: Stage) -> None:
    stage.run()
    assert stage.lines == ["Team meeting 0 messages"]
    (session,) = stage.project.sessions.list()
    assert session.status == "ended"
    stage.emulator.requests.assert_called("startSession", times=1)
