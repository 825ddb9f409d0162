"""The tables of docs/redaction.md show what the code does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cortex_async.redaction import MaskPersonalData, phones

GUIDE = (Path(__file__).parents[2] / "docs" / "redaction.md").read_text("utf-8")
MASKED = re.findall(r"^\| `(.+)` \| `(.+)` \|$", GUIDE, re.MULTILINE)
KEPT = re.findall(r"^\| `(.+)` \| [^`\n]+ \|$", GUIDE, re.MULTILINE)
MISSED = GUIDE.partition("## What it does not find")[2]


@pytest.mark.parametrize(("text", "expected"), MASKED)
def test_what_is_masked_is_masked(text: str, expected: str) -> None:
    assert MaskPersonalData().text(text) == expected


@pytest.mark.parametrize("text", KEPT)
def test_what_stays_stays(text: str) -> None:
    assert MaskPersonalData().text(text) == text


def test_what_it_does_not_find_is_not_found_and_what_it_masks_wrongly_is_masked() -> None:
    missed, wrongly = MISSED.split("Some things are masked")
    for text in re.findall(r"`([^`]+)`", missed):
        assert MaskPersonalData().text(text) == text
    for text in re.findall(r"`([^`]+)`", wrongly):
        assert re.fullmatch(r"\[\w+\]", MaskPersonalData().text(text))
    assert f"within {phones.LOOK_BACK} characters before them" in missed
    assert (len(MASKED), len(KEPT)) == (9, 5)
