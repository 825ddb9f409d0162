"""Rows of sessions, one session after another: from files of an archive, and from a temporary file."""

from __future__ import annotations

import heapq
import tempfile
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, TypeAlias, cast

import pyarrow
import pyarrow.compute

from cortex_async.archives.errors import ArchiveError
from cortex_async.archives.layouts.engines.parquet import TableReader
from cortex_async.archives.layouts.engines.rows import Rows
from cortex_async.archives.layouts.engines.schemas import Table, schema
from cortex_async.archives.storage.interface import Storage

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

Part: TypeAlias = tuple[str, pyarrow.Table]
"""A session id, and rows of that session. The next part may be of the same session."""

BATCH: Final = 2048
"""Rows that are collected before they go to the temporary file, if they are not long."""

LENGTH: Final = 4_000_000
"""Characters in the long strings of the rows that are collected."""

_compute: Any = pyarrow.compute


def stored(reader: TableReader, wanted: frozenset[str]) -> Iterator[Part]:
    """The rows of sessions in a file. Reads only row groups that have some, and holds one at a time."""
    values = pyarrow.array(sorted(wanted), pyarrow.string())
    for number, ids in reader.groups():
        mask = _compute.is_in(ids, value_set=values)
        if _compute.any(mask).as_py():
            rows = reader.group(number)
            yield from parts(rows if _compute.all(mask).as_py() else rows.filter(mask))


def parts(rows: pyarrow.Table) -> Iterator[Part]:
    """The rows, cut where another session begins."""
    for batch in rows.to_batches():
        runs = _compute.run_end_encode(batch.column("session_id"))
        start = 0
        for session_id, end in zip(runs.values.to_pylist(), runs.run_ends.to_pylist(), strict=True):
            yield session_id, pyarrow.Table.from_batches([batch.slice(start, end - start)])
            start = end


class Spool:
    """A temporary file with the rows that were added, for ``with``."""

    def __init__(self, storage: Storage, table: Table, rows: Rows) -> None:
        self._storage = storage
        self._table: Table = table
        self._rows = rows
        self._file = tempfile.TemporaryFile()  # noqa: SIM115  (``close`` closes it)
        options = pyarrow.ipc.IpcWriteOptions(compression="lz4")
        self._writer: Any = pyarrow.ipc.new_stream(cast("Any", self._file), schema(table), options=options)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._file.close()

    def add(self, columns: dict[str, list[Any]]) -> None:
        self._rows.extend(columns)
        if self._rows.size >= BATCH or self._rows.length >= LENGTH:
            self._flush()

    def read(self) -> Iterator[Part]:
        """What was added. Nothing can be added afterwards."""
        self._flush()
        self._writer.close()
        self._file.seek(0)
        with pyarrow.ipc.open_stream(cast("Any", self._file)) as reader:
            for batch in reader:
                yield from parts(pyarrow.Table.from_batches([batch]))

    def _flush(self) -> None:
        if not self._rows.size:
            return
        try:
            self._writer.write_batch(self._rows.take())
        except OSError as error:
            raise ArchiveError(
                f"archive {self._storage.where} cannot be written to a temporary file: {error.strerror or error}"
            ) from error


def merged(streams: list[Iterator[Part]], places: Mapping[str, int]) -> Iterator[Part]:
    """The parts of all streams in the order of their sessions, each of which is in one stream only.

    places: place of each session in the order. A stream that is not in this order raises ``ValueError``.
    """
    last = 0
    for session_id, rows in heapq.merge(*streams, key=lambda part: places[part[0]]):
        if places[session_id] < last:
            raise ValueError("its sessions are not in order")
        last = places[session_id]
        yield session_id, rows


class BySession:
    """The parts of a stream, session by session. Sessions have to be asked for in the order of the stream."""

    def __init__(self, stream: Iterator[Part]) -> None:
        self._stream = stream
        self._head = next(stream, None)

    def take(self, session_id: str) -> list[pyarrow.Table]:
        """The rows of a session; none if it is not the next one."""
        found: list[pyarrow.Table] = []
        while self._head is not None and self._head[0] == session_id:
            found.append(self._head[1])
            self._head = next(self._stream, None)
        return found

    @property
    def left(self) -> bool:
        """Whether there are sessions that were not asked for."""
        return self._head is not None
