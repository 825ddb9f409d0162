"""Search for values that may be escaped: for JSON, a URL, HTML, a Python repr, or one of them within another.

The string is unescaped up to three times, and each match is mapped back to its place in the original. Any
mixture of escapes is found, and the time is linear in the length of the string.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from attrs import frozen

Span = tuple[int, int]

DEEPEST = 3
"""How many levels of escapes are undone, such as JSON in a JSON string in a URL."""

PREFIX = 4
"""Characters by which values that cannot occur are ruled out; every value must be at least as long."""

_FEW = 50
_OVERLAPPING = 64
_HEAD = 16

_ESCAPE = re.compile(
    r"%[0-7][0-9a-f]|(?:%[89a-f][0-9a-f])+"
    r"|\\(?-i:U)[0-9a-f]{8}|\\(?-i:u)d[89ab][0-9a-f]{2}\\(?-i:u)d[c-f][0-9a-f]{2}|\\(?-i:u)[0-9a-f]{4}"
    r"|(?:\\x[89a-f][0-9a-f])+|\\x[0-7][0-9a-f]"
    r"|\\[\\/\"'bfnrt]|&(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-f]{1,6});",
    re.IGNORECASE,
)
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
"""Those of XML, which is what servers escape. html.unescape loads a table of 2,231 for every first call."""

_INCOMPLETE = re.compile(
    r"[\ud800-\udbff\udc80-\udcff]{0,3}"
    r"(?:%[0-9a-f]?"
    r"|\\(?:ud[89ab][0-9a-f]{2}\\?)?(?:(?-i:U)[0-9a-f]{0,7}|u[0-9a-f]{0,3}|x[0-9a-f]?)?|&#?\w{0,8})?"
    r"[\udc80-\udcff]{0,3}\Z",
    re.IGNORECASE,
)
"""What remains at the end of a string that was cut within an escape or a character of several bytes."""

_LETTERS = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}


@frozen(eq=False, repr=False)
class Unescaped:
    """A string with its escapes undone once, in pieces that map back to the original.

    text: the unescaped string. begins: where each piece begins in ``text``. pieces: for each piece its start
        and stop in the original, and whether it is unchanged.
    """

    text: str
    begins: list[int]
    pieces: list[tuple[int, int, bool]]

    def origin(self, span: Span) -> Span:
        """Where a part of ``text`` comes from in the original, extended to whole escapes."""
        first, last = self._piece(span[0]), self._piece(span[1] - 1)
        start, stop, verbatim = self.pieces[first]
        begin = start + span[0] - self.begins[first] if verbatim else start
        start, stop, verbatim = self.pieces[last]
        return begin, start + span[1] - self.begins[last] if verbatim else stop

    def _piece(self, at: int) -> int:
        return bisect_right(self.begins, at) - 1


def find(text: str, values: Sequence[str], *, truncated: bool = False) -> list[Span]:
    """Find the places of all ``values`` in ``text``, sorted and merged.

    If ``truncated``, ``text`` may end within one.
    """
    spans: list[Span] = []
    levels: list[Unescaped] = []
    shown = text
    for _ in range(DEEPEST + 1):
        here = list(_matches(shown, values))
        if truncated:
            here += _at_the_end(shown, values)
        for level in reversed(levels):
            here = [level.origin(span) for span in here]
        spans += here
        unescaped = _unescaped(shown)
        if unescaped is None:
            break
        levels.append(unescaped)
        shown = unescaped.text
    return _merged(spans)


def _unescaped(text: str) -> Unescaped | None:
    """Undo the escapes of ``text`` once; None if it has none."""
    begins: list[int] = []
    pieces: list[tuple[int, int, bool]] = []
    out: list[str] = []
    at = length = 0
    for match in _ESCAPE.finditer(text):
        for start, stop, plain in ((at, match.start(), None), (*match.span(), _character(match[0]))):
            if start == stop:
                continue
            written = text[start:stop] if plain is None else plain
            begins.append(length)
            pieces.append((start, stop, plain is None))
            out.append(written)
            length += len(written)
        at = match.end()
    if at == 0:
        return None
    if at < len(text):
        begins.append(length)
        pieces.append((at, len(text), True))
        out.append(text[at:])
    return Unescaped("".join(out), begins, pieces)


def _character(escape: str) -> str:
    kind = escape[0]
    if kind == "&":
        if escape[1] != "#":
            return _NAMED[escape[1:-1].lower()]
        hexadecimal = escape[2] in "xX"
        return _numbered(int(escape[3:-1], 16) if hexadecimal else int(escape[2:-1]))
    if kind == "%":
        return bytes.fromhex(escape.replace("%", "")).decode("utf-8", "surrogateescape")
    code = escape[1]
    if code in "xX":
        raw = bytes.fromhex(escape.replace(escape[:2], "").replace("\\x", "").replace("\\X", ""))
        try:
            return raw.decode()
        except UnicodeDecodeError:
            return raw.decode("latin-1")
    if code == "U":
        return _numbered(int(escape.removeprefix("\\U"), 16))
    if code == "u" and len(escape) > 2:
        units = b"".join(int(escape[at : at + 4], 16).to_bytes(2, "big") for at in range(2, len(escape), 6))
        return units.decode("utf-16-be", "surrogatepass")
    return _LETTERS.get(code, code)


def _numbered(code: int) -> str:
    return chr(code) if code <= 0x10FFFF else "\ufffd"


def _matches(text: str, values: Sequence[str]) -> Iterator[Span]:
    for value in _possible(text, values):
        step = 1 if len(value) <= _OVERLAPPING else len(value)
        at = text.find(value)
        while at >= 0:
            yield at, at + len(value)
            at = text.find(value, at + step)


def _possible(text: str, values: Sequence[str]) -> Sequence[str]:
    """The values that may occur.

    Many values are filtered by their prefixes, which is faster than searching for each.
    """
    if len(values) <= _FEW:
        return values
    prefixes = {text[at : at + PREFIX] for at in range(len(text))}
    return [value for value in values if value[:PREFIX] in prefixes]


def _at_the_end(text: str, values: Sequence[str]) -> Iterator[Span]:
    """The ends of ``text`` that may be the beginning of a value.

    What looks like the start of an escape may be the characters themselves: ``&0`` of ``&000``.
    """
    cut = _INCOMPLETE.search(text)
    for end in {cut.start() if cut else len(text), len(text)}:
        for value in values:
            start = _beginning(text[max(0, end - len(value)) : end], value)
            if start:
                yield end - start, len(text)


def _beginning(tail: str, value: str) -> int:
    """Length of the longest end of ``tail`` with which ``value`` begins."""
    head = value[:_HEAD]
    at = tail.find(head)
    while at >= 0:
        if value.startswith(tail[at:]):
            return len(tail) - at
        at = tail.find(head, at + 1)
    longest = min(len(head), len(tail))
    return next((length for length in range(longest, 0, -1) if tail.endswith(head[:length])), 0)


def _merged(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, stop in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(stop, merged[-1][1])
        else:
            merged.append((start, stop))
    return merged
