"""Hypothesis strategies for hostile responses: odd JSON, statuses, headers and framing.

``SECRET`` within a body or header stands for a credential of the request that a careless server echoes.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from attrs import field, frozen
from hypothesis import strategies as st

SECRET = "@@SECRET@@"

Spelling = st.sampled_from(["raw", "percent", "percent lower", "json"])


@frozen
class Hostile:
    """One response. ``framing``: how its end is marked. ``spelling``: how an echoed credential is escaped."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes = field(repr=lambda body: f"{body[:200]!r}..." if len(body) > 200 else repr(body))
    framing: str = "length"
    encoding: str | None = None
    spelling: str = "raw"

    def wire(self, secret: str) -> bytes:
        """The bytes to send, with ``secret`` in place of ``SECRET``."""
        body = self.body.replace(SECRET.encode(), _spelled(secret, self.spelling).encode())
        headers = [(name, value.replace(SECRET, _spelled(secret, "percent"))) for name, value in self.headers]
        if self.encoding is not None:
            headers.append(("Content-Encoding", self.encoding))
            if self.encoding in ("gzip", "cut gzip"):
                body = gzip.compress(body)
        head, content = _framed(body, self.framing)
        lines = "".join(f"{name}: {value}\r\n" for name, value in [*headers, *head])
        return f"HTTP/1.1 {self.status} Odd\r\n{lines}\r\n".encode("utf-8", "surrogateescape") + content

    @property
    def keeps_alive(self) -> bool:
        return self.framing in ("length", "chunked")


def _spelled(secret: str, spelling: str) -> str:
    match spelling:
        case "percent":
            return quote(secret, safe="")
        case "percent lower":
            encoded = quote(secret, safe="")
            return "".join(part if n == 0 else part[:2].lower() + part[2:] for n, part in _percents(encoded))
        case "json":
            return json.dumps(secret)[1:-1]
        case _:
            return secret


def _percents(encoded: str) -> list[tuple[int, str]]:
    first, *rest = encoded.split("%")
    return [(0, first), *((n, f"%{part}") for n, part in enumerate(rest, 1))]


def _framed(body: bytes, framing: str) -> tuple[list[tuple[str, str]], bytes]:
    match framing:
        case "length":
            return [("Content-Length", str(len(body)))], body
        case "chunked":
            return [("Transfer-Encoding", "chunked")], b"%x\r\n%b\r\n0\r\n\r\n" % (
                len(body),
                body,
            ) if body else b"0\r\n\r\n"
        case "cut":
            return [("Content-Length", str(len(body) + 7))], body
        case "cut chunk":
            return [("Transfer-Encoding", "chunked")], b"%x\r\n%b" % (len(body) + 5, body)
        case "bad chunk":
            return [("Transfer-Encoding", "chunked")], b"zz\r\n" + body
        case "two lengths":
            return [("Content-Length", str(len(body))), ("Content-Length", str(len(body) + 1))], body
        case _:
            return [("Connection", "close")], body


FRAMINGS = ["length", "chunked", "close", "cut", "cut chunk", "bad chunk", "two lengths"]

_TEXT = st.text(max_size=12) | st.sampled_from(
    [
        SECRET,
        "",
        "\x00",
        "\x1b[2J",
        "\u202e",
        "\U0001f3ae",
        "a" * 3000,
        "2026-13-45T99:99:99Z",
        "<b>",
        "{}",
        "null",
    ]
)
_NUMBER = (
    st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from([0, -1, 2**64, 1e308])
)
JSON_VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | _NUMBER | _TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_TEXT, inner, max_size=4),
    max_leaves=12,
)

_PROBLEM_FIELDS = [
    "message",
    "error",
    "statusCode",
    "code",
    "type",
    "title",
    "detail",
    "instance",
    "errors",
    "requestId",
]
PROBLEMS = st.dictionaries(st.sampled_from(_PROBLEM_FIELDS), JSON_VALUES | _TEXT, max_size=5)

