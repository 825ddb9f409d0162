"""Scenes of the scenarios of the page on users and participants."""

from __future__ import annotations

from tests.scenarios.stage import Stage


def create_or_find(stage: Stage) -> None:
    known = stage.project.participants.create(external_user_id="user-123", display_name="Alice from before")
    stage.run()
    assert stage.lines == [f"{known.id} Alice from before"]
