"""What holds for every string: masking twice changes nothing more, and its time grows with the length only."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cortex_async.redaction import MaskPersonalData
from tests.redaction.said import MASKED
from tests.transcripts.made import HOSTILE

DATA = [text for pairs in MASKED.values() for text, _ in pairs]

WHOLE = """
a@b.com|@例え.jp|+49 30 123456|030 123456|4111 1111 1111 1111|555-123-4567|612 34 56 78|2024-01-15|1.2.3.4|::1
fe80::1|%eth0|/24|:80|https://x.y/|www.|://|example.com|com|de|**|[phone]|の|00|12|123|1234|0049|99999|call me |version
"""
PIECES = [
    *"@.:-/ ()+_'$#*[]01af。\uff0c\u0660\u200e\u0301\ud800\x00\n",
    *WHOLE.strip().replace("\n", "|").split("|"),
]
"""What the rules look at: put together, these are neighbours that could make a match of what was none."""

glued = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)
strings = st.one_of(glued, st.text(st.characters(codec=None, exclude_categories=()), max_size=30))
masks = st.builds(
    MaskPersonalData,
    emails=st.booleans(),
    phones=st.booleans(),
    urls=st.booleans(),
    cards=st.booleans(),
    ips=st.booleans(),
    replacement=st.sampled_from(["[{kind}]", "***", "█", "<{kind} was here>"]),
)


@given(strings, masks)
@example("1:2222222::0171-123456-5::0301234567", MaskPersonalData())
@example("5::2.2.2.2:7", MaskPersonalData())
@example("fe80::1%eth006.12.34.56.78", MaskPersonalData())
@example("::1a@b.com::1/12www.2024-01-15", MaskPersonalData())
@example("+49 30 123456::1", MaskPersonalData(urls=False))
def test_masking_twice_is_masking_once(text: str, mask: MaskPersonalData) -> None:
    masked = mask.text(text)
    assert mask.text(masked) is masked


@given(strings)
def test_only_what_is_masked_changes(text: str) -> None:
    masked = MaskPersonalData(replacement="█<{kind}>█").text(text)
    kept = re.split(r"█<\w+>█", masked)
    place = 0
    for part in kept:
        place = text.index(part, place) + len(part)
    assert text.startswith(kept[0])
    assert text.endswith(kept[-1])


@given(strings)
def test_nothing_is_masked_where_nothing_is_looked_for(text: str) -> None:
    nothing = MaskPersonalData(emails=False, phones=False, urls=False, cards=False, ips=False)
    assert nothing.text(text) is text


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts_stay(text: str) -> None:
    expected = text.replace("https://x.example", "[url]").replace("www.x.example", "[url]")
    assert MaskPersonalData().text(text) == expected


REPEATED = """
1 |0 |01 |(0|1.|1-|1:|+49 |0171 234567 |4111 |$1 |\u0660 |\u200e1|a1|::|a:|fe80::1 |1.2.3.4.|1.2.3.4 |a@|a@b.|a@b.c
x@a.com|a-|e\u0301|a.|com.|a.com-|a.com/|www.|www.a|の.|[phone]|call me 1 |://|http://|http://a|://a:|https://x/の
https://x/)|https://x/(
"""
UNITS = [*"1+a@の%-'.)f[", *REPEATED.strip().replace("\n", "|").split("|")]


@pytest.mark.parametrize("unit", UNITS)
def test_the_time_grows_with_the_length(unit: str) -> None:
    """Eight times the length takes about eight times as long; with a quadratic rule it would be 64 times."""
    short, long = (unit * (size // len(unit)) for size in (1_000, 8_000))
    ratios = (seconds(long) / seconds(short) for _ in range(5))
    assert any(ratio < 20 for ratio in ratios)


def seconds(text: str) -> float:
    """Processor time; the least that a clock can measure well for what is faster."""
    mask = MaskPersonalData().text
    begun = time.process_time()
    mask(text)
    return max(time.process_time() - begun, 0.0005)


def test_long_texts_are_masked_to_the_end() -> None:
    text = "a@b.com, " * 12_000
    assert MaskPersonalData().text(text) == "[email], " * 12_000
