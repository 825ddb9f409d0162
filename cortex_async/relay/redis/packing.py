"""Records and versions in two strings, however many there are: numbers that describe them, and values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cortex_async._core.strings.surrogates import to_bytes
from cortex_async.relay.broker import Record
from cortex_async.relay.partitions import partition_of
from cortex_async.relay.redis.keys import mark, to_string


def packed_records(
    records: Sequence[Record], changes: Sequence[tuple[str, str | None]], partitions: int
) -> tuple[list[int], bytes, bytes]:
    """Return the partitions of records, and the numbers and values of records and changes.

    All as ``PUBLISH`` reads them.
    """
    places: dict[int, int] = {}
    numbers: list[bytes] = []
    values: list[bytes] = []
    for one in records:
        event_id, key = to_bytes(one.id), to_bytes(one.key)
        kind, subject, body = to_bytes(one.type), to_bytes(one.subject), one.body
        # A place among these partitions. Lua counts from 1.
        place = places.setdefault(partition_of(one.key, partitions), len(places) + 1)
        lengths = (len(event_id), len(key), len(kind), len(subject), len(body))
        numbers.append(b"%d %d %d %d %d %d" % (place, *lengths))
        values += (mark(one.id), event_id, key, kind, subject, body)
    for resource, version in changes:
        name, change = to_bytes(resource), b"-" if version is None else b"+" + to_bytes(version)
        numbers.append(b"%d %d" % (len(name), len(change)))
        values += (name, change)
    return list(places), b" ".join(numbers), b"".join(values)


def unpacked_versions(lengths: bytes, values: bytes) -> Iterator[tuple[str, str]]:
    """The names and versions that ``SAVED`` has packed."""
    at = 0
    numbers = map(int, lengths.split())
    for name_length, version_length in zip(numbers, numbers, strict=True):
        name = to_string(values[at : (at := at + name_length)])
        yield name, to_string(values[at : (at := at + version_length)])
