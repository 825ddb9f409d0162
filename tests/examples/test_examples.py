"""Every example runs as users start it, in its own process against the embedded emulator, and prints what it
should.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
EXPECTED = {
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
    "webhook_receiver.py": [
        "session 'Friday match' was created",
        "bob: mute (Shouting)",
        "both deliveries arrived",
    ],
}


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
    assert result.stderr == ""
    printed = " ".join(result.stdout.split())
    for text in EXPECTED[name]:
        assert text in printed, result.stdout


def test_every_example_is_run() -> None:
    """Those of the contributed APIs run in tests/contrib."""
    names = {path.name for path in (ROOT / "examples").glob("*.py") if not path.name.startswith("contrib_")}
    assert names == set(EXPECTED)


def test_the_readmes_first_calls_run(tmp_path: Path) -> None:
    """The ten lines of the async and of the sync version, word for word, against the emulator."""
    readme = (ROOT / "README.md").read_text("utf-8")
    blocks = [
        block for block in re.findall(r"```python\n(.*?)```", readme, re.DOTALL) if "my-project" in block
    ]
    assert len(blocks) == 2
    for number, block in enumerate(blocks):
        script = tmp_path / f"block_{number}.py"
        script.write_text(
            "import os\nfrom cortex_async.emulator import Emulator\n"
            "emulator = Emulator.in_thread()\nemulator.start()\n"
            "os.environ['CORTEX_BASE_URL'], os.environ['CORTEX_API_KEY'] = emulator.base_url, emulator.api_key\n"
            + block.replace('"my-project"', "emulator.project_id")
            + "print('ran')\nemulator.stop()\n"
        )
        result = run(script)
        assert (result.returncode, result.stderr) == (0, "")
        assert result.stdout.endswith("ran\n")
