"""The index beside collected bundles: what was written, how long it is kept, and how far events were read.

An SQLite file. It is locked while a collector uses it, and the system unlocks it when the process ends.
"""

from __future__ import annotations

import errno
import json
import os
import sqlite3
import threading
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from attrs import frozen

from cortex_async.evidence.errors import EvidenceError

NAME: Final = "evidence-index.sqlite"
_VERSION: Final = "1"
_A_DAY: Final = 24 * 3600.0

_SCHEMA: Final = """
create table if not exists facts (name text primary key, value text not null);
create table if not exists bundles (
    message_id text primary key, session_id text, name text not null unique, sha256 text not null,
    expires_at real, update_at real, annotations text not null
);
create table if not exists deleted (message_id text primary key, at real not null);
create table if not exists ended (session_id text primary key, seen_at real not null);
"""


@frozen(kw_only=True)
class Entry:
    """A bundle in the index.

    name, sha256: of the file, as it was written.
    expires_at: POSIX timestamp after which it is deleted, None for never.
    update_at: POSIX timestamp after which it is collected once more, None for never.
    annotations: ids of the annotations that it was collected for.
    """

    message_id: str
    session_id: str | None
    name: str
    sha256: str
    expires_at: float | None
    update_at: float | None
    annotations: frozenset[str]


class Index:
    """The index of one directory. Its methods block for a moment, and may be called from any thread."""

    def __init__(self, directory: Path) -> None:
        self._path = directory / NAME
        self._lock = threading.Lock()
        self._database: sqlite3.Connection | None = None

    def open(self, project_id: str) -> None:
        """Open and lock the index, a new one if there is none.

        Raises ``EvidenceError`` if another collector uses it, if it belongs to another project, or if it is
        damaged; ``OSError`` if it cannot be written.
        """
        with self._errors():
            if self._path.exists() and not os.access(self._path, os.W_OK):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(self._path))
            self._database = sqlite3.connect(self._path, timeout=0, check_same_thread=False)
            try:
                self._prepare(self._database, project_id)
            except BaseException:
                self.close()
                raise

    def _prepare(self, database: sqlite3.Connection, project_id: str) -> None:
        # The lock is kept from the first transaction on: https://www.sqlite.org/pragma.html#pragma_locking_mode
        database.execute("pragma locking_mode = exclusive")
        database.execute("pragma synchronous = full")
        database.execute("begin exclusive")
        for statement in _SCHEMA.split(";"):
            database.execute(statement)
        database.execute("insert or ignore into facts values ('version', ?)", (_VERSION,))
        database.execute("insert or ignore into facts values ('project', ?)", (project_id,))
        database.commit()
        facts = dict(database.execute("select name, value from facts"))
        if facts["version"] != _VERSION:
            raise EvidenceError(f"{self._path} was written by another version of this package")
        if facts["project"] != project_id:
            raise EvidenceError(
                f"{self._path.parent} holds evidence of project {facts['project']!r}, not of {project_id!r}: "
                "give each project a directory of its own"
            )

    def close(self) -> None:
        """Close and unlock the index. May be called more than once."""
        with self._lock:
            if self._database is not None:
                self._database.close()
                self._database = None

    def position(self) -> float | None:
        """Up to which timestamp all annotations were handled; None for a new index."""
        rows = self._read("select value from facts where name = 'position'")
        return float(rows[0][0]) if rows else None

    def set_position(self, value: float) -> None:
        self._write("insert or replace into facts values ('position', ?)", [(repr(value),)])
        # Annotations from before the position are not read again, so nothing could bring these back.
        self._write("delete from deleted where at < ?", [(value - _A_DAY,)])

    def entry(self, message_id: str) -> Entry | None:
        found = self._entries("where message_id = ?", message_id)
        return found[0] if found else None

    def entries(self) -> list[Entry]:
        """All bundles."""
        return self._entries("order by message_id")

    def expired(self, now: float) -> list[Entry]:
        """The bundles that are to be deleted."""
        return self._entries("where expires_at <= ?", now)

    def due(self, now: float) -> list[Entry]:
        """The bundles that are to be collected once more."""
        return self._entries("where update_at <= ?", now)

    def next_time(self) -> float | None:
        """When the next bundle is to be deleted or collected once more, None if none is."""
        found = self._read("select min(expires_at), min(update_at) from bundles")[0]
        return min((one for one in found if one is not None), default=None)

    def put(self, entry: Entry) -> None:
        """Add or replace a bundle."""
        row = (
            entry.message_id,
            entry.session_id,
            entry.name,
            entry.sha256,
            entry.expires_at,
            entry.update_at,
            json.dumps(sorted(entry.annotations)),
        )
        self._write("insert or replace into bundles values (?, ?, ?, ?, ?, ?, ?)", [row])

    def drop(self, message_id: str, at: float) -> None:
        """Forget a bundle, but not that it was deleted: what flagged it before must not bring it back."""
        self._write("insert or replace into deleted values (?, ?)", [(message_id, at)])
        self._write("delete from bundles where message_id = ?", [(message_id,)])

    def deleted_at(self, message_id: str) -> float | None:
        """When the bundle of a message was deleted, None if it was not."""
        rows = self._read("select at from deleted where message_id = ?", message_id)
        return float(rows[0][0]) if rows else None

    def ended(self) -> dict[str, float]:
        """When sessions were first seen to have ended, by session id."""
        return {str(row[0]): float(row[1]) for row in self._read("select session_id, seen_at from ended")}

    def put_ended(self, sessions: Iterable[tuple[str, float]]) -> None:
        """Remember when sessions were first seen to have ended."""
        self._write("insert or ignore into ended values (?, ?)", list(sessions))

    def _entries(self, condition: str, *values: object) -> list[Entry]:
        rows = self._read(f"select * from bundles {condition}", *values)  # noqa: S608  (our own constants)
        return [
            Entry(
                message_id=row[0],
                session_id=row[1],
                name=row[2],
                sha256=row[3],
                expires_at=row[4],
                update_at=row[5],
                annotations=frozenset(json.loads(row[6])),
            )
            for row in rows
        ]

    def _read(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with self._lock, self._errors():
            return self._opened().execute(query, values).fetchall()

    def _write(self, statement: str, rows: list[tuple[object, ...]]) -> None:
        with self._lock, self._errors(), self._opened() as database:
            database.executemany(statement, rows)

    def _opened(self) -> sqlite3.Connection:
        if self._database is None:
            raise EvidenceError(f"{self._path} is closed")
        return self._database

    @contextmanager
    def _errors(self) -> Generator[None]:
        """Turn errors of SQLite into ours."""
        try:
            yield
        except sqlite3.Error as error:
            raise self._error(error) from None

    def _error(self, error: sqlite3.Error) -> Exception:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code == sqlite3.SQLITE_BUSY:
            return EvidenceError(f"another collector is using {self._path.parent}")
        if code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
            number = errno.ENOSPC if code == sqlite3.SQLITE_FULL else errno.EIO
            return OSError(number, os.strerror(number), str(self._path))
        if code in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM):
            return PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(self._path))
        return EvidenceError(
            f"{self._path} is damaged: move it away to begin a new one. Bundles that it listed are kept, "
            "and no longer deleted by themselves"
        )
