"""Evidence in blocking code."""

from __future__ import annotations

import inspect
import queue
import threading
from pathlib import Path
from typing import Any

import pytest

from cortex_async import evidence as async_evidence
from cortex_async.emulator import ThreadedEmulator
from cortex_sync import ArgumentError, NotFound, ProjectScope
from cortex_sync import evidence as sync_evidence
from cortex_sync.evidence import (
    Collected,
    EvidenceCollector,
    EvidenceError,
    collect_evidence,
    flagged,
    read_evidence,
    verify,
)


def begun(emulator: ThreadedEmulator, project: ProjectScope) -> tuple[str, str]:
    session = project.sessions.create(title="Ranked match", external_room_id="room").id
    return session, emulator.say(session, "bob", "you are done")["id"]


def test_a_bundle_is_written(
    cortex_emulator: ThreadedEmulator, cortex_sync_project: ProjectScope, tmp_path: Path
) -> None:
    session, message = begun(cortex_emulator, cortex_sync_project)
    collected = collect_evidence(cortex_sync_project, tmp_path, message_id=message, session_id=session)
    assert verify(collected.path).ok
    line = read_evidence(collected.path).line
    assert line is not None
    assert line.text == "you are done"
    with pytest.raises(EvidenceError, match=r"^message_id 'none' was not found"):
        collect_evidence(cortex_sync_project, tmp_path, message_id="none")
    with pytest.raises(NotFound):
        collect_evidence(cortex_sync_project, tmp_path, sanction_id="none")


def test_what_is_flagged_is_collected_in_the_background(
    cortex_emulator: ThreadedEmulator, cortex_sync_project: ProjectScope, tmp_path: Path
) -> None:
    bundles: queue.Queue[Collected] = queue.Queue()
    threads: set[str] = set()

    def when(event: Any) -> bool:
        threads.add(threading.current_thread().name)
        return flagged(0.9)(event) is True

    collector = EvidenceCollector(cortex_sync_project, tmp_path, when=when, on_collected=bundles.put)
    with collector:
        _, message = begun(cortex_emulator, cortex_sync_project)
        cortex_emulator.annotate(message, "toxicity", {"score": 0.95})
        assert bundles.get(timeout=30).subject.message_id == message
        collector.idle(timeout=30)
        with pytest.raises(EvidenceError, match="another collector"):
            EvidenceCollector(cortex_sync_project, tmp_path).run()
    assert threads
    assert not any("cortex-sync-loop" in name for name in threads)
    collector.close()
    with pytest.raises(RuntimeError, match="started once"):
        collector.run()


def test_hooks_are_plain_functions(cortex_sync_project: ProjectScope) -> None:
    async def hook(value: object) -> None: ...

    for name in ("when", "on_collected", "on_error"):
        options: Any = {name: hook}
        with pytest.raises(ArgumentError, match=f"^{name} must be a plain function or None"):
            EvidenceCollector(cortex_sync_project, "cases", **options)


@pytest.mark.parametrize("name", ["collect_evidence", "EvidenceCollector"])
def test_both_versions_take_the_same_arguments(name: str) -> None:
    theirs, ours = (getattr(module, name) for module in (async_evidence, sync_evidence))
    assert list(inspect.signature(theirs).parameters) == list(inspect.signature(ours).parameters)
    defaults = [
        {key: value.default for key, value in inspect.signature(one).parameters.items()}
        for one in (theirs, ours)
    ]
    assert defaults[0] == defaults[1]
