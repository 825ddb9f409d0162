"""Escapes of JSON, URLs, HTML and Python reprs, and strings with them undone."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator

from attrs import frozen

from cortex_async._core.strings.patterns import lazily

Span = tuple[int, int]

_PERCENT = r"%[0-7][0-9a-f]|(?:%[89a-f][0-9a-f])+"
_BACKSLASH = (
    r"\\(?-i:U)[0-9a-f]{8}|\\(?-i:u)d[89ab][0-9a-f]{2}\\(?-i:u)d[c-f][0-9a-f]{2}|\\(?-i:u)[0-9a-f]{4}"
    r"|(?:\\x[89a-f][0-9a-f])+|\\x[0-7][0-9a-f]"
    r"|\\[\\/\"'bfnrt]"
)
_REFERENCE = r"&(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-f]{1,6});"

KINDS = tuple(lazily(kind, re.IGNORECASE) for kind in (_PERCENT, _BACKSLASH, _REFERENCE))
"""Escapes of URLs, of strings in JSON and Python, and of HTML."""

_ANY = lazily("|".join((_PERCENT, _BACKSLASH, _REFERENCE)), re.IGNORECASE)

_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
"""Those of XML, which is what servers escape. html.unescape loads a table of 2,231 for every first call."""

_INCOMPLETE = lazily(
    r"[\ud800-\udbff\udc80-\udcff]{0,3}"
    r"(?:%[0-9a-f]?"
    r"|\\(?:ud[89ab][0-9a-f]{2}\\?)?(?:(?-i:U)[0-9a-f]{0,7}|u[0-9a-f]{0,3}|x[0-9a-f]?)?|&#?\w{0,8})?"
    r"[\udc80-\udcff]{0,3}\Z",
    re.IGNORECASE,
)
"""What remains at the end of a string that was cut within an escape or a character of several bytes."""

_LONGEST_INCOMPLETE = 20

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


def unescaped(text: str, escape: Callable[[], re.Pattern[str]] = _ANY) -> Unescaped | None:
    """Undo the escapes of ``text`` once; None if it has none."""
    begins: list[int] = []
    pieces: list[tuple[int, int, bool]] = []
    out: list[str] = []
    at = length = 0
    for match in escape().finditer(text):
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
        # Bytes of UTF-8 in a repr of bytes, and characters of Latin-1 in a repr of a string.
        return bytes.fromhex(re.sub(r"\\x", "", escape, flags=re.IGNORECASE)).decode(
            "utf-8", "surrogateescape"
        )
    if code == "U":
        return _numbered(int(escape.removeprefix("\\U"), 16))
    if code == "u" and len(escape) > 2:
        units = b"".join(int(escape[at : at + 4], 16).to_bytes(2, "big") for at in range(2, len(escape), 6))
        return units.decode("utf-16-be", "surrogatepass")
    return _LETTERS.get(code, code)


def _numbered(code: int) -> str:
    return chr(code) if code <= 0x10FFFF else "\ufffd"


def ends(text: str) -> Iterator[int]:
    """Where the whole characters of ``text`` may end if it was cut anywhere, also within an escape.

    What looks like the start of an escape may be the characters themselves (``&0`` of ``&000``), before
    the start of another one: ``&`` and the first byte of two in ``%26%C4``.
    """
    for at in range(max(0, len(text) - _LONGEST_INCOMPLETE), len(text) + 1):
        if _INCOMPLETE().match(text, at):
            yield at
