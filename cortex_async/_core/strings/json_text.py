"""JSON as servers write it: parsed by the fast parser, and by nothing slower unless that one refuses.

RFC 8259 lets a string hold the escape of half a surrogate pair (section 8.2), and JavaScript writes one wherever it cuts a
string within an emoji. Strict parsers refuse the whole document for it; here that half becomes U+FFFD. A byte order mark is skipped.
"""

from __future__ import annotations

import re
from typing import Any

import orjson

_BOM = b"\xef\xbb\xbf"
_REPLACEMENT = rb"\ufffd"
# What UTF-8 would make of half a pair if it were allowed to; some writers do.
_RAW_HALF = re.compile(rb"\xed[\xa0-\xbf][\x80-\xbf]")
# The whole of each escape is consumed, so that an escaped backslash before a "u" is not mistaken for one.
_ESCAPES = re.compile(
    rb"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(u[dD][89a-fA-F][0-9a-fA-F]{2})|.)",
    re.DOTALL,
)

_DIGITS = bytes(0x30 if 0x30 <= byte <= 0x39 else byte for byte in range(256))
_LONG = b"0" * 20
_LONG_NEGATIVE = b"-" + b"0" * 19
"""Every digit counts as 0 here: 2**64 has 20 of them, and -2**63 has 19."""

_CAUSES = (
    ("UTF-8", "bytes that are not UTF-8"),
    ("unexpected end of data", "it ends too early"),
    ("unclosed string", "a string has no end"),
    ("depth", "it is nested more than 1024 deep"),
    ("unexpected control character", "a control character in a string"),
    ("infinity", "a number beyond the range of a double"),
    ("after document", "something follows its end"),
    ("trailing comma", "a comma with nothing after it"),
    ("escape", "an invalid escape in a string"),
    ("number", "an invalid number"),
    ("digit", "an invalid number"),
    ("literal", "an unknown word"),
    ("character", "an unexpected character"),
)
"""Part of the parser's message -> what we say; the order counts."""

_NO_NUMBER = re.compile(r"-?(NaN|Infinity)")


class NotJSON(ValueError):
    """What came is not JSON. ``cause`` says why, ``position`` where: characters from the start, None for an empty document.

    Holds nothing of the document.
    """

    def __init__(self, cause: str, position: int | None = None, line: int = 1, column: int = 1) -> None:
        super().__init__(cause, position, line, column)
        self.cause = cause
        self.position = position
        self.line = line
        self.column = column

    def __str__(self) -> str:
        if self.position is None:
            return self.cause
        return f"{self.cause} at character {self.position} (line {self.line}, column {self.column})"


def parse(data: bytes, *, replace: bool = False) -> Any:
    """What ``data`` says. Numbers are as the fast parser makes them: an integer of more than 64 bits is a float.

    replace: bytes that are not UTF-8 become U+FFFD as well, as the standard of server-sent events wants it.

    Raises ``NotJSON``, which names the cause and the position.
    """
    try:
        return orjson.loads(data)
    except ValueError:
        pass
    # Outside the handler, so that nothing is chained to the parser's error, which holds the whole document.
    return _parse_tolerantly(data.decode("utf-8", "replace").encode() if replace else data)


def parse_exactly(data: bytes) -> Any:
    """As ``parse``, but no integer is rounded, however long it is. A third slower, and several times where there is one."""
    parsed = parse(data)
    digits = data.translate(_DIGITS)
    return reread(data) if _LONG in digits or _LONG_NEGATIVE in digits else parsed


def reread(data: bytes) -> Any:
    """What ``parse`` accepted, once more, slowly, with every integer exact. Raises ``NotJSON``."""
    import json

    text = _mended(data).decode()
    try:
        return json.loads(text)
    except RecursionError:
        raise NotJSON("it is nested too deeply") from None
    except ValueError:
        # The digits of an integer are limited, see sys.set_int_max_str_digits.
        raise NotJSON("a number has too many digits") from None


def _mended(data: bytes) -> bytes:
    """``data`` without a byte order mark, and with U+FFFD for half a surrogate pair. Characters keep their places."""
    data = _RAW_HALF.sub("\ufffd".encode(), data.removeprefix(_BOM))
    return _ESCAPES.sub(lambda match: _REPLACEMENT if match[1] else match[0], data)


def _parse_tolerantly(data: bytes) -> Any:
    mended = _mended(data)
    if not mended.strip():
        raise NotJSON("it is empty")
    try:
        return orjson.loads(mended)
    except orjson.JSONDecodeError as error:
        reason, position, line, column = error.msg, error.pos, error.lineno, error.colno
    text = _valid_part(mended)
    if text is not None:
        reason, position = "invalid UTF-8", len(text)
        line, column = text.count("\n") + 1, len(text) - text.rfind("\n")
    skipped = data.startswith(_BOM)
    cause = _cause(reason, mended.decode("utf-8", "replace"), position)
    raise NotJSON(cause, position + skipped, line, column + (skipped and line == 1))


def _valid_part(data: bytes) -> str | None:
    """What comes before the first byte that is not UTF-8, None if there is no such byte."""
    try:
        data.decode()
    except UnicodeDecodeError as error:
        return data[: error.start].decode()
    return None


def _cause(reason: str, text: str, position: int) -> str:
    if match := _NO_NUMBER.match(text, max(0, position - reason.startswith("no digit"))):
        return f"{match[0]} is no number in JSON"
    return next((ours for theirs, ours in _CAUSES if theirs in reason), "it is not JSON")
