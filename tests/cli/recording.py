"""Records ``cortex`` on a pseudo-terminal for the README: docs/images/command-line.svg.

``python -m tests.cli.recording`` (``make recording``). The processes are real, and so is the terminal. The
emulator has fixed ids and a fixed time, and so have the processes: each recording has the same bytes.
"""

from __future__ import annotations

import shlex
import sys
import textwrap
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from cortex_async.emulator import Clock, Emulator
from tests.cli.running import environment
from tests.examples.picture import draw

ROOT = Path(__file__).parents[2]
RECORDING = ROOT / "docs" / "images" / "command-line.svg"
TITLE = "cortex at a terminal: a table of sessions, a mute for ten minutes, and an error that helps"
SCENES = (
    "cortex sessions list",
    'cortex sanctions create --type mute --external-user-id bob --end-at +10m --reason "shouting" '
    "--fields id,externalUserId,type,endAt,reason",
    "cortex sanctions list --active-only --fields externalUserId,type,endAt,reason",
    "cortex sanction revoke",
)
COLUMNS = 100
NOW = datetime(2026, 3, 6, 20, 14, tzinfo=UTC)
PINNED = """
import sys
from datetime import datetime
from cortex_cli.entry import main
from cortex_cli.operations import calling

class Pinned(datetime):
    @classmethod
    def now(cls, tz=None):
        return datetime.fromisoformat({now!r}).astimezone(tz)

calling.datetime = Pinned
main()
"""
"""``cortex`` at a fixed time, for ``+10m``."""


def main() -> int:
    RECORDING.write_text(recorded(), "utf-8")
    print(f"{RECORDING.relative_to(ROOT)} is written")
    return 0


def recorded() -> str:
    """The picture of a run of all scenes, one below the other."""
    clock = Clock(NOW, frozen=True)
    with Emulator.in_thread(random_seed=4, clock=clock) as emulator:
        emulator.seed("demo")
        env = environment(emulator.base_url, emulator.project_id, emulator.api_key)
        env |= {"TERM": "xterm-256color", "TZ": "CET-1", "LC_ALL": "C.UTF-8", "PYTHONPATH": str(ROOT)}
        for name in ("NO_COLOR", "COLUMNS", "LINES"):
            env.pop(name, None)
        shown = [f"{_typed(scene)}\n{_output(scene, env)}" for scene in SCENES]
    first, *others = "\n\n".join(shown).split("\n")
    return draw(first, ["\n".join(others)], title=TITLE)


def _typed(scene: str) -> str:
    """A command line after a prompt, continued below where it is longer than the terminal."""
    lines = textwrap.wrap(scene, COLUMNS - len("$  \\"), subsequent_indent="    ", break_on_hyphens=False)
    return "\x1b[2m$\x1b[0m " + " \\\n".join(lines)


def _output(scene: str, env: dict[str, str]) -> str:
    """What a command line shows on a terminal, with its control sequences."""
    pexpect: Any = import_module("pexpect")

    words = ["-c", PINNED.format(now=NOW.isoformat()), *shlex.split(scene)[1:]]
    terminal = pexpect.spawn(sys.executable, words, env=env, dimensions=(40, COLUMNS), timeout=60)
    terminal.expect(pexpect.EOF)
    terminal.close()
    shown: bytes = terminal.before
    return shown.decode().replace("\r\n", "\n").strip("\n")


if __name__ == "__main__":
    sys.exit(main())
