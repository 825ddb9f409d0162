"""The names of the keys in Redis, and how strings become bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Final

from attrs import field, frozen

from cortex_async._core.strings import surrogates
from cortex_async._core.strings.surrogates import to_bytes

SEEN_BUCKETS: Final = 5
"""Sets that hold the marks of published ids in turn: each takes a quarter of the window, and the fifth is the
one being filled while the first still counts."""

MARK_BYTES: Final = 12
"""Bytes of a mark. With 43 million ids in the window (500 a second for a day) the odds that any two have the
same mark are 1 : 10^13; with 16 bytes each id would take 16 bytes more, since allocations grow in steps."""


@frozen
class Keys:
    """The keys of one broker.

    All begin with the same hash tag, so that a cluster has them on one node and a script may use any of them:
    https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/#hash-tags

    name: the broker's name. partitions: how many there are.
    events: streams, the events, one for each partition.
    seen: sets, the marks of ids that were published.
    """

    name: str
    partitions: int
    events: Sequence[bytes] = field(init=False, repr=False, eq=False)
    seen: Sequence[bytes] = field(init=False, repr=False, eq=False)

    def __attrs_post_init__(self) -> None:
        # Once, since every call needs them.
        events = [self._key(f"events:{number}") for number in range(self.partitions)]
        seen = [self._key(f"seen:{number}") for number in range(SEEN_BUCKETS)]
        object.__setattr__(self, "events", events)
        object.__setattr__(self, "seen", seen)

    @property
    def settings(self) -> bytes:
        """Hash: the settings that all who use the broker must agree on."""
        return self._key("settings")

    def scope(self, scope: str) -> bytes:
        """Hash: the leadership of a scope and its checkpoint."""
        return self._key(f"scope:{scope}")

    def known(self, scope: str) -> bytes:
        """Hash: version of each known resource."""
        return self._key(f"known:{scope}")

    def order(self, scope: str) -> bytes:
        """Sorted set: the known resources by when they changed."""
        return self._key(f"order:{scope}")

    def owners(self, group: str) -> bytes:
        """Hash: owner, fence and end of the lease of each partition of a group."""
        return self._key(f"owners:{group}")

    def members(self, group: str) -> bytes:
        """Hash: until when each member of a group counts as alive."""
        return self._key(f"members:{group}")

    def revived(self, group: str) -> list[bytes]:
        """Streams: events for one group alone, one for each partition."""
        return [self._key(f"revived:{number}:{group}") for number in range(self.partitions)]

    def dead(self, group: str) -> bytes:
        """Stream: the dead letters of a group."""
        return self._key(f"dead:{group}")

    def _key(self, rest: str) -> bytes:
        return to_bytes(f"{{{self.name}}}:{rest}")


def mark(event_id: str) -> bytes:
    """Return what remembers an id in the sets of published ids."""
    return hashlib.blake2b(to_bytes(event_id), digest_size=MARK_BYTES).digest()


def to_string(value: object) -> str:
    """Decode what Redis returned: bytes, or what redis-py has decoded by itself."""
    return surrogates.to_string(value) if isinstance(value, bytes) else str(value)


def fields(flat: Sequence[object]) -> dict[str, bytes]:
    """Return the fields of a stream's entry or of a hash, which scripts return as one list."""
    pairs = zip(flat[::2], flat[1::2], strict=True)
    return {
        to_string(name): value if isinstance(value, bytes) else to_bytes(str(value)) for name, value in pairs
    }
