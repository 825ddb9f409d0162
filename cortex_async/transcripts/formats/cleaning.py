"""Strings from outside, without what would break out of a line, a cue or a terminal."""

from __future__ import annotations

import re

from cortex_async._core.strings.surrogates import encodable

REPLACEMENT = "\ufffd"

_BREAKS = re.compile("\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
"""What ``str.splitlines`` splits at, as many readers do."""

_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Controls that reorder what follows them: https://www.unicode.org/reports/tr9/#Explicit_Directional_Embeddings"""


def readable(text: str) -> str:
    """A text for people: every kind of line break is a newline, and control characters are replaced."""
    return _CONTROLS.sub(REPLACEMENT, _BREAKS.sub("\n", encodable(text)))


def one_line(text: str) -> str:
    """A name or title for people: one line, which cannot reorder what stands beside it."""
    return " ".join(_BIDI.sub("", readable(text)).split())


def cue_lines(text: str) -> list[str]:
    """The lines of a text where an empty line would end it, without white space around them."""
    return [line.strip() for line in readable(text).split("\n") if line.strip()]
