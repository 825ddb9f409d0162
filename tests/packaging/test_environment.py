"""``make`` keeps an environment of one Python: another replaces it, the same one leaves it alone."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STAMP = ".venv/.python"

PYTHON = """#!/bin/sh
case "$1" in
  -c) [ "$NAME" = old ] && exit 0; echo "$0"; echo "$NAME";;
  -m) [ "$2" = venv ] && mkdir -p "$3/bin";;
esac
"""
"""Stands in for an interpreter: says what it is, and makes an environment."""

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="the Makefile is for POSIX"),
    pytest.mark.skipif(shutil.which("make") is None, reason="no make on this machine"),
]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    shutil.copy(ROOT / "Makefile", tmp_path)
    (tmp_path / "python").write_text(PYTHON)
    (tmp_path / "python").chmod(0o755)
    return tmp_path


def make(checkout: Path, name: str) -> subprocess.CompletedProcess[str]:
    # A make above this one hands its options down.
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("MAKE", "MFLAGS"))}
    command = ["make", "--silent", STAMP, f"PYTHON={checkout / 'python'}"]
    return subprocess.run(
        command, cwd=checkout, env={**kept, "NAME": name}, capture_output=True, text=True, timeout=30
    )


def test_another_python_replaces_the_environment(checkout: Path) -> None:
    assert make(checkout, "3.11.7 /usr").returncode == 0
    (checkout / ".venv" / ".ready").touch()
    assert make(checkout, "3.12.1 /usr").returncode == 0
    assert (checkout / STAMP).read_text() == "3.12.1 /usr\n"
    assert not (checkout / ".venv" / ".ready").exists()


def test_the_same_python_leaves_it_alone(checkout: Path) -> None:
    make(checkout, "3.11.7 /usr")
    (checkout / ".venv" / ".ready").touch()
    before = (checkout / STAMP).stat().st_mtime_ns
    assert make(checkout, "3.11.7 /usr").returncode == 0
    assert (checkout / STAMP).stat().st_mtime_ns == before
    assert (checkout / ".venv" / ".ready").exists()


def test_a_python_that_is_too_old_says_so_and_changes_nothing(checkout: Path) -> None:
    make(checkout, "3.11.7 /usr")
    refused = make(checkout, "old")
    assert refused.returncode == 2
    assert "Python 3.11 or newer is needed" in refused.stdout
    assert (checkout / STAMP).read_text() == "3.11.7 /usr\n"
    assert (checkout / ".venv" / "bin").is_dir()
