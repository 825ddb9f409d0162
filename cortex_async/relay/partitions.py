"""Which partition an event belongs to, and how many partitions a worker is due."""

from __future__ import annotations

import zlib
from collections.abc import Collection
from typing import Final

from cortex_async._core.arguments import check_count, wrong_value

_MOST: Final = 256
"""Of these, brokers still read and write all that a group has in one step: Redis in a script, beside which
nothing else runs, and JetStream in one read, which returns up to 1024 messages."""


def check_partitions(partitions: int) -> None:
    """Raise ``ArgumentError`` unless a broker can have so many partitions."""
    check_count("partitions", partitions)
    if partitions > _MOST:
        raise wrong_value("partitions", f"at most {_MOST}", partitions)


def partition_of(key: str, partitions: int) -> int:
    """Return the partition of the events with this key: CRC-32 of its UTF-8, modulo the number of partitions.

    Every broker that computes it itself uses the same function, so programs in other languages can, too.
    """
    return zlib.crc32(key.encode("utf-8", "surrogatepass")) % partitions


def fair_share(partitions: int, members: Collection[str], member: str) -> int:
    """How many partitions a member is due. The first ones get one more if they do not divide evenly."""
    share, more = divmod(partitions, len(members) or 1)
    return share + (member in sorted(members)[:more])
