"""Scenes of the scenarios of the page ``api``."""

from __future__ import annotations

from tests.scenarios.stage import Stage


def key_header(stage: Stage) -> None:
    stage.run()
    assert stage.lines == ["1 projects"]
    sent = stage.emulator.requests.last().headers
    assert "X-API-Key" in sent
    assert "Authorization" not in sent


def authorization_header(stage: Stage) -> None:
    stage.run()
    assert stage.lines == ["1 projects"]
    sent = stage.emulator.requests.last().headers
    assert "Authorization" in sent
    assert "X-API-Key" not in sent
