"""Decodes the content encoding of a response body, a bounded piece at a time.

aiohttp could do that, but it accepts a truncated gzip body as complete, and how much memory a few bytes may
expand to depends on its version. https://www.rfc-editor.org/rfc/rfc9110#section-8.4
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Any

PIECE = 256 * 1024
"""The most bytes that are returned at once."""

_MOST_MEMBERS = 10_000
"""The most members of one gzip body. Each costs a decompressor, while an empty one has only twenty bytes."""

_MOST_ENCODINGS = 4
_SLICE = 16 * 1024
"""Bytes that are decoded together: the rest of them is copied whenever a gzip member ends."""

_LONGEST_SHOWN = 40


class UnknownEncoding(Exception):
    """A content encoding that was not requested. Its message is safe to show."""


class Undecodable(Exception):
    """A body that does not match its content encoding, or that ends too early.

    Its message is safe to show.
    """


class Inflater:
    """Decodes gzip or deflate. Some servers send deflate without the zlib header that it should have.

    https://www.rfc-editor.org/rfc/rfc9110#section-8.4.1.2
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._head = b""
        self._members = 0
        self._inflate: Any = zlib.decompressobj(wbits=31) if name == "gzip" else None

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Decode ``data``, piece by piece. Raises ``Undecodable``."""
        for start in range(0, len(data), _SLICE):
            yield from self._inflated(data[start : start + _SLICE])

    def finish(self) -> None:
        """Raise ``Undecodable`` unless the body is complete."""
        if self._inflate is None or not self._inflate.eof:
            raise Undecodable(f"its {self._name} body is cut short")

    def _inflated(self, data: bytes) -> Iterator[bytes]:
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
            # After a full piece the decompressor may hold more output, even with no input left.
            if not inflate.eof and not data and len(piece) < PIECE:
                return

    def _next_member(self) -> Any:
        self._members += 1
        if self._name != "gzip" or self._members >= _MOST_MEMBERS:
            raise Undecodable(f"its {self._name} body has data after its end")
        self._inflate = zlib.decompressobj(wbits=31)
        return self._inflate


class Chain:
    """Decodes several encodings, given in the order in which the server applied them."""

    def __init__(self, names: list[str]) -> None:
        self._inflaters = [Inflater(name) for name in reversed(names)]

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Decode ``data``, piece by piece. Raises ``Undecodable``."""
        return self._feed(data, self._inflaters)

    def finish(self) -> None:
        """Raise ``Undecodable`` unless the body is complete."""
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
    """Return the decoder for a Content-Encoding header, None if nothing is to be decoded.

    Raises ``UnknownEncoding``.
    """
    tokens = [token.strip().lower() for token in header.split(",")]
    names = [token.removeprefix("x-") for token in tokens if token not in ("", "identity")]
    for name in names:
        if name not in ("gzip", "deflate"):
            raise UnknownEncoding(f"content encoding {_shown(name)} was not requested")
    if len(names) > _MOST_ENCODINGS:
        raise UnknownEncoding(f"{len(names)} content encodings are more than {_MOST_ENCODINGS}")
    return Chain(names) if names else None


def _has_zlib_header(data: bytes) -> bool:
    # https://www.rfc-editor.org/rfc/rfc1950#section-2.2
    return data[0] & 0x0F == 8 and data[0] >> 4 <= 7 and (data[0] << 8 | data[1]) % 31 == 0


def _shown(name: str) -> str:
    return ascii(name if len(name) <= _LONGEST_SHOWN else f"{name[:_LONGEST_SHOWN]}...")
