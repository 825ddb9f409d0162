"""Every example runs as users start it, in its own process against the embedded emulator, and prints what it
should.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
EXPECTED = {
    "archive_project.py": ["40/40 sessions, 0 s left", "read 40 of 40 sessions, 40 new", "40 sessions in"],
    "quickstart.py": [
        "bob: On my way",
        "player-1: mute (Shouting), active",
        "joined",
        "404:",
        "attempt 2 got 200",
        "done",
    ],
    "quickstart_sync.py": [
        "bob: Thank you",
        "player-1: mute (Shouting)",
        "joined",
        "404:",
        "attempt 2 got 200",
        "done",
    ],
    "live_transcript.py": ["ann: Everybody to the left flank", "bob: Got one", "ann: Well played"],
    "moderation_bot.py": ["muted bob", "strike 2", "bob has 2 active sanctions, ann 0"],
    "evidence_collector.py": [": complete", "unchanged, signature: none"],
    "erase_person.py": [
        "report: held.html held.json",
        "erased 2 lines in 1 session, 3 files changed",
        "ann: Good game everyone",
    ],
    "observed_service.py": [
        "WARNING cortex_async.calls createSession POST",
        "INFO observed_service a webhook reported session Match 2",
        '200 {"problems": [],',
        'odin_cortex_webhook_deliveries_total{error_type="",odin_cortex_event_type="session.created",'
        'odin_cortex_webhook_outcome="handled"} 3.0',
        'odin_cortex_retries_total{error_type="RateLimited",',
    ],
    "webhook_receiver.py": [
        "session 'Friday match' was created",
        "bob: mute (Shouting)",
        "both deliveries arrived",
    ],
}

LOGGED = dict.fromkeys(
    ("quickstart.py", "quickstart_sync.py"), ": 429 RateLimited in attempt 1, next attempt in"
)
"""What goes to stderr besides: the warning of the retry that the quickstarts provoke."""


def run(script: Path) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("CORTEX_")}
    command = [sys.executable, "-W", "error", str(script)]
    return subprocess.run(
        command, env={**environment, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=50
    )


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_an_example_prints_what_it_should(name: str) -> None:
    result = run(ROOT / "examples" / name)
    assert result.returncode == 0, result.stderr
    assert [line for line in result.stderr.splitlines() if LOGGED.get(name, "\n") not in line] == []
    printed = " ".join(result.stdout.split())
    for text in EXPECTED[name]:
        assert text in printed, result.stdout


def test_every_example_is_run() -> None:
    """Those of the contributed APIs run in tests/contrib."""
    names = {path.name for path in (ROOT / "examples").glob("*.py") if not path.name.startswith("contrib_")}
    assert names == set(EXPECTED)
