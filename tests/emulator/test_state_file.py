"""The file of ``--state``: where it may be, and how it is replaced."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from cortex_async.emulator.__main__ import load_state, main, save
from tests.disk import largest_file, names


def test_a_new_file_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / ("n" * 255)
    assert load_state(path) is None
    save(path, "{}")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert names(tmp_path) == [path.name]


def test_a_full_disk_keeps_the_old_state(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    save(path, "{}")
    with largest_file(100), pytest.raises(OSError):
        save(path, "x" * 1000)
    assert path.read_text() == "{}"
    assert names(tmp_path) == ["state.json"]


@pytest.mark.parametrize("kind", ["directory", "fifo", "/dev/null", "link to a fifo", "too long"])
def test_an_unwritable_file_is_reported_before_the_server_starts(
    tmp_path: Path, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / ("n" * 256 if kind == "too long" else kind)
    if kind == "directory":
        path.mkdir()
    elif "fifo" in kind:
        os.mkfifo(tmp_path / "fifo")
        if kind != "fifo":
            path.symlink_to(tmp_path / "fifo")
    assert main(["--port", "0", "--state", str(path)]) == 2
    printed = capsys.readouterr().err
    assert printed.startswith("cannot run: ")
    assert str(path) in printed


@pytest.mark.parametrize("content", [b"{broken", b"", b"\xff"])
def test_a_file_that_is_no_json_is_named(
    tmp_path: Path, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "state.json"
    path.write_bytes(content)
    assert main(["--port", "0", "--state", str(path)]) == 2
    (printed,) = [line for line in capsys.readouterr().err.splitlines() if line.startswith("cannot ")]
    assert printed.startswith(
        f"cannot run: {path} must be a state that an emulator has saved: it is not JSON ("
    )
    assert path.read_bytes() == content
