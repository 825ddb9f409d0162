"""Strings of the server on a terminal: characters that control it are shown, not obeyed.

Besides the control characters, these are the ones that change the direction of text, which can make a line
read differently from what it says (https://www.unicode.org/reports/tr9/#Directional_Formatting_Characters).
"""

from __future__ import annotations

from typing import Final

_DIRECTIONS: Final = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_SEPARATORS: Final = "\u2028\u2029"
_CONTROLS: Final = {code: f"\\x{code:02x}" for code in (*range(0x20), *range(0x7F, 0xA0))}
_OTHERS: Final = {ord(one): f"\\u{ord(one):04x}" for one in _DIRECTIONS + _SEPARATORS}
_SURROGATES: Final = {code: f"\\u{code:04x}" for code in range(0xD800, 0xE000)}
_SHORT: Final = {ord("\n"): "\\n", ord("\r"): "\\r", ord("\t"): "\\t"}
_TABLE: Final = _CONTROLS | _OTHERS | _SURROGATES | _SHORT

_JSON: Final = {
    code: f"\\u{code:04x}" for code in (*range(0x7F, 0xA0), *map(ord, _DIRECTIONS), *map(ord, _SEPARATORS))
}


def line(text: str) -> str:
    """Return ``text`` as one line, with every controlling character escaped as in Python."""
    return text if text.isascii() and text.isprintable() else text.translate(_TABLE)


def lines(text: str) -> str:
    """Return ``text`` with its line ends, each line escaped."""
    return "\n".join(map(line, text.split("\n")))


def json_text(text: str) -> str:
    """Return JSON with the controlling characters that JSON allows in strings escaped as JSON does."""
    return text if text.isascii() and "\x7f" not in text else text.translate(_JSON)
