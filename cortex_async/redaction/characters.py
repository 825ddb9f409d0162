"""Classes of characters, for rules that hold in all scripts."""

from __future__ import annotations

from typing import Final

UNSPACED: Final = (
    "\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3005-\u3007\u3031-\u30ff\u3130-\u318f"
    "\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
"""Letters of scripts in which a word may follow an address without a space: Chinese, Japanese, Korean,
Thai, Lao, Khmer, Burmese. For use within brackets of a regular expression."""

LETTER: Final = rf"(?:[^\W{UNSPACED}]|[\u0300-\u036f])"
"""A letter of any other script, a digit, an underscore, or an accent that follows its letter."""

DOTS: Final = ".\u3002\uff0e\uff61"
"""Dots between the labels of a domain. https://www.rfc-editor.org/rfc/rfc3490#section-3.1"""

_WIDE: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


def glued(text: str, place: int) -> bool:
    """Whether a number next to the character at ``place`` is a part of a word: ``v1``, ``id_7``, ``2nd``.

    It is next to letters that have two cases. Others, such as Japanese ones, follow numbers without a space.
    """
    if not 0 <= place < len(text):
        return False
    one = text[place]
    return one == "_" or one.lower() != one.upper()


def plain(text: str) -> str:
    """The string with ASCII digits for all decimal digits, and ASCII for full-width characters."""
    if text.isascii():
        return text
    wide = text.translate(_WIDE)
    return "".join(str(int(one)) if one.isdecimal() else one for one in wide)
