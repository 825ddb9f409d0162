"""Which partition an event belongs to."""

from __future__ import annotations

import zlib


def partition_of(key: str, partitions: int) -> int:
    """Return the partition of the events with this key: CRC-32 of its UTF-8, modulo the number of partitions.

    Every broker that computes it itself uses the same function, so programs in other languages can, too.
    """
    return zlib.crc32(key.encode("utf-8", "surrogatepass")) % partitions
