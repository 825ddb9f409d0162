"""The options in docs/emulator.md are those of the command line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cortex_async.emulator.__main__ import parse

GUIDE = "docs/emulator.md"
TEXT = (Path(__file__).parents[2] / GUIDE).read_text("utf-8")


def test_the_options_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parse(["--help"])
    options = set(re.findall(r"(?<!-)--[a-z-]+", capsys.readouterr().out)) - {"--help"}
    table = TEXT[TEXT.index("| option |") : TEXT.index("SIGINT, SIGTERM")]
    assert set(re.findall(r"`(--[a-z-]+)", table)) | set(re.findall(r"`, `(--[a-z-]+)", table)) == options
