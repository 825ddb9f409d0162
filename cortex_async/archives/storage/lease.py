"""The lock of an archive where no operating system holds one: a file with an owner, which expires."""

from __future__ import annotations

import json
import logging
import secrets
import threading
from datetime import datetime
from typing import Any, Final, cast

from cortex_async._core.timing.clock import monotonic, unix
from cortex_async.archives.errors import ArchiveError, ArchiveInUse
from cortex_async.archives.storage.filesystem import FileSystem, replaces_whole_files
from cortex_async.archives.storage.owner import Owner
from cortex_async.archives.storage.paths import LOCK
from cortex_async.archives.storage.remote_errors import Calls, code_of

_logger = logging.getLogger(__name__)

_BEATS: Final = 4
"""How often the owner confirms the lock until it would expire."""

_LONGEST_EXPIRY: Final = 86_400.0

# Several runs created the object at once:
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
_CONFLICT: Final = frozenset({"PreconditionFailed", "ConditionalRequestConflict"})
_UNKNOWN: Final = frozenset({"NotImplemented"})


class Lease:
    """The right to write until it expires, confirmed by a thread as long as this process runs.

    Creating a file must fail if it exists; where the file system cannot do that, two runs that start at the
    same moment may both get the lock. Ages are differences of the file system's own times, so that the clocks
    of the computers need not agree.
    """

    def __init__(self, system: FileSystem, path: str, calls: Calls, expiry: float) -> None:
        self._system = system
        self._path = path
        self._calls = calls
        self._expiry = expiry
        self._owner = Owner.this_process()
        self._token = secrets.token_hex(16)
        self._count = 0
        self._confirmed = (monotonic(), unix())
        self._lost = False
        self._guard = threading.Lock()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="cortex-archive-lock", daemon=True)

    def take(self) -> bool:
        """Take the lock. Returns whether the run that held it before was killed.

        Raises ``ArchiveInUse`` at once if another run holds it.
        """
        killed = False
        if not self._create(self._path, self._content()):
            killed = self._take_over()
        self._confirm()
        self._thread.start()
        return killed

    def check(self) -> None:
        """Raise ``ArchiveInUse`` if another run may have taken over.

        That happens to a run that was stopped or cut off for longer than the lock lasts.
        """
        with self._guard:
            if not self._lost and self._silence() > self._expiry / 2:
                self._beat()
            if self._lost:
                raise ArchiveInUse(
                    f"archive {self._calls.where} is in use by another run: "
                    f"this one was cut off for more than {self._expiry:g} s"
                )

    def release(self) -> None:
        """Give the lock back. If that fails, it expires."""
        self._stopped.set()
        self._thread.join()
        try:
            if not self._lost and self._is_mine(self._read()):
                self._calls.unless_missing(LOCK, "removed", self._system.rm_file, self._path)
        except ArchiveError as error:
            _logger.warning("%s; the lock expires in %g s", error, self._expiry)

    def _keep(self) -> None:
        while not self._stopped.wait(self._expiry / _BEATS):
            with self._guard:
                if self._lost:
                    return
                try:
                    self._beat()
                except ArchiveError as error:
                    _logger.info("lock not confirmed: %s", error)

    def _beat(self) -> None:
        """Confirm the lock, unless it has expired: then it may already be another run's."""
        if self._silence() > self._expiry or not self._is_mine(self._read()):
            self._lost = True
            return
        self._count += 1
        self._calls(LOCK, "written", self._system.pipe_file, self._path, self._content())
        self._confirm()

    def _confirm(self) -> None:
        self._confirmed = (monotonic(), unix())

    def _silence(self) -> float:
        """Seconds since the lock was confirmed. One of the clocks may stop while the computer sleeps."""
        return max(monotonic() - self._confirmed[0], unix() - self._confirmed[1])

    def _content(self) -> bytes:
        members = {
            **self._owner.to_json(),
            "expires": self._expiry,
            "token": self._token,
            "count": self._count,
            "at": unix(),
        }
        return json.dumps(members).encode()

    def _read(self) -> bytes | None:
        return self._calls.unless_missing(LOCK, "read", self._system.cat_file, self._path)

    def _is_mine(self, content: bytes | None) -> bool:
        return content is not None and _members(content).get("token") == self._token

    def _take_over(self) -> bool:
        """Take the lock of a run that is silent. Returns whether there was one."""
        found = self._read()
        if found is None:  # it ended just now
            if self._create(self._path, self._content()):
                return False
            raise self._in_use(None)
        if not self._has_expired(self._path, found):
            raise self._in_use(found)
        # Of several runs that want it, one claims it; the others see its lock when they look once more.
        # There is one claim whatever they found: a lock that is being written looks empty, and perhaps old.
        claim = f"{self._path}.claim"
        if not self._create(claim, self._content()):
            if self._has_expired(claim, found):
                self._remove(claim)
            raise self._in_use(None)
        try:
            if self._read() != found:
                raise self._in_use(None)
            self._calls(LOCK, "written", self._system.pipe_file, self._path, self._content())
        finally:
            self._remove(claim)
        return True

    def _in_use(self, content: bytes | None) -> ArchiveInUse:
        owner = None if content is None else Owner.read(content)
        expiry = self._expiry if content is None else _expiry(content, self._expiry)
        return ArchiveInUse(
            f"archive {self._calls.where} is in use by {owner or 'another run'}: wait for its end; "
            f"the lock of a killed run expires after {expiry:g} s"
        )

    def _has_expired(self, path: str, content: bytes) -> bool:
        return self._age(path, content) > _expiry(content, self._expiry)

    def _age(self, path: str, content: bytes) -> float:
        """Seconds since a file was written, by the file system's clock."""
        probe = f"{self._path}.{self._token}"
        self._calls(LOCK, "written", self._system.pipe_file, probe, b"")
        try:
            now = self._modified(probe)
            then = self._modified(path)
        finally:
            self._remove(probe)
        if now is not None and then is not None:
            return (now - then).total_seconds()
        written: object = _members(content).get("at")
        return unix() - written if isinstance(written, (int, float)) else 0.0

    def _modified(self, path: str) -> datetime | None:
        """When a file was written; None if it is gone, or the file system does not know."""

        def modified() -> datetime | None:
            self._system.invalidate_cache()
            try:
                return self._system.modified(path)
            except NotImplementedError:
                return None

        return self._calls.unless_missing(LOCK, "read", modified)

    def _remove(self, path: str) -> None:
        self._calls.unless_missing(LOCK, "removed", self._system.rm_file, path)

    def _create(self, path: str, content: bytes) -> bool:
        """Create a file. Returns False if it exists."""
        if self._calls(LOCK, "written", _create, self._system, path, content):
            return True
        # It may be this run's after all: an attempt whose response was lost is repeated by some libraries.
        return self._calls.unless_missing(LOCK, "read", self._system.cat_file, path) == content


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


def _members(content: bytes) -> dict[str, Any]:
    try:
        found: object = json.loads(content)
    except (ValueError, RecursionError):
        return {}
    return cast("dict[str, Any]", found) if isinstance(found, dict) else {}


def _expiry(content: bytes, default: float) -> float:
    """Seconds after which a lock expires, as its owner has written them."""
    found: object = _members(content).get("expires")
    if isinstance(found, (int, float)) and 0 < found <= _LONGEST_EXPIRY:
        return float(found)
    return default
