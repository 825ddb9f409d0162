"""The files of an expiring lock: one for the first run, and one for each that took over from a killed run."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final, TypeVar, cast

from attrs import frozen

from cortex_async._core.timing.clock import unix
from cortex_async.archives.storage.filesystem import FileSystem, replaces_whole_files
from cortex_async.archives.storage.paths import LOCK
from cortex_async.archives.storage.remote_errors import Calls, code_of

T = TypeVar("T")

_LONGEST_EXPIRY: Final = 86_400.0

# Several runs created the object at once:
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
_CONFLICT: Final = frozenset({"PreconditionFailed", "ConditionalRequestConflict"})
_UNKNOWN: Final = frozenset({"NotImplemented"})


@frozen
class LockFile:
    """A file of the lock as it was found. successor: path of the file of a run that takes over from it."""

    path: str
    content: bytes
    successor: str

    @property
    def token(self) -> object:
        return _members(self.content).get("token")

    def expiry(self, default: float) -> float:
        """Seconds after which the lock expires, as its owner has written them."""
        found = _members(self.content).get("expires")
        return float(found) if isinstance(found, (int, float)) and 0 < found <= _LONGEST_EXPIRY else default

    @property
    def written(self) -> float:
        """When its owner wrote it, by the owner's clock; now if the file does not say it."""
        found = _members(self.content).get("at")
        return float(found) if isinstance(found, (int, float)) else unix()


class LockFiles:
    """A chain of files, the last of which belongs to the run that holds the lock.

    Only the run that created a file writes it. A run that takes over creates the next file, whose name
    follows from the file that it found: of several runs one can create it, and no run ever has to remove or
    replace the file of another one to get the lock.
    """

    def __init__(self, system: FileSystem, first: str, calls: Calls, probe: str) -> None:
        self.first: str = first
        self._system = system
        self._calls = calls
        self._probe = f"{first}.{probe}"

    def chain(self) -> list[LockFile]:
        """The files from the first to the last one; none if nobody holds the lock."""
        found = list[LockFile]()
        path = self.first
        while (content := self._read(path)) is not None:
            found.append(LockFile(path, content, self._successor(path, content)))
            path = found[-1].successor
        return found

    def create(self, path: str, content: bytes) -> bool:
        """Create a file. Returns False if it exists."""
        if self._calls(LOCK, "written", _create, self._system, path, content):
            return True
        # It may be this run's after all: an attempt whose response was lost is repeated by some libraries.
        return self._read(path) == content

    def write(self, path: str, content: bytes) -> None:
        self._calls(LOCK, "written", self._system.pipe_file, path, content)

    def remove(self, path: str) -> None:
        self._calls.unless_missing(LOCK, "removed", self._system.rm_file, path)

    def age(self, file: LockFile) -> float:
        """Seconds since a file was written, by the file system's clock."""
        self.write(self._probe, b"")
        try:
            now = self._modified(self._probe)
            then = self._modified(file.path)
        finally:
            self.remove(self._probe)
        return (now - then).total_seconds() if now is not None and then is not None else unix() - file.written

    def remove_unreachable(self) -> None:
        """Remove files of runs that were killed while they took over, or gave the lock back."""
        folder, _, name = self.first.rpartition("/")
        pattern = re.compile(rf"{re.escape(name)}\.[0-9a-f]{{64}}")
        listed = self._uncached(lambda: self._system.ls(folder, detail=False)) or []
        beside = {one.rpartition("/")[2] for one in listed}
        # The chain is read after the list: a file that is not in it now will never be.
        reachable = {file.path.rpartition("/")[2] for file in self.chain()}
        for one in sorted(beside - reachable):
            if pattern.fullmatch(one):
                self.remove(f"{folder}/{one}")

    def _read(self, path: str) -> bytes | None:
        return self._calls.unless_missing(LOCK, "read", self._system.cat_file, path)

    def _successor(self, path: str, content: bytes) -> str:
        token = _members(content).get("token")
        if not isinstance(token, str):  # half written by a run that was killed; another one may be as well
            token = f"{content!r} {self._modified(path)}"
        name = path.rpartition("/")[2]
        return f"{self.first}.{hashlib.sha256(f'{name} {token}'.encode(errors='replace')).hexdigest()}"

    def _modified(self, path: str) -> datetime | None:
        """When a file was written; None if it is gone, or the file system does not know."""

        def modified() -> datetime | None:
            try:
                return self._system.modified(path)
            except NotImplementedError:
                return None

        return self._uncached(modified)

    def _uncached(self, ask: Callable[[], T]) -> T | None:
        def fresh() -> T:
            self._system.invalidate_cache()
            return ask()

        return self._calls.unless_missing(LOCK, "read", fresh)


def _create(system: FileSystem, path: str, content: bytes) -> bool:
    try:
        if replaces_whole_files(system):
            system.pipe_file(path, content, mode="create")
        else:
            with system.open(path, "xb") as file:
                file.write(content)
        return True
    except FileExistsError:
        return False
    except (TypeError, ValueError, NotImplementedError):
        pass  # the file system knows no such mode
    except OSError as error:
        if code_of(error) in _CONFLICT:
            return False
        if code_of(error) not in _UNKNOWN:
            raise
    if system.exists(path):
        return False
    system.pipe_file(path, content)
    return system.cat_file(path) == content


def _members(content: bytes) -> dict[str, object]:
    try:
        found: object = json.loads(content)
    except (ValueError, RecursionError):
        return {}
    return cast("dict[str, Any]", found) if isinstance(found, dict) else {}
