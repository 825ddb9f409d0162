"""The examples run unchanged."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("rtcstack", "Ada: Is anybody listening?"),
        ("orga", "conversation conv_1 has begun"),
        ("nimrobo", "audio: 4000 bytes of audio/wav"),
    ],
)
def test_an_example_runs(name: str, expected: str) -> None:
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("RTCSTACK", "ORGA", "NIMROBO"))}
    ran = subprocess.run(
        [sys.executable, "-W", "error", str(ROOT / "examples" / f"contrib_{name}.py")],
        capture_output=True,
        text=True,
        timeout=50,
        env=environment,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert expected in ran.stdout
