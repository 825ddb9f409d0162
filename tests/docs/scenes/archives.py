"""docs/archives.md: one story about one session."""

from __future__ import annotations

from collections.abc import Iterator

from cortex_async.archives import Archive
from cortex_async.emulator import Clock
from tests.archives.made import START, said, tree
from tests.docs.stage import Stage

OPTIONS = {"clock": lambda: Clock(START)}


def prepare(stage: Stage) -> Iterator[None]:
    words = "two behind the gate, mail ann@example.com"
    session_id = stage.run(said(stage.awaited, stage.project, words, title="Ranked Match"))
    stage.names.update(project=stage.project, session_id=session_id)
    yield
    assert stage.printed[0].startswith(
        "read 1 of 1 session, 1 new, 0 changed, 0 unchanged, 0 failed, 0 gone, 2 new"
    )
    assert "2026-05-01 1/1 sessions, 2 messages, 0 s left\n" in stage.printed
    assert [one for one in stage.printed if one][-1].endswith(" Ranked Match\n")
    names = tree(stage.folder / "voice-archive")
    assert {name.rpartition(".")[2] for name in names} == {"html", "json", "jsonl", "vtt"}
    assert (stage.folder / "match.srt").exists()
    lines = Archive("redacted-archive").transcript(session_id).lines
    assert lines[-1].text.startswith("two behind the gate, mail [")
