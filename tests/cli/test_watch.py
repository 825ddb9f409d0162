"""``cortex watch``: changes as lines, and a table on a terminal that stays current."""

from __future__ import annotations

import re
import signal
import sys
from typing import Any

import pytest

import cortex_sync
from cortex_async.emulator import ThreadedEmulator
from tests.cli.processes import LIMIT, env_of, running

pexpect = pytest.importorskip("pexpect")

HOSTILE = "\x1b]0;owned\x07Raid"


def test_changes_as_lines_through_a_restart(
    emulator: ThreadedEmulator, project: cortex_sync.ProjectScope
) -> None:
    ada = project.participants.create(external_user_id="ada", display_name="Ada")
    with running("watch", "participants", env=env_of(emulator)) as watching:
        first = watching.record()
        assert (first["change"], first["id"], first["object"]["displayName"]) == ("added", ada.id, "Ada")
        project.participants.update(ada.id, display_name="Ada L.")
        change = watching.record()
        assert (change["change"], change["fields"]) == ("modified", ["displayName"])
        emulator.stop()
        watching.err.until("not connected: what is shown may be outdated")
        emulator.start()
        project.participants.delete(ada.id)
        change = watching.record()
        assert (change["change"], change["object"]["displayName"]) == ("removed", "Ada L.")
        watching.err.until("connected again, and up to date")
        assert watching.end(signal.SIGTERM) == 130
        assert watching.out.rest() + watching.err.rest() == []


@pytest.mark.skipif(sys.platform == "win32", reason="there is no pseudo-terminal")
def test_a_table_on_a_terminal(emulator: ThreadedEmulator, project: cortex_sync.ProjectScope) -> None:
    """It keeps to the height of the terminal, shows what is new first, and what the server sends as text."""
    for number in range(5):
        project.sessions.create(title=f"Match {number}", external_room_id="1")
    env = env_of(emulator, NO_COLOR="1", TERM="xterm")
    words = ["-m", "cortex_cli", "watch", "sessions", "--fields", "title,status"]
    terminal = pexpect.spawn(
        sys.executable, words, env=env, timeout=LIMIT, dimensions=(6, 60), encoding="utf-8"
    )
    terminal.expect("the newest 3 of 5 sessions, changed at [0-9:]{8}")
    assert _rows(terminal) == ["title    status", "Match 4  active", "Match 3  active", "Match 2  active"]
    emulator.wait_for_streams(1)
    project.sessions.create(title=HOSTILE, external_room_id="1")
    terminal.expect("the newest 3 of 6 sessions")
    assert r"\x1b]0;owned\x07Raid  active" in _rows(terminal)
    emulator.stop()
    terminal.expect("not connected, as of [0-9:]{8}")
    emulator.start()
    terminal.expect("sessions, changed at")
    terminal.setwinsize(20, 60)
    terminal.expect("[^f] 6 sessions|\n6 sessions")
    assert _rows(terminal)[-1].split() == ["Match", "0", "active"]
    terminal.sendintr()
    terminal.expect(pexpect.EOF)
    assert "\x1b[?25h" in terminal.before, "the cursor is visible again"
    terminal.close()
    assert terminal.exitstatus == 130


def _rows(terminal: Any) -> list[str]:
    """The rows of the table that was drawn last."""
    text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", str(terminal.before))
    assert "\x1b" not in text
    assert "\x07" not in text
    rows = [row.strip() for row in text.replace("\r", "\n").split("\n") if row.strip()]
    head = max(place for place, row in enumerate(rows) if row.startswith("title"))
    return [*rows[head:]]
