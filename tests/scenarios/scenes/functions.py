"""Scenes of the scenarios of the page on serverless functions."""

from __future__ import annotations

from typing import Any

from cortex_async.emulator import HttpEvent
from tests.scenarios.stage import Stage


def deploy(stage: Stage) -> None:
    place, *_ = stage.project.functions.list_locations()
    stage.project.functions.activate(location=place)
    stage.project.functions.wait_until_active()
    stage.emulator.functions["greet"] = greet
    stage.run()
    assert stage.lines == ["200 {'hello': 'Ada'}"]
    (function,) = stage.project.functions.list()
    assert function.active_deployment is not None
    assert function.active_deployment.status == "running"


def greet(event: HttpEvent) -> dict[str, Any]:
    """Stand in for the function that the script publishes: the emulator runs no TypeScript."""
    return {"statusCode": 200, "body": {"hello": event["body"]["name"]}}


def handlers(stage: Stage) -> None:
    session = stage.project.sessions.create(title="Raid", external_room_id="room")
    stage.start()
    stage.emulator.wait_for_streams(1)
    stage.emulator.say(session.id, "ann", "On my way")
    stage.shows("participant.created", "participant.joined", "said: On my way")
    stage.interrupt()


def dependencies(stage: Stage) -> None:
    stage.run(MAIL_KEY="a key of the test")
    settings = stage.project.functions.get_settings()
    assert {one.name: one.version for one in settings.dependencies or []} == {"lodash": "^4.17.21"}
