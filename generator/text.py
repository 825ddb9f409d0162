"""Text of a spec for people: what cannot be seen, or moves what can, is spelt out."""

from __future__ import annotations

import textwrap
import unicodedata

WIDTH = 110

# Typographic punctuation reads the same in ASCII and keeps linters of ambiguous characters quiet.
_PLAIN = str.maketrans(
    {"\u2014": "-", "\u2013": "-", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2026": "...", "\t": "    "}
)


def visible(text: str) -> str:
    """``text`` on one line with everything escaped that does not print: controls, directions, halves of surrogate pairs."""
    if text.isprintable():
        return text
    return "".join(character if character.isprintable() else _spelt(character) for character in text)


def _spelt(character: str) -> str:
    if unicodedata.category(character) == "Zs":
        return " "
    return character.encode("unicode_escape").decode("ascii")


def plain(text: str) -> str:
    """``text`` with its lines, in ASCII punctuation, and with nothing else that does not print."""
    lines = [visible(line.translate(_PLAIN)).rstrip() for line in text.splitlines()]
    return "\n".join(lines).strip("\n")


def wrapped(text: str, indent: int) -> list[str]:
    """The lines of a docstring; at least one."""
    width = WIDTH - indent - 6
    lines: list[str] = []
    for paragraph in text.split("\n"):
        deeper = paragraph[: len(paragraph) - len(paragraph.lstrip())]
        hanging = deeper + "    " if deeper else ""
        lines += textwrap.wrap(
            paragraph, width, subsequent_indent=hanging, break_long_words=False, break_on_hyphens=False
        ) or [""]
    return lines
