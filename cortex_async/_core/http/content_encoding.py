"""Undoes the content encoding of a response's body, a bounded piece at a time.

The HTTP library could do that, but it takes a gzip body that was cut short for a whole one, and how much memory a few bytes may
unfold to depends on its version.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Any

PIECE = 256 * 1024
"""Bytes that are handed out at once at most."""

_MOST_MEMBERS = 10_000
"""Of one gzip body. Each costs a decompressor, and may be twenty bytes long and hold nothing."""

_MOST_ENCODINGS = 4
_SLICE = 16 * 1024
"""Bytes that are looked at together: what is left of them is copied whenever a gzip member ends."""

_LONGEST_SHOWN = 40


class UnknownEncoding(Exception):
    """A content encoding that nobody asked for. Its text is fit to be shown."""


class Undecodable(Exception):
    """A body that is not what its content encoding says, or that ends too early. Its text is fit to be shown."""


class Inflater:
    """Undoes gzip or deflate. The latter comes with a header, as it should, or without, as some servers send it."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._head = b""
        self._members = 0
        self._inflate: Any = zlib.decompressobj(wbits=31) if name == "gzip" else None

    def feed(self, data: bytes) -> Iterator[bytes]:
        """What ``data`` unfolds to, piece by piece. Raises ``Undecodable``."""
        for start in range(0, len(data), _SLICE):
            yield from self._unfold(data[start : start + _SLICE])

    def finish(self) -> None:
        """Raises ``Undecodable`` if the body is not complete."""
        if self._inflate is None or not self._inflate.eof:
            raise Undecodable(f"its {self._name} body is cut short")

    def _unfold(self, data: bytes) -> Iterator[bytes]:
        inflate = self._inflate
        if inflate is None:
            self._head += data
            if len(self._head) < 2:
                return
            data, self._head = self._head, b""
            inflate = self._inflate = zlib.decompressobj(wbits=15 if _has_zlib_header(data) else -15)
        while True:
            if inflate.eof:
                if not data:
                    return
                inflate = self._next_member()
            try:
                piece = inflate.decompress(data, PIECE)
            except zlib.error:
                piece = None
            if piece is None:
                raise Undecodable(f"its body is not valid {self._name}")
            if piece:
                yield piece
            data = inflate.unused_data if inflate.eof else inflate.unconsumed_tail
            # A full piece may have left more inside the decompressor, with no input to show for it.
            if not inflate.eof and not data and len(piece) < PIECE:
                return

    def _next_member(self) -> Any:
        self._members += 1
        if self._name != "gzip" or self._members >= _MOST_MEMBERS:
            raise Undecodable(f"its {self._name} body goes on after its end")
        self._inflate = zlib.decompressobj(wbits=31)
        return self._inflate


class Chain:
    """Undoes several encodings, given in the order in which the server applied them."""

    def __init__(self, names: list[str]) -> None:
        self._inflaters = [Inflater(name) for name in reversed(names)]

    def feed(self, data: bytes) -> Iterator[bytes]:
        """What ``data`` unfolds to, piece by piece. Raises ``Undecodable``."""
        return self._feed(data, self._inflaters)

    def finish(self) -> None:
        """Raises ``Undecodable`` if the body is not complete."""
        for inflater in self._inflaters:
            inflater.finish()

    def _feed(self, data: bytes, inflaters: list[Inflater]) -> Iterator[bytes]:
        first, *rest = inflaters
        for piece in first.feed(data):
            if rest:
                yield from self._feed(piece, rest)
            else:
                yield piece


def decoder(header: str) -> Chain | None:
    """For the value of a Content-Encoding header; None where nothing is to be undone. Raises ``UnknownEncoding``."""
    tokens = [token.strip().lower() for token in header.split(",")]
    names = [token.removeprefix("x-") for token in tokens if token not in ("", "identity")]
    for name in names:
        if name not in ("gzip", "deflate"):
            raise UnknownEncoding(f"the content encoding {_shown(name)}, which was not asked for")
    if len(names) > _MOST_ENCODINGS:
        raise UnknownEncoding(f"{len(names)} content encodings one upon the other")
    return Chain(names) if names else None


def _has_zlib_header(data: bytes) -> bool:
    # RFC 1950, section 2.2
    return data[0] & 0x0F == 8 and data[0] >> 4 <= 7 and (data[0] << 8 | data[1]) % 31 == 0


def _shown(name: str) -> str:
    return ascii(name if len(name) <= _LONGEST_SHOWN else f"{name[:_LONGEST_SHOWN]}...")
