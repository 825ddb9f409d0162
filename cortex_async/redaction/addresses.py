"""IP addresses, versions 4 and 6."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from typing import Final

from cortex_async.redaction.characters import glued, plain

_HEX: Final = re.compile(r"[\dA-Fa-f\uff21-\uff26\uff41-\uff46:\uff1a.\uff0e]++")
_COLONS: Final = ":\uff1a"
_FEWEST_COLONS: Final = 2
_LONGEST: Final = 45
_WHOLE: Final = r"(?![\w:]|[.\-]\w)"
"""Ends what follows an address where it does not cut a word or another number."""

_SUFFIX_6: Final = re.compile(rf"(?:%\w{{1,15}}+)?+(?:/\d{{1,3}}+)?+{_WHOLE}")

_DIGITS_WITH_DOT: Final = re.compile(r"\d[.\uff0e]\d")
_DOTTED: Final = re.compile(r"\d[\d.\uff0e]*+")
_SUFFIX_4: Final = re.compile(rf"(?::\d{{1,5}}+)?+(?:/\d{{1,2}}+)?+{_WHOLE}")

_VERSION: Final = re.compile(
    r"(?:\b(?:v|ver|versi[oó]n|version|build|release|firmware|patch|update|rev|sdk|api)"
    r"|バージョン|版本|الإصدار|إصدار|نسخة)[\s:=#.]{0,3}\Z",
    re.IGNORECASE,
)
_LOOK_BACK: Final = 20


def find_6(text: str) -> Iterator[tuple[int, int]]:
    """The places of IPv6 addresses, from left to right."""
    end = 0
    for run in colon_runs(text):
        if run.start() < end:
            continue
        found = plain(run[0]).rstrip(".")
        if found.endswith(":") and not found.endswith("::"):
            found = found[:-1]
        start, stop = run.start(), run.start() + len(found)
        # "IP:2001:db8::1"
        labelled = found.startswith(":") and not found.startswith("::")
        if labelled:
            start, found = start + 1, found[1:]
        elif glued(text, start - 1):
            continue
        if not glued(text, stop) and _is_6(found):
            end = _suffix(_SUFFIX_6, text, stop)
            yield start, end


def colon_runs(text: str) -> Iterator[re.Match[str]]:
    """The places of what may be IPv6 addresses; nothing within them is a number of its own."""
    if sum(map(text.count, _COLONS)) >= _FEWEST_COLONS:
        for run in _HEX.finditer(text):
            if sum(map(run[0].count, _COLONS)) >= _FEWEST_COLONS:
                yield run


def _is_6(address: str) -> bool:
    """Whether it is one; without a digit it is rather a name in a program, such as ``a::b``."""
    if len(address) > _LONGEST or not any(one.isdecimal() for one in address):
        return False
    try:
        ipaddress.IPv6Address(address)
    except ValueError:
        return False
    return True


def find_4(text: str) -> Iterator[tuple[int, int]]:
    """The places of IPv4 addresses, from left to right. Numbers of versions have the same form."""
    end = 0 if _DIGITS_WITH_DOT.search(text) else len(text)
    while (run := _DOTTED.search(text, end)) is not None:
        place, end = run.start(), run.end()
        for part in plain(run[0]).split(".."):
            inner = part.strip(".")
            start = place + len(part) - len(part.lstrip("."))
            stop = start + len(inner)
            place += len(part) + 2
            if _is_4(inner) and not (glued(text, start - 1) or glued(text, stop) or _is_version(text, start)):
                stop = _suffix(_SUFFIX_4, text, stop)
                yield start, stop
                end = max(end, stop)


def _is_4(address: str) -> bool:
    parts = address.split(".", 4)
    return len(parts) == 4 and all(0 < len(one) <= 3 and int(one) <= 255 for one in parts)


def _is_version(text: str, start: int) -> bool:
    return _VERSION.search(text[max(0, start - _LOOK_BACK) : start]) is not None


def _suffix(pattern: re.Pattern[str], text: str, end: int) -> int:
    found = pattern.match(text, end)
    return end if found is None else found.end()
