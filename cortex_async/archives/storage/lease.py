"""The lock of an archive where no operating system holds one: files with an owner, which expire."""

from __future__ import annotations

import json
import logging
import secrets
import threading
from typing import Final

from cortex_async._core.timing.clock import monotonic, unix
from cortex_async.archives.errors import ArchiveError, ArchiveInUse
from cortex_async.archives.storage.filesystem import FileSystem
from cortex_async.archives.storage.lock_files import LockFile, LockFiles
from cortex_async.archives.storage.owner import Owner
from cortex_async.archives.storage.remote_errors import Calls

_logger = logging.getLogger(__name__)

_BEATS: Final = 4
"""How often the owner confirms the lock until it would expire."""


class Lease:
    """The right to write until it expires, confirmed by a thread as long as this process runs.

    Creating a file must fail if it exists; where the file system cannot do that, two runs that start at the
    same moment may both get the lock. Ages are differences of the file system's own times, so that the clocks
    of the computers need not agree.
    """

    def __init__(self, system: FileSystem, path: str, calls: Calls, expiry: float) -> None:
        self._calls = calls
        self._expiry = expiry
        self._owner = Owner.this_process()
        self._token = secrets.token_hex(16)
        self._files = LockFiles(system, path, calls, self._token)
        self._path = path
        self._count = 0
        self._confirmed = _now()
        self._lost = False
        self._guard = threading.Lock()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="cortex-archive-lock", daemon=True)

    def take(self) -> bool:
        """Take the lock. Returns whether the run that held it before was killed.

        Raises ``ArchiveInUse`` at once if another run holds it.
        """
        self._confirmed = _now()  # before the file is written: others count from then on
        killed = False
        if not self._files.create(self._path, self._content()):
            killed = self._take_over()
        if self._silence() > self._expiry:  # stopped meanwhile: another run may have taken over already
            raise self._in_use(None)
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
            if not self._lost and self._silence() > self._expiry / 2:
                self._beat()
            chain = [] if self._lost else self._files.chain()
            if self._is_mine(chain) and self._silence() <= self._expiry / 2:
                for file in chain:  # without the first one, nobody finds the others
                    self._files.remove(file.path)
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
        """Confirm the lock, unless it has expired: then it may already be another run's.

        It is read once more after it was written. A run that found it expired before that has either created
        its file by then, or finds it confirmed when it looks again.
        """
        begun = _now()
        if self._silence() > self._expiry or not self._is_mine(self._files.chain()):
            self._lost = True
            return
        self._count += 1
        self._files.write(self._path, self._content())
        if self._silence() > self._expiry or not self._is_mine(self._files.chain()):
            self._lost = True
            return
        self._confirmed = begun

    def _silence(self) -> float:
        """Seconds since the lock was confirmed. One of the clocks may stop while the computer sleeps."""
        return max(now - then for now, then in zip(_now(), self._confirmed, strict=True))

    def _content(self) -> bytes:
        members = {
            **self._owner.to_json(),
            "expires": self._expiry,
            "token": self._token,
            "count": self._count,
            "at": unix(),
        }
        return json.dumps(members).encode()

    def _is_mine(self, chain: list[LockFile]) -> bool:
        return bool(chain) and (chain[-1].path, chain[-1].token) == (self._path, self._token)

    def _take_over(self) -> bool:
        """Take the lock of a run that is silent. Returns whether there was one."""
        found = self._files.chain()
        if not found:  # it ended just now
            if self._files.create(self._path, self._content()):
                return False
            raise self._in_use(None)
        last = found[-1]
        if not self._has_expired(last):
            raise self._in_use(last)
        self._confirmed = _now()
        if not self._files.create(last.successor, self._content()):
            raise self._in_use(None)
        self._path = last.successor
        taken = False
        try:  # the other run may have ended meanwhile, or confirmed its lock
            taken = self._is_mine(self._files.chain()) and self._has_expired(last)
        finally:
            # A file that is old enough to be taken over is left to the run that does so.
            if not taken and self._silence() <= self._expiry / 2:
                self._files.remove(self._path)
        if not taken:
            raise self._in_use(None)
        try:
            self._files.remove_unreachable()
        except ArchiveError as error:  # the lock is taken, and whatever is left harms nobody
            _logger.info("%s", error)
        return True

    def _has_expired(self, file: LockFile) -> bool:
        return self._files.age(file) > file.expiry(self._expiry)

    def _in_use(self, file: LockFile | None) -> ArchiveInUse:
        owner = None if file is None else Owner.read(file.content)
        expiry = self._expiry if file is None else file.expiry(self._expiry)
        return ArchiveInUse(
            f"archive {self._calls.where} is in use by {owner or 'another run'}: wait for its end; "
            f"the lock of a killed run expires after {expiry:g} s"
        )


def _now() -> tuple[float, float]:
    return monotonic(), unix()
