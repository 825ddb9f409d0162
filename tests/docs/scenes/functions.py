"""docs/functions.md: two functions with stand-ins."""

from __future__ import annotations

from collections.abc import Iterator

from tests.docs.evaluating import Block
from tests.docs.stage import Stage

OPTIONS = {"activation_step": 0.0, "runtime_delay": 0.0}


def prepare(stage: Stage) -> Iterator[None]:
    emulator, functions = stage.emulator, stage.sync_project.functions
    emulator.functions["greet"] = lambda event: {"statusCode": 200, "body": {"hello": event["body"]["name"]}}
    emulator.functions["sealed"] = lambda event: event["headers"]["x-signature"]

    def before(block: Block) -> None:
        if "sealed" in block.source:
            sealed = functions.create(name="Sealed", slug="sealed", code="", auth_mode="signed")
            functions.publish(sealed.id, wait=10)
            functions.deploy(sealed.id, wait=10)

    stage.before = before
    stage.names.update(
        client=stage.client,
        project_id=emulator.project_id,
        raw=b"{}",
        sign=lambda raw: f"signature of {len(raw)} bytes",
    )
    yield
    assert stage.printed[0] == "{'hello': 'Ada'}\n"
    assert stage.names["response"].text() == "signature of 2 bytes"
    settings = functions.get_settings()
    assert [one.value for one in settings.env_vars or ()] == ["***", "us@example.com"]
