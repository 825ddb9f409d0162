"""The stage itself: a script or a scene that fails makes its test fail, at once and with the right reason."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from cortex_async.emulator import ThreadedEmulator
from cortex_sync import ProjectScope
from tests.scenarios.stage import Scene, Stage

ENDLESS = """
    import asyncio

    async def main() -> None:
        print("waiting")
        await asyncio.Event().wait()

    asyncio.run(main())
"""


@pytest.fixture
def stage(tmp_path: Path, cortex_emulator: ThreadedEmulator, cortex_sync_project: ProjectScope) -> Stage:
    return Stage(tmp_path / "script.py", cortex_emulator, cortex_sync_project)


def play(stage: Stage, script: str, scene: Scene) -> None:
    stage.script.write_text(textwrap.dedent(script), "utf-8")
    stage.play(scene)


def test_an_error_of_the_script_comes_out(stage: Stage) -> None:
    with pytest.raises(ZeroDivisionError):
        play(stage, "print(1 / 0)", Stage.run)


def test_a_scene_that_fails_ends_the_script(stage: Stage) -> None:
    def scene(stage: Stage) -> None:
        stage.start()
        stage.shows("waiting")
        raise LookupError("as it should not be")

    with pytest.raises(LookupError, match="as it should not be"):
        play(stage, ENDLESS, scene)


def test_a_scene_that_fails_before_the_script_starts(stage: Stage) -> None:
    def scene(_: Stage) -> None:
        raise LookupError("nothing is prepared")

    with pytest.raises(LookupError, match="nothing is prepared"):
        play(stage, "raise SystemExit", scene)


def test_a_scene_must_not_leave_its_script_behind(stage: Stage) -> None:
    with pytest.raises(AssertionError, match="the scene ended before its script"):
        play(stage, ENDLESS, Stage.start)


def test_waiting_for_what_a_script_never_printed_fails_when_it_ends(stage: Stage) -> None:
    def scene(stage: Stage) -> None:
        stage.start()
        stage.shows("good-bye")

    with pytest.raises(AssertionError, match="'good-bye' was not printed"):
        play(stage, "print('hello')", scene)


def test_ctrl_c_reaches_a_script_whatever_it_does(stage: Stage) -> None:
    def scene(stage: Stage) -> None:
        stage.start()
        stage.shows("waiting")
        stage.interrupt()

    play(stage, ENDLESS, scene)
    assert stage.lines == ["waiting"]
