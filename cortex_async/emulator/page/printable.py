"""Text without characters that cannot be seen or that reorder other text: they are shown as escapes.

A name with a right-to-left override could make one line of the page read like another. See Unicode Technical
Report 36: https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# Without line breaks and tabs, which style sheets lay out, and U+200C and U+200D, which words and emoji need.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u200e\u200f"
    "\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\ud800-\udfff"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)


def pieces(text: str) -> Iterator[tuple[str, bool]]:
    """The text in pieces: ``(string, False)``, and ``(escape, True)`` in place of a hidden character."""
    at = 0
    for match in _HIDDEN.finditer(text):
        if match.start() > at:
            yield text[at : match.start()], False
        yield escape(match[0]), True
        at = match.end()
    if at < len(text):
        yield text[at:], False


def printable(text: str) -> str:
    """The text with escapes in place of hidden characters, e.g. ``\\u202e``."""
    return "".join(piece for piece, _ in pieces(text))


def escape(character: str) -> str:
    """A character as Python writes it, e.g. ``\\x1b`` or ``\\u202e``."""
    return ascii(character)[1:-1]
