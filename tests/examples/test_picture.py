"""The picture of the README: what the example shows, and nothing that a browser would take for more."""

from __future__ import annotations

import re
import runpy
from xml.etree import ElementTree

from tests.examples.picture import EXAMPLE, PICTURE, ROOT, draw, frames

OUTPUT = (
    '\x1b[?25l│ \x1b[2m09:45:07 \x1b[0m\x1b[1mann\x1b[0m: <hi> & "bye" │\r\x1b[2K'
    "│ ]]> │\r\x1b[2K\x1b[1A\x1b[2K│ ]]> │\n\x1b[?25h"
)


def words(picture: str) -> list[str]:
    """What stands in each frame, a string each."""
    return [
        "".join(group.itertext()) for group in ElementTree.fromstring(picture) if group.tag.endswith("}g")
    ]


def test_frames_are_what_was_seen_between_two_rewinds() -> None:
    shown = frames(OUTPUT)
    assert shown == ['│ \x1b[2m09:45:07 \x1b[0m\x1b[1mann\x1b[0m: <hi> & "bye" │', "│ ]]> │"]


def test_whatever_the_example_prints_is_text() -> None:
    first, second = words(draw("$ run <this>", frames(OUTPUT)))
    assert first.replace("\n", "") == '$ run <this>│ 09:45:07 ann: <hi> & "bye" │'
    assert second.replace("\n", "") == "$ run <this>│ ]]> │"


def test_the_same_output_gives_the_same_bytes() -> None:
    assert draw("$ run", frames(OUTPUT)) == draw("$ run", frames(OUTPUT))


def test_bold_and_dim_are_seen_and_columns_are_kept() -> None:
    drawn = draw("$ run", frames(OUTPUT))
    assert '<tspan x="32.8" textLength="75.6" class="d">09:45:07 </tspan>' in drawn
    assert '<tspan x="108.4" textLength="25.2" class="b">ann</tspan>' in drawn


def test_the_committed_picture_is_of_the_example() -> None:
    picture = PICTURE.read_text("utf-8")
    *_, last = words(picture)
    assert "Friday match" in last
    for speaker, said in runpy.run_path(str(ROOT / EXAMPLE))["CONVERSATION"]:
        assert f"{speaker}: {said}" in last
    assert re.findall(r"\bhttps?:[^\"]*", picture) == ["http://www.w3.org/2000/svg"]
    assert "<script" not in picture
