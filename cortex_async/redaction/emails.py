"""E-mail addresses, with letters of all scripts (RFC 6531)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from cortex_async.redaction.characters import DOTS, LETTER, UNSPACED

AT: Final = "@\uff20\ufe6b"

_LOCAL: Final = re.compile(rf"(?:[{UNSPACED}.+%&~'#!\-]|{LETTER})++")
"""What may stand before the sign, as a whole run: it never has to be tried again from its middle."""

_LABEL: Final = rf"(?:[{UNSPACED}](?:[{UNSPACED}\-]|{LETTER})*+|(?:-|{LETTER})++)"
_DOMAIN: Final = re.compile(rf"{_LABEL}(?:[{DOTS}]{_LABEL})*+")
_LITERAL: Final = re.compile(r"\[[0-9A-Fa-f:.IPv]{2,50}\]")
_TOP: Final = re.compile(r"[^\W\d_][\w\-]")
_IP_LABELS: Final = 4


def find(text: str) -> Iterator[tuple[int, int]]:
    """The places of e-mail addresses, from left to right."""
    if not any(sign in text for sign in AT):
        return
    end = 0
    while (run := _LOCAL.search(text, end)) is not None:
        end = at = run.end()
        start = at - len(_local(run[0]))
        if start < at < len(text) and text[at] in AT:
            stop = _domain_end(text, at + 1)
            if stop is not None:
                yield start, stop
                end = stop


def _local(run: str) -> str:
    """The end of the run that can be the local part: a Japanese sentence may stand before a Latin one."""
    if not run.isascii() and not _unspaced(run[-1]):
        tail = next((place for place in range(len(run), 0, -1) if _unspaced(run[place - 1])), 0)
        run = run[tail:]
    return run.lstrip(".+%&~'#!-")


def _unspaced(letter: str) -> bool:
    return _UNSPACED.match(letter) is not None


_UNSPACED: Final = re.compile(f"[{UNSPACED}]")


def _domain_end(text: str, start: int) -> int | None:
    """Where the domain ends: after the last label that can be a top-level one."""
    literal = _LITERAL.match(text, start)
    if literal is not None:
        return literal.end()
    found = _DOMAIN.match(text, start)
    if found is None:
        return None
    ends: list[int] = []
    labels = re.split(f"[{DOTS}]", found[0])
    place = start
    for number, label in enumerate(labels):
        place += len(label)
        numeric = number == _IP_LABELS - 1 and all(one.isdecimal() for one in labels[:_IP_LABELS])
        if number and (numeric or _TOP.match(label)):
            ends.append(place)
        place += 1
    return ends[-1] if ends else None
