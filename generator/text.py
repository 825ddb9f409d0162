"""Strings of a spec for people: unprintable characters and direction marks are escaped."""

from __future__ import annotations

import textwrap
import unicodedata

WIDTH = 110

# Typographic punctuation reads the same in ASCII and keeps linters of ambiguous characters quiet.
_PLAIN = str.maketrans(
    {"\u2014": "-", "\u2013": "-", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2026": "...", "\t": "    "}
)


def visible(text: str) -> str:
    """Escape the unprintable characters of one line: controls, direction marks, lone surrogates."""
    if text.isprintable():
        return text
    return "".join(character if character.isprintable() else _spelt(character) for character in text)


def _spelt(character: str) -> str:
    if unicodedata.category(character) == "Zs":
        return " "
    return character.encode("unicode_escape").decode("ascii")


def plain(text: str) -> str:
    """Return ``text`` line by line with ASCII punctuation and unprintable characters escaped."""
    lines = [visible(line.translate(_PLAIN)).rstrip() for line in text.splitlines()]
    return "\n".join(lines).strip("\n")


def wrapped(text: str, indent: int) -> list[str]:
    """Wrap ``text`` into the lines of a docstring, at least one."""
    width = WIDTH - indent - 6
    lines: list[str] = []
    for paragraph in text.split("\n"):
        deeper = paragraph[: len(paragraph) - len(paragraph.lstrip())]
        hanging = deeper + "    " if deeper else ""
        lines += textwrap.wrap(
            paragraph, width, subsequent_indent=hanging, break_long_words=False, break_on_hyphens=False
        ) or [""]
    return lines
