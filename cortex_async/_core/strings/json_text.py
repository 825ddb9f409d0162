"""Parser for JSON as servers write it: orjson, and a slower path only for what orjson refuses.

RFC 8259 lets a string hold the escape of a lone surrogate, and JavaScript writes one wherever it cuts a
string within an emoji. Strict parsers refuse the whole document for it; here that surrogate becomes U+FFFD. A
byte order mark is skipped.
https://www.rfc-editor.org/rfc/rfc8259#section-8.1 (byte order mark)
https://www.rfc-editor.org/rfc/rfc8259#section-8.2 (surrogates)
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from typing import Any, cast

import orjson

from cortex_async._core.strings.patterns import lazily

_BOM = b"\xef\xbb\xbf"
_REPLACEMENT = rb"\ufffd"
# A lone surrogate in UTF-8, which is not valid but which some servers send.
_RAW_SURROGATE = lazily(rb"\xed[\xa0-\xbf][\x80-\xbf]")
# Matches every escape in full: otherwise an escaped backslash before a "u" would look like a \u escape.
_ESCAPES = lazily(
    rb"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(u[dD][89a-fA-F][0-9a-fA-F]{2})|.)",
    re.DOTALL,
)

_DIGITS = bytes(0x30 if 0x30 <= byte <= 0x39 else byte for byte in range(256))
_LONG = b"0" * 20
_LONG_NEGATIVE = b"-" + b"0" * 19
"""The shortest integers beyond 64 bits, with 0 for every digit: 2**64 has 20 digits, -2**63 has 19."""

_PIECE = 200
"""Levels that are serialized at once."""

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
"""Part of orjson's message -> our cause. The first match counts."""

_NOT_A_NUMBER = lazily(r"-?(NaN|Infinity)")


class NotJSON(ValueError):
    """The data is not JSON. Quotes nothing of it.

    cause: why. position: characters from the start, None if the data is empty. line, column: from 1.
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
    """Parse ``data``. An integer of more than 64 bits becomes a float, as orjson does it.

    replace: replace bytes that are not UTF-8 by U+FFFD, as server-sent events require:
        https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream

    Raises ``NotJSON``, which names the cause and the position.
    """
    try:
        return orjson.loads(data)
    except ValueError:
        pass
    # Outside the handler: nothing may get chained to orjson's error, which holds the whole document.
    return _parse_tolerantly(data.decode("utf-8", "replace").encode() if replace else data)


def dump(value: Any, *, sort_keys: bool = False) -> bytes:
    """Serialize what ``parse`` has returned, however deeply it is nested."""
    option = orjson.OPT_SORT_KEYS if sort_keys else 0
    try:
        return orjson.dumps(value, option=option)
    except TypeError:
        return _dump_deep(value, option)


def _dump_deep(value: Any, option: int) -> bytes:
    """Serialize in pieces, the innermost first, as orjson parses 1024 levels and serializes only 254.

    https://github.com/ijl/orjson#serialize. A string stands for a piece in the one around it. An
    ``orjson.Fragment`` would do that by itself, but what follows one may be written past the end of the
    buffer.
    """
    root = [value]
    levels: list[list[tuple[Any, Any]]] = []
    level: list[tuple[Any, Any]] = [(root, 0)]
    while level:
        levels.append(level)
        below: list[tuple[Any, Any]] = []
        for owner, place in level:
            owner[place] = copied = owner[place].copy()
            named = isinstance(copied, dict)
            members = cast("Iterable[tuple[Any, Any]]", copied.items() if named else enumerate(copied))
            below += [(copied, name) for name, one in members if isinstance(one, (dict, list))]
        level = below
    token = os.urandom(16).hex()
    pieces: list[bytes] = []

    def piece(owner: Any, place: Any) -> bytes:
        written = orjson.dumps(owner[place], option=option)
        return re.sub(rb'"%s-(\d+)"' % token.encode(), lambda found: pieces[int(found[1])], written)

    for level in reversed(levels[::_PIECE]):
        for owner, place in level:
            pieces.append(piece(owner, place))
            owner[place] = f"{token}-{len(pieces) - 1}"
    return pieces[-1]


def is_strict(data: bytes) -> bool:
    """Whether a strict parser accepts ``data`` too, which ``parse`` has accepted."""
    if data.startswith(_BOM):
        return False
    if not data.isascii():
        try:
            data.decode()
        except UnicodeDecodeError:
            return False
    return b"\\u" not in data or not any(match[1] for match in _ESCAPES().finditer(data))


def parse_exactly(data: bytes) -> Any:
    """Parse ``data`` without rounding any integer.

    A third slower than ``parse``; several times if there is a long integer.
    """
    parsed = parse(data)
    digits = data.translate(_DIGITS)
    return reread(data) if _LONG in digits or _LONG_NEGATIVE in digits else parsed


def reread(data: bytes) -> Any:
    """Parse what ``parse`` has accepted with the standard library, which keeps every integer exact.

    Raises ``NotJSON``.
    """
    import json

    text = _mended(data).decode()
    try:
        return json.loads(text)
    except RecursionError:
        raise NotJSON("it is nested too deeply") from None
    except ValueError:
        # https://docs.python.org/3/library/stdtypes.html#int-max-str-digits
        raise NotJSON("a number has too many digits") from None


def _mended(data: bytes) -> bytes:
    """``data`` without a byte order mark and with U+FFFD for lone surrogates.

    Characters keep their positions.
    """
    data = _RAW_SURROGATE().sub("\ufffd".encode(), data.removeprefix(_BOM))
    return _ESCAPES().sub(lambda match: _REPLACEMENT if match[1] else match[0], data)


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
    """The string before the first byte that is not UTF-8; None if there is no such byte."""
    try:
        data.decode()
    except UnicodeDecodeError as error:
        return data[: error.start].decode()
    return None


def _cause(reason: str, text: str, position: int) -> str:
    if match := _NOT_A_NUMBER().match(text, max(0, position - reason.startswith("no digit"))):
        return f"{match[0]} is not a number in JSON"
    return next((ours for theirs, ours in _CAUSES if theirs in reason), "it is not JSON")