RAW_BODIES = st.sampled_from(
    [
        b"",
        b"\xef\xbb\xbf{}",
        b"\xff\xfe{\x00}\x00",
        b'{"message": "\\ud83d"}',
        b'{"a": NaN, "b": Infinity}',
        b'{"a": 1e999}',
        b'{"id": 1' + b"0" * 400 + b"}",
        b'{"message": "\x80\xc3"}',
        b"[" * 100_000,
        b'{"a":' * 900 + b"1" + b"}" * 900,
        b"[" * 700 + b"]" * 700,
        b'{"message": ' + b"[" * 800 + b"]" * 800 + b"}",
        b"[" + b"0," * 50_000 + b"0]",
        b'{"message": "' + b"x" * 200_000 + b'"}',
        b'{"message": "' + SECRET.encode() * 200 + b'"}',
        b"<html>" + SECRET.encode() + b"</html>",
        b"data: not an object\n\n",
    ]
) | st.binary(max_size=40)


def mutated(value: Any) -> st.SearchStrategy[Any]:
    """``value`` with one of its parts replaced or left out."""
    places = list(_places(value))
    if not places:
        return JSON_VALUES
    return st.tuples(st.sampled_from(places), JSON_VALUES, st.booleans()).map(
        lambda drawn: _replaced(value, drawn[0], drawn[1], left_out=drawn[2])
    )


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    items = (
        value.items() if isinstance(value, Mapping) else enumerate(value) if isinstance(value, list) else ()
    )
    found = [path] if path else []
    for key, inner in items:
        found += _places(inner, (*path, key))
    return found


def _replaced(value: Any, path: tuple[Any, ...], new: Any, *, left_out: bool) -> Any:
    if not path:
        return new
    key, *rest = path
    copy = dict(value) if isinstance(value, Mapping) else list(value)
    if not rest and left_out and isinstance(copy, dict):
        del copy[key]
    else:
        copy[key] = _replaced(copy[key], tuple(rest), new, left_out=left_out)
    return copy


def _encoded(value: Any) -> bytes:
    return json.dumps(value).encode("utf-8", "surrogatepass")


def bodies(example: Any) -> st.SearchStrategy[bytes]:
    """Bodies derived from ``example``, a response that the spec describes, and arbitrary ones."""
    return (mutated(example) | JSON_VALUES | PROBLEMS).map(_encoded) | RAW_BODIES


_STATUSES = st.sampled_from(
    [200, 200, 200, 201, 204, 206, 299, 300, 303, 304, 308, 400, 401, 404, 408, 409]
) | st.sampled_from([410, 418, 422, 425, 429, 451, 499, 500, 501, 502, 503, 504, 520, 599, 600, 777, 999])
_HEADER_VALUE = st.sampled_from(
    [
        SECRET,
        "",
        "x" * 4000,
        "0",
        "-1",
        "1e3",
        "NaN",
        "9" * 400,
        "Fri, 31 Dec 9999 23:59:59 GMT",
        "Thu, 99 Foo 1 GMT",
    ]
) | st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=20)
_HEADERS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "Retry-After",
                "retry-after-ms",
                "X-Request-Id",
                "Location",
                "Date",
                "Set-Cookie",
                "WWW-Authenticate",
                "ETag",
                "X-Odd",
            ]
        ),
        _HEADER_VALUE,
    ),
    max_size=4,
)
_KINDS = st.sampled_from(
    [
        "application/json",
        "application/json; charset=utf-7",
        "application/json; charset=does-not-exist",
        "application/problem+json",
        "text/html",
        "text/event-stream",
        "audio/wav",
        "/;;=",
        "",
    ]
)


def responses(example: Any) -> st.SearchStrategy[Hostile]:
    """Complete responses, with bodies derived from ``example``."""

    def made(drawn: tuple[Any, ...]) -> Hostile:
        status, kind, headers, body, framing, encoding, spelling = drawn
        return Hostile(status, (("Content-Type", kind), *headers), body, framing, encoding, spelling)

    encodings = st.sampled_from(
        [None, None, None, None, "gzip", "br", "identity", "deflate", "zstd", "x-odd"]
    )
    usual = st.sampled_from(["length", "length", "length", *FRAMINGS])
    return st.tuples(_STATUSES, _KINDS, _HEADERS, bodies(example), usual, encodings, Spelling).map(made)
