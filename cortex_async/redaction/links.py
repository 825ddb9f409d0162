"""URLs: those with a scheme, and hosts as people say them (``example.com/page``)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from cortex_async.redaction.characters import LETTER, UNSPACED

_SCHEME: Final = re.compile(r"[A-Za-z0-9+.\-]++")
_ENDS: Final = (
    r"\s<>\"\u2018\u201a-\u201f\u00ab\u00bb\u2039\u203a\u060c\u061b\u061f\u3000-\u3004\u3008-\u3030"
    r"\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65"
)
"""What ends a URL: spaces, quotation marks, and punctuation that URLs do not have."""

_REST: Final = rf"(?:[^{_ENDS}{UNSPACED}]|(?<=[/?#&=.+\-~])[{UNSPACED}][^{_ENDS}]*+)*+"
"""The rest of a URL. Unspaced letters belong to it if they begin a part of it, as in ``/wiki/日本``."""

_AFTER_SCHEME: Final = re.compile(rf"(?:[^\W_]|\[[0-9A-Fa-f]{{0,4}}:){_REST}")
_PATH: Final = re.compile(rf"(?::\d{{1,5}}+(?!\d))?+(?:[/?#](?=[^\W_]|[%@~?#_\-]){_REST})?+")
_PUNCTUATION: Final = ".,;:!?'*_~)]}|\u2026\u2019"
_BRACKETS: Final = {")": "(", "]": "[", "}": "{"}

_INNER_DOT: Final = re.compile(r"\.\w")
_RUN: Final = re.compile(rf"(?:[.\-]|{LETTER})++")

_CLEAR: Final = """
    com net org edu gov info biz mobi xyz website tech cloud app dev gg tv io eu
    de ch fr es uk ru ua pl nl se dk fi cz pt br mx ar cl ca au nz jp kr cn tw hk
    eg tn dz qa kw jo lb iq sa ae sy ly ye bh ps
"""
_WORDS: Final = """
    ai at be cc club co fm fun game games id im in is it link live ly ma me my name news no om one online
    page pro pw sh shop site so st store team to top us vc video world ws zone
"""
TOP_LEVEL: Final = frozenset(_CLEAR.split())
"""Top-level domains that make a host of what is before them. Words of our languages are not among them."""

WITH_PATH: Final = TOP_LEVEL | frozenset(_WORDS.split())
"""Top-level domains that do so if a path follows, such as ``youtu.be/...``."""


def find(text: str) -> Iterator[tuple[int, int]]:
    """The places of URLs that have a scheme, from left to right."""
    end = 0
    while (colon := text.find("://", end)) >= 0:
        start = _scheme_start(text, end, colon)
        end = colon + 3
        body = _AFTER_SCHEME.match(text, end) if start < colon else None
        if body is not None:
            end = _trimmed(text, start, body.end())
            yield start, end


def _scheme_start(text: str, floor: int, colon: int) -> int:
    start = colon
    while start > floor and _SCHEME.match(text[start - 1]):
        start -= 1
    while start < colon and not text[start].isalpha():
        start += 1
    return start


def find_hosts(text: str) -> Iterator[tuple[int, int]]:
    """The places of hosts without a scheme, with what follows them, from left to right."""
    end = 0 if _INNER_DOT.search(text) else len(text)
    while (run := _RUN.search(text, end)) is not None:
        end = run.end()
        for start, stop in _hosts(text, run.start(), run[0].split(".")):
            end = max(end, stop)
            yield start, stop


def _hosts(text: str, place: int, labels: list[str]) -> Iterator[tuple[int, int]]:
    """The hosts among labels with dots in between; an empty label separates them."""
    first, last, has_www = place, 0, False
    for label in labels:
        if label.strip("-"):
            name = label if label.startswith("xn--") else label.partition("-")[0]
            end = place + len(name)
            if place > first and name and (has_www or _is_top_level(text, name, end)):
                last = end
            has_www = has_www or label.lower() == "www"
        else:
            if last:
                yield first, last
            first, last, has_www = place + len(label) + 1, 0, False
        place += len(label) + 1
    if last:
        path = _PATH.match(text, last)
        yield first, _trimmed(text, first, last if path is None else path.end())


def _is_top_level(text: str, name: str, end: int) -> bool:
    """Whether a label makes a host of what is before it. ``De`` does not: a sentence may begin there."""
    top = name.lower()
    if name not in (top, name.upper()):
        return False
    return top in TOP_LEVEL or top.startswith("xn--") or (top in WITH_PATH and text.startswith("/", end))


def _trimmed(text: str, start: int, end: int) -> int:
    """The end without punctuation of the sentence; a closing bracket stays if its opening one is inside."""
    opened = {closing: text.count(opening, start, end) for closing, opening in _BRACKETS.items()}
    closed = {closing: text.count(closing, start, end) for closing in _BRACKETS}
    while text[end - 1] in _PUNCTUATION:
        last = text[end - 1]
        if last in _BRACKETS:
            if opened[last] >= closed[last]:
                break
            closed[last] -= 1
        end -= 1
    return end
