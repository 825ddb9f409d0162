"""Pieces of Markdown, the only values that a page of the reference consists of.

The pages are read by GitHub and by MyST, so a string of a spec must be markup for neither: no HTML, links,
images, roles (``{name}`` before a code span), directives, comments (``%``), targets, substitutions, maths,
footnotes or block structure. Everything else comes from string literals of the generator itself, which
`tests/generator/test_markdown.py` checks.

https://spec.commonmark.org/0.31.2/#backslash-escapes
https://myst-parser.readthedocs.io/en/latest/syntax/syntax.html
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import LiteralString, NoReturn, final

from attrs import field, frozen

from generator.text import visible

_SPAN = re.compile(r"(`[^`]+`)")
# Every ASCII punctuation character may be escaped. What is markup nowhere, or only at the start of a line or
# a word, is left alone.
_MARKUP = re.compile(
    r"[!#$%&*+<=>@\[\\\]^`{|}~]|:(?! |$)|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|(?<=www)\.|--|(?<=\])\("
)
_FIRST = re.compile(r"(?:[-:]|\d+[.)])")
_RUN = re.compile(r"`+")
_PIPE = re.compile(r"(?<!\\)\|")
_PATH = re.compile(r"[A-Za-z0-9_./#-]+")
_URL = re.compile(r"https?://[^\s<>]+")
_SPACE = re.compile(r"\s+")
_FENCE = re.compile(r"^ *(`{3,})", re.MULTILINE)


@final
@frozen(str=False, repr=False)
class Markdown:
    """Markdown made by this module. It has no string form, to keep it out of f-strings."""

    text: str = field()

    def __str__(self) -> NoReturn:
        raise TypeError("a piece of Markdown is put together with markdown() and joined()")

    def __format__(self, _: str) -> NoReturn:
        raise TypeError("a piece of Markdown is put together with markdown() and joined()")


def markdown(template: LiteralString, *parts: Markdown) -> Markdown:
    """Fill each ``{}`` of ``template`` with a part."""
    return Markdown(template.format(*[part.text for part in parts]))


def joined(separator: LiteralString, parts: Iterable[Markdown]) -> Markdown:
    return Markdown(separator.join([part.text for part in parts]))


def prose(text: str, *, at_start: bool = True) -> Markdown:
    """Return a paragraph on one line. Its code spans stay code spans; nothing else in it is markup.

    ``at_start``: False for a part in the middle of a line, whose white space at the ends stays.
    """
    line = _SPACE.sub(" ", text)
    parts = _SPAN.split(visible(line.strip() if at_start else line))
    written = ""
    for number, part in enumerate(parts):
        if number % 2 and part[1:-1].strip():
            written += (" " if written.endswith("`") else "") + span(part[1:-1]).text
        else:
            written += _MARKUP.sub(_escaped, part)
    found = _FIRST.match(written) if at_start else None
    return Markdown(f"{written[: found.end() - 1]}\\{written[found.end() - 1 :]}" if found else written)


def paragraphs(text: str) -> Markdown:
    """Return a string of several paragraphs, which are separated by empty lines."""
    found = [prose(part) for part in re.split(r"\n\s*\n", text) if part.strip()]
    return joined("\n\n", found)


def span(text: str) -> Markdown:
    """Return a string as a code span."""
    line = visible(" ".join(text.split())) or " "
    if "](" in line:  # the site looks for links in code spans, too
        return prose(line.replace("`", "'"))
    longest = max((len(run) for run in _RUN.findall(line)), default=0)
    ticks = "`" * (longest + 1)
    pad = " " if line[0] == "`" or line[-1] == "`" else ""
    return Markdown(f"{ticks}{pad}{line}{pad}{ticks}")


def row(*cells: Markdown) -> Markdown:
    """Return a row of a table. A pipe is escaped in code spans, too.

    https://github.github.com/gfm/#tables-extension-
    """
    texts = [_PIPE.sub(r"\\|", cell.text) for cell in cells]
    return Markdown(f"| {' | '.join(texts)} |")


def table(heads: tuple[LiteralString, ...], rows: Iterable[Markdown]) -> Markdown:
    """Return a table, or nothing if it has no rows."""
    lines = [one.text for one in rows]
    if not lines:
        return Markdown("")
    return Markdown("\n".join([f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}", *lines]) + "\n")


def fenced(language: LiteralString, content: str) -> Markdown:
    """Return a code block whose content cannot end it."""
    lines = [visible(line) for line in content.strip("\n").split("\n")]
    longest = max((len(run) for run in _FENCE.findall("\n".join(lines))), default=2)
    ticks = "`" * (max(2, longest) + 1)
    return Markdown("\n".join([f"{ticks}{language}", *lines, ticks]) + "\n")


def path(target: str) -> Markdown:
    """Return the path of a page, which consists of checked names."""
    if not _PATH.fullmatch(target):
        raise ValueError(f"target must be a path of a page, got {target!r}")
    return Markdown(target)


def address(url: str) -> Markdown:
    """Return an address of our own docstrings as a link. Strings of a spec never get here."""
    if not _URL.fullmatch(url):
        raise ValueError(f"url must be a plain address, got {url!r}")
    return Markdown(f"<{url}>")


def link(label: Markdown, target: str) -> Markdown:
    """Return a link to a page of the reference."""
    return Markdown(f"[{label.text}]({path(target).text})")


def _escaped(found: re.Match[str]) -> str:
    return "".join(f"\\{character}" for character in found[0])
