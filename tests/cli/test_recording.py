"""The recording of the README: it is what ``cortex`` shows today, and a picture that loads nothing."""

from __future__ import annotations

import re

import pytest

from tests.cli.recording import RECORDING, recorded

pytest.importorskip("pexpect")
pytest.importorskip("pty", reason="there is no pseudo-terminal")


def test_the_committed_recording_is_current() -> None:
    picture = RECORDING.read_text("utf-8")
    assert recorded() == picture, "run `make recording`"
    assert re.findall(r"\b(?:https?:|url\()[^\"]*", picture) == ["http://www.w3.org/2000/svg"]
    assert "\x1b" not in picture
