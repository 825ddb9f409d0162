"""Draws what examples/live_transcript.py shows, as a moving picture for the README.

``python -m tests.examples.picture``. The same output of the example gives the same bytes. Where pictures do
not move, or should not, the last frame is seen.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from html import escape
from pathlib import Path

ROOT = Path(__file__).parents[2]
EXAMPLE = "examples/live_transcript.py"
PICTURE = ROOT / "docs" / "images" / "live-transcript.svg"

WIDTH, HEIGHT, SIZE, MARGIN = 8.4, 17, 14, 16
"""Of a character and a line, of the font, and around everything; in pixels."""

STEP, HOLD = 0.9, 4.0
"""Seconds that a frame is seen, and the last one."""

_REWIND = re.compile(r"\r?\x1b\[2K(?:\x1b\[1A\x1b\[2K)*")
_LOOK = re.compile(r"\x1b\[([0-9;]*)m")
_OTHER = re.compile(r"\x1b\[[0-9;?]*[A-Za-ln-z]")
_CLASSES = {"1": "b", "2": "d"}
"""Select Graphic Rendition: bold and dim, which is all that the example uses."""


def main() -> int:
    pictured = draw(f"$ python {EXAMPLE}", frames(_output()))
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    PICTURE.write_text(pictured, "utf-8")
    print(f"{PICTURE.relative_to(ROOT)}: {len(pictured)} characters")
    return 0


def _output() -> str:
    """What the example writes to a terminal, with its control sequences."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("CORTEX_")}
    terminal = {"FORCE_COLOR": "1", "TERM": "xterm", "COLUMNS": "74", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, str(ROOT / EXAMPLE)]
    done = subprocess.run(command, env={**kept, **terminal}, stdout=subprocess.PIPE, timeout=60, check=True)
    return done.stdout.decode("utf-8")


def frames(output: str) -> list[str]:
    """What the screen showed, one string a state; rich clears all its lines before it writes them anew."""
    shown: list[str] = []
    for part in _REWIND.split(output):
        frame = _OTHER.sub("", part).strip("\r\n")
        if _LOOK.sub("", frame) and frame not in shown[-1:]:
            shown.append(frame)
    return shown


def draw(command: str, shown: list[str], *, title: str = "") -> str:
    """An SVG of a terminal in which ``command`` shows these frames, one after the other and again.

    A single frame does not move. title: for people who do not see it; default: the command.
    """
    lines = [[command, *frame.split("\n")] for frame in shown]
    columns = max(len(_LOOK.sub("", line)) for frame in lines for line in frame)
    width = round(columns * WIDTH + 2 * MARGIN)
    height = max(len(frame) for frame in lines) * HEIGHT + 2 * MARGIN
    groups = "\n".join(
        f'<g class="f f{number}">\n{_frame(frame)}\n</g>' for number, frame in enumerate(lines)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"'
        f' width="{width}" height="{height}" role="img">\n'
        f"<title>{escape(title or command)}</title>\n<style>\n{_style(len(lines))}\n</style>\n"
        f'<rect width="{width}" height="{height}" rx="8" fill="#14181d"/>\n{groups}\n</svg>\n'
    )


def _style(count: int) -> str:
    whole = (count - 1) * STEP + HOLD
    rules = [
        f"text {{ font: {SIZE}px ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace;"
        " fill: #d7dde4; white-space: pre }",
        ".b { font-weight: 700; fill: #7cc7a4 }",
        ".d { fill: #7d8894 }",
    ]
    if count == 1:
        return "\n".join(rules)
    rules += [
        f".f {{ visibility: hidden; animation-duration: {whole:g}s; animation-timing-function: step-end;"
        " animation-iteration-count: infinite }",
        f".f{count - 1} {{ visibility: visible }}",
    ]
    for number in range(count):
        begin, end = (100 * at * STEP / whole for at in (number, number + 1))
        hidden = f" {end:.2f}% {{ visibility: hidden }}" if number < count - 1 else ""
        before = "0% { visibility: hidden } " if number else ""
        rules.append(f"@keyframes k{number} {{ {before}{begin:.2f}% {{ visibility: visible }}{hidden} }}")
        rules.append(f".f{number} {{ animation-name: k{number} }}")
    return "\n".join([*rules, "@media (prefers-reduced-motion: reduce) { .f { animation: none } }"])


def _frame(lines: list[str]) -> str:
    return "\n".join(
        f'<text x="{MARGIN}" y="{MARGIN + HEIGHT * number + SIZE}">{"".join(_spans(line))}</text>'
        for number, line in enumerate(lines)
        if line
    )


def _spans(line: str) -> Iterator[str]:
    """The pieces of a line that look alike, each as wide as in a terminal, in whatever font."""
    column, style, position = 0, "", 0
    for found in [*_LOOK.finditer(line), None]:
        string = line[position : found.start() if found else None]
        if string:
            look = f' class="{style}"' if style else ""
            place = f'x="{MARGIN + column * WIDTH:g}" textLength="{len(string) * WIDTH:g}"'
            yield f"<tspan {place}{look}>{escape(string)}</tspan>"
            column += len(string)
        if found:
            position, style = found.end(), _CLASSES.get(found[1], "")


if __name__ == "__main__":
    sys.exit(main())
