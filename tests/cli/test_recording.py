"""The picture of the command line in the README is what the commands show."""

from __future__ import annotations

from xml.etree import ElementTree

from tests.cli.recording import LINES, PICTURE, recorded


def test_the_committed_picture_is_current_and_loads_nothing() -> None:
    picture = recorded()
    assert PICTURE.read_text("utf-8") == picture, "run `make cli-picture`"
    shown = "".join(ElementTree.fromstring(picture).itertext())
    for part in (*LINES, "Left side is clear.", "Ranked match"):
        assert part in shown
    assert "url(" not in picture
    assert "href" not in picture
