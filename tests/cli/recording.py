"""Draws what ``cortex`` shows on a terminal, as a moving picture for the README.

``python -m tests.cli.recording``. The emulator's clock stands still and its ids count up, so the same code
gives the same bytes.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from cortex_async.emulator import Clock, Emulator
from tests.cli.processes import env_of
from tests.cli.running import ran
from tests.examples.picture import draw

PICTURE = Path(__file__).parents[2] / "docs" / "images" / "command-line.svg"
START = datetime(2026, 11, 27, 20, 15, tzinfo=UTC)
SESSION = "00000000-0000-4000-8006-000000000001"
WIDTH = "96"
LINES = (
    "cortex sessions list --utc --fields id,title,status,createdAt",
    f"cortex transcript {SESSION} -o text",
    "cortex sanctions create --type mute --external-user-id bob --reason Shouting --fields type,externalUserId,isActive",
)
_ENDS = re.compile(r"[ \n]+$")


def recorded() -> str:
    """The picture: one line after the other, and what each shows."""
    first, *others = _screens()
    command, _, output = first.partition("\n")
    return draw(command, [output, *(screen.partition("\n")[2] for screen in others)])


def _screens() -> Iterator[str]:
    """What is on the screen after each line."""
    with Emulator.in_thread(fixed_ids=True, clock=Clock(START, frozen=True)) as emulator:
        env = env_of(emulator, COLUMNS=WIDTH, TERM="xterm", FORCE_COLOR="1")
        for title in ("Ranked match", "Friday raid"):
            ran("sessions", "create", "--title", title, "--external-room-id", "room-1", env=env)
        emulator.settle()
        for seconds, speaker, said in (
            (2, "ada", "Left side is clear."),
            (4, "bob", "THEN GO ALREADY"),
            (3, "ada", "Going."),
        ):
            emulator.clock.advance(seconds)
            emulator.say(SESSION, speaker, said)
        screen = ""
        for line in LINES:
            done = ran(*line.split()[1:], env=env | {"COLUMNS": WIDTH}, terminal=True)
            assert done.code == 0, done.err
            screen += f"$ {line}\n{_ENDS.sub('', done.out)}\n"
            yield screen.rstrip("\n")
            screen += "\n"


def main() -> int:
    PICTURE.write_text(recorded(), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
