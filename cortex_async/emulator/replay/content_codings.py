"""Content codings (RFC 9110, section 8.4.1). The recorder passes bodies on encoded, and records them
decoded."""

from __future__ import annotations

import zlib

READABLE = ("gzip", "x-gzip", "deflate", "identity")


class UnknownCoding(ValueError):
    """A body that cannot be decoded."""


class Decoder:
    """Decodes one body, piece by piece.

    problem: why the body cannot be decoded, "" if it can be.
    """

    def __init__(self, coding: str) -> None:
        self._coding = coding.strip().lower()
        self._inflate = zlib.decompressobj(zlib.MAX_WBITS | 32)
        self._started = False
        self.problem: str = (
            "" if self._coding in ("", *READABLE) else f"content coding {self._coding} is not supported"
        )

    def feed(self, raw: bytes, limit: int) -> bytes:
        """At most ``limit`` decoded bytes; the rest is given up. Raises ``UnknownCoding``."""
        if self.problem:
            raise UnknownCoding(self.problem)
        if self._coding in ("", "identity"):
            return raw[: max(limit, 0)]
        if limit <= 0 or not raw:
            return b""
        try:
            return self._inflated(raw, limit)
        except zlib.error:
            self.problem = f"content coding {self._coding} is damaged"
            raise UnknownCoding(self.problem) from None

    def _inflated(self, raw: bytes, limit: int) -> bytes:
        try:
            decoded = self._inflate.decompress(raw, limit)
        except zlib.error:
            if self._started or self._coding != "deflate":
                raise
            # Some servers send deflate without the zlib header.
            self._inflate = zlib.decompressobj(-zlib.MAX_WBITS)
            decoded = self._inflate.decompress(raw, limit)
        self._started = True
        return decoded


def readable_only(accepted: str) -> str:
    """An ``Accept-Encoding`` without the codings that the recorder cannot decode."""
    parts = [part.strip() for part in accepted.split(",")]
    kept = [part for part in parts if part.partition(";")[0].strip().lower() in READABLE]
    return ", ".join(kept) or "identity"
