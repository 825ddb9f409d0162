"""Parquet files whose bytes depend on their rows alone, however the rows arrive."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from typing import TYPE_CHECKING, Any, BinaryIO, Final, cast

import pyarrow
import pyarrow.compute
from pyarrow.parquet import ParquetFile, ParquetWriter

from cortex_async.archives.errors import ArchiveDamaged
from cortex_async.archives.layouts.engines.schemas import LONG, REPEATED, Table, schema
from cortex_async.archives.records import FileEntry
from cortex_async.archives.storage.interface import Storage, StorageFile

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

ROWS: Final = 32_768
"""Rows of a row group at most."""

BYTES: Final = 32 << 20
"""Bytes in the long strings of a row group, above which it ends: a single string may be longer."""

_compute: Any = pyarrow.compute


class TableWriter:
    """Writes rows to a Parquet file, for ``with``; leaving it completes the file, but not its storage's.

    A row group ends after ``ROWS`` rows or ``BYTES`` bytes, wherever the batches that rows arrive in end.
    """

    def __init__(self, table: Table, path: str, file: StorageFile) -> None:
        self._path = path
        self._long = LONG[table]
        self._sink = _Sink(file)
        self._writer = ParquetWriter(
            cast("Any", self._sink),
            schema(table),
            compression="zstd",
            use_dictionary=cast("Any", REPEATED[table]),
            version="2.6",
        )
        self._waiting: list[pyarrow.Table] = []
        self._rows = 0
        self._bytes = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if error is None:
            self._flush()
            self._writer.close()
        else:
            self._abandon()

    @property
    def entry(self) -> FileEntry:
        """The file, after leaving."""
        return FileEntry(path=self._path, size=self._sink.size, sha256=self._sink.hash.hexdigest())

    def write(self, rows: pyarrow.Table) -> None:
        """Write rows, which have the schema of the table."""
        while rows.num_rows:
            count, size = self._fitting(rows)
            self._waiting.append(rows.slice(0, count))
            self._rows += count
            self._bytes += size
            rows = rows.slice(count)
            if rows.num_rows or self._rows == ROWS or self._bytes >= BYTES:
                self._flush()

    def _fitting(self, rows: pyarrow.Table) -> tuple[int, int]:
        """How many rows go into the current row group, and the bytes of their long strings."""
        count = min(rows.num_rows, ROWS - self._rows)
        lengths = None
        for name in self._long:
            found = _compute.cast(_compute.binary_length(rows.column(name).slice(0, count)), pyarrow.int64())
            lengths = found if lengths is None else _compute.add(lengths, found)
        total = _compute.sum(lengths).as_py()
        if self._bytes + total < BYTES:
            return count, total
        # The row that reaches the limit is the last one of its group.
        sums = _compute.cumulative_sum(lengths)
        count = 1 + (_compute.sum(_compute.less(sums, BYTES - self._bytes)).as_py() or 0)
        return count, sums[count - 1].as_py()

    def _flush(self) -> None:
        if self._rows:
            # One chunk: pages end where chunks do.
            whole = pyarrow.concat_tables(self._waiting).combine_chunks()
            self._writer.write_table(whole, row_group_size=self._rows)
            self._waiting.clear()
            self._rows = self._bytes = 0
            pyarrow.default_memory_pool().release_unused()

    def _abandon(self) -> None:
        self._sink.broken = True
        self._waiting.clear()
        with suppress(Exception):  # an error is on its way already, and the file will not appear
            self._writer.close()


class _Sink(io.RawIOBase):
    """Hands bytes to a file of a storage. size, hash: of what was written."""

    def __init__(self, file: StorageFile) -> None:
        super().__init__()
        self._file = file
        self.size = 0
        self.hash = sha256()
        self.broken = False

    def writable(self) -> bool:
        return True

    def write(self, chunk: Any, /) -> int:
        content = bytes(chunk)
        if not self.broken:
            self._file.write(content)
            self.hash.update(content)
            self.size += len(content)
        return len(content)

    def tell(self) -> int:
        return self.size


class TableReader:
    """A Parquet file of a table, for ``with``. Raises ``ArchiveDamaged`` for another file, or none."""

    def __init__(self, storage: Storage, table: Table, path: str) -> None:
        self._storage = storage
        self._path = path
        self._file: BinaryIO | None = storage.open(path)
        if self._file is None:
            raise self.damaged("it is missing")
        try:
            self._parquet = ParquetFile(cast("Any", self._file))
            if not self._parquet.schema_arrow.equals(schema(table)):
                raise self.damaged(f"it has other columns than an archive's table of {table}")
        except pyarrow.ArrowException as error:
            self.close()
            raise self.damaged(str(error).partition("\n")[0][:120]) from None
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        if self._file is not None:
            self._file.close()

    def groups(self) -> Iterator[tuple[int, pyarrow.ChunkedArray[Any]]]:
        """Each row group: its number, and the session ids of its rows."""
        for number in range(self._parquet.num_row_groups):
            yield number, self._read(number, ["session_id"]).column(0)

    def group(self, number: int) -> pyarrow.Table:
        """A row group."""
        return self._read(number, None)

    def damaged(self, reason: str) -> ArchiveDamaged:
        day = self._path.split("/")[1].removeprefix("day=")
        return ArchiveDamaged(
            f"{self._path} in the archive {self._storage.where} cannot be used, {reason}: restore it from a "
            f"backup, or remove .cortex-archive/days/{day}.json to have the sessions of that day read again"
        )

    def _read(self, number: int, columns: list[str] | None) -> pyarrow.Table:
        parquet: Any = self._parquet
        try:
            return cast("pyarrow.Table", parquet.read_row_group(number, columns, use_threads=False))
        except (pyarrow.ArrowException, OSError) as error:
            raise self.damaged(str(error).partition("\n")[0][:120]) from None
