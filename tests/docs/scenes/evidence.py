"""docs/evidence.md: a flagged line and a mute."""

from __future__ import annotations

from collections.abc import Iterator

from cortex_async.emulator import Clock
from cortex_async.evidence import evidence, verify
from tests.docs.stage import Stage
from tests.evidence.cases import Case
from tests.evidence.conftest import START

CLOCK = Clock(START, frozen=True)
OPTIONS = {"clock": lambda: CLOCK, "random_seed": 1}


def prepare(stage: Stage) -> Iterator[None]:
    (stage.folder / "cases").mkdir()
    stage.monkeypatch.setattr(evidence, "unix", stage.emulator.clock.timestamp)
    case = stage.run(Case.play(stage.awaited, stage.project))
    served: list[bool] = []

    async def serve() -> None:
        served.append(True)

    stage.names.update(
        project=stage.project,
        message_id=case.message_id,
        sanction_id=case.sanction_id,
        appealed_at=START,
        serve=serve,
    )
    yield
    assert served
    printed = [one for one in stage.printed if one.strip()]
    assert any(one.endswith("True () () ()\n") for one in printed)
    assert any("True valid" in one for one in printed)
    assert verify(stage.names["collected"].path).ok
    assert stage.names["revised"].revisions[0].reason == "appeal decided"
