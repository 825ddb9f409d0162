"""What is masked in lines of six languages, and what is not."""

from __future__ import annotations

import re

import pytest

from cortex_async.redaction import MaskPersonalData
from tests.redaction.said import EXAMPLES, KEPT, MASKED

MASK = MaskPersonalData()

POSITIVE = [(language, *pair) for language, pairs in MASKED.items() for pair in pairs]
NEGATIVE = [(language, text) for language, texts in KEPT.items() for text in texts]


@pytest.mark.parametrize(("language", "text", "expected"), POSITIVE)
def test_personal_data_is_masked(language: str, text: str, expected: str) -> None:
    assert MASK.text(text) == expected
    # Wherever it is in a line, and whatever is next to it.
    assert MASK.text(f"({text})\n{text}") == f"({expected})\n{expected}"


@pytest.mark.parametrize(("language", "text"), NEGATIVE)
def test_other_things_stay(language: str, text: str) -> None:
    assert MASK.text(text) is text


@pytest.mark.parametrize("number", re.split(r"[;,]\s+", EXAMPLES))
def test_numbers_of_the_countries_are_found(number: str) -> None:
    assert MASK.text(f"x {number}, y") == "x [phone], y"
    if number.startswith("+"):
        assert MASK.text("+" + re.sub(r"\D", "", number)) == "[phone]"


@pytest.mark.parametrize(
    "number",
    [
        "4242424242424242",
        "5555555555554444",
        "2223003122003222",
        "378282246310005",
        "30569309025904",
        "6011111111111117",
        "3566002020360505",
        "6200000000000005",
        "6759649826438453",
    ],
)
def test_cards_of_all_issuers_are_found(number: str) -> None:
    assert MASK.text(number) == "[card]"
    assert MASK.text(" ".join(re.findall("..?.?.?", number))) == "[card]"
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    assert MASK.text(wrong) == wrong
