"""README: each example stands alone, with a session of its own."""

from __future__ import annotations

from collections.abc import Iterator

from starlette.applications import Starlette

from tests.docs.evaluating import Block
from tests.docs.scenes import renamed, usual
from tests.docs.stage import Meanwhile, Stage

OPTIONS = {"project_id": "my-project"}


def prepare(stage: Stage) -> Iterator[None]:
    app = Starlette()

    def before(block: Block) -> None:
        list(usual(stage))
        stage.names["app"] = stage.sync_names["app"] = app

    def hello() -> None:
        stage.emulator.wait_for_streams(1)
        stage.emulator.say(stage.names["session_id"], "ann", "hello")

    def hello_to_view() -> None:
        stage.until("messages so far")
        stage.emulator.say(stage.names["session_id"], "ann", "hello")

    list(usual(stage))
    renamed(stage, "my-session")
    stage.before = before
    stage.meanwhile = [
        Meanwhile(part, hello, until="hello")
        for part in ("event in stream", "message in feed", "router.run(")
    ]
    stage.meanwhile.append(Meanwhile("change in live", hello_to_view, until="hello"))
    yield
    assert stage.printed[1].endswith("ann two behind the gate\n")
    assert stage.printed[2].endswith("ann two behind the gate\n")
    assert any(printed.startswith("404 ") for printed in stage.printed)
    assert [getattr(route, "path", None) for route in app.routes] == ["/cortex"]
