"""Runs that want the lock of an archive, in any order of their calls to the file system.

Each run is a thread that stops before each call, so that a test decides who goes next. Files and clocks are
made here: nothing depends on threads being scheduled or on how long anything takes.
"""

from __future__ import annotations

import io
import threading
from datetime import UTC, datetime
from typing import Any

from cortex_async.archives.errors import ArchiveInUse
from cortex_async.archives.storage import lease, lock_files, owner
from cortex_async.archives.storage.remote import RemoteStorage

EXPIRY = 100.0
ROOT = "/archive"


class Killed(BaseException):
    """Ends a run in the middle of what it does; none of its later calls reaches the file system."""


class Run:
    """A run: takes the lock, writes two files and gives the lock back."""

    def __init__(self, world: World, number: int) -> None:
        self.number = number
        self.pending: str | None = None
        self.holds = self.wrote = self.ended = self.killed = False
        self._world = world
        self._go, self._stopped = threading.Semaphore(0), threading.Semaphore(0)
        self._thread = threading.Thread(target=self._main, daemon=True)

    def start(self) -> None:
        self._thread.start()
        self._stopped.acquire()

    def advance(self) -> None:
        """Let it make the call it stopped before, and go on to the next one."""
        assert not self.ended
        self._world.current = self
        self._go.release()
        self._stopped.acquire()
        self._world.current = None

    def kill(self) -> None:
        self.killed = True
        self.advance()
        self._thread.join()
        assert self.ended

    def before(self, call: str) -> None:
        if self.killed:
            raise Killed
        self.pending = call
        self._stopped.release()
        self._go.acquire()
        if self.killed:
            raise Killed

    def _main(self) -> None:
        try:
            self.before("start")
            self._work()
        except Killed:
            pass
        except BaseException as error:
            self._world.failures.append(error)
        finally:
            self.holds, self.ended, self.pending = False, True, None
            self._stopped.release()

    def _work(self) -> None:
        storage = self._world.storage()
        try:
            with storage.lock():
                self.holds = True
                self._world.enter(self)
                for name in "ab":
                    self.before("write")
                    self._write(storage, name)
                self.before("leave")
                self.holds = False
        except ArchiveInUse:
            self._world.refused += 1

    def _write(self, storage: RemoteStorage, name: str) -> None:
        replaced = self._world.latest is not self
        try:
            storage.write(name, b"")
        except ArchiveInUse:
            self.holds = False
            raise
        assert not replaced, f"run {self.number} wrote after another one had the lock"
        self.wrote = True


class World:
    """Runs, a clock, and a file system of fsspec: ``whole`` says whether its files appear when complete."""

    def __init__(self, patch: Any, *, whole: bool) -> None:
        self.now = 1_000_000.0
        self.files: dict[str, tuple[bytes, float]] = {}
        self.current: Run | None = None
        self.latest: Run | None = None
        self.runs: list[Run] = []
        self.failures: list[BaseException] = []
        self.entered = self.refused = 0
        self.system = System(self, whole)
        for module in (lease, lock_files, owner):
            for clock in ("monotonic", "unix"):
                if hasattr(module, clock):
                    patch.setattr(module, clock, lambda: self.now)

    def storage(self) -> RemoteStorage:
        return RemoteStorage("test://archive", lambda: (self.system, ROOT), expiry=EXPIRY)

    def add(self) -> Run:
        self.runs.append(run := Run(self, len(self.runs)))
        run.start()
        return run

    def enter(self, run: Run) -> None:
        self.entered += 1
        self.latest = run

    def living(self) -> list[Run]:
        return [run for run in self.runs if not run.ended]

    def pass_time(self, seconds: float) -> None:
        """Let time pass. A run that is removing the lock is not stopped just then: nobody could tell."""
        while run := next((one for one in self.living() if one.pending == "remove"), None):
            run.advance()
        self.now += seconds

    def check(self) -> None:
        if self.failures:
            raise self.failures[0]

    def end(self) -> None:
        for run in self.living():
            run.kill()
        self.check()


class System:
    """A file system of fsspec in a dictionary, each call of which waits for its turn."""

    protocol = "test"

    def __init__(self, world: World, whole: bool) -> None:
        self.async_impl = whole
        self._world = world

    def open(self, path: str, mode: str = "rb", block_size: int | None = None) -> Any:
        assert mode == "xb"
        self._turn("create")
        if path in self._world.files:
            raise FileExistsError(path)
        self._put(path, b"")
        return _Growing(self, path)

    def pipe_file(self, path: str, value: bytes, mode: str = "overwrite") -> None:
        self._turn("create" if mode == "create" else "put")
        if mode == "create" and path in self._world.files:
            raise FileExistsError(path)
        if not self.async_impl:
            self._put(path, b"")
            self._turn("put")
        self._put(path, value)

    def cat_file(self, path: str) -> bytes:
        self._turn("read")
        return self._found(path)[0]

    def modified(self, path: str) -> datetime:
        self._turn("read")
        return datetime.fromtimestamp(self._found(path)[1], UTC)

    def exists(self, path: str) -> bool:
        return path in self._world.files or path == ROOT

    def rm_file(self, path: str) -> None:
        self._turn("remove")
        self._found(path)
        del self._world.files[path]

    def ls(self, path: str, detail: bool = True) -> list[str]:
        self._turn("read")
        return list(self._world.files)

    def find(self, path: str) -> list[str]:
        return list(self._world.files)

    def mv(self, path1: str, path2: str) -> None:
        self._world.files[path2] = self._world.files.pop(path1)

    def makedirs(self, path: str, exist_ok: bool = False) -> None: ...

    def rmdir(self, path: str) -> None: ...

    def invalidate_cache(self, path: str | None = None) -> None: ...

    def _put(self, path: str, content: bytes) -> None:
        self._world.files[path] = (content, self._world.now)

    def _found(self, path: str) -> tuple[bytes, float]:
        try:
            return self._world.files[path]
        except KeyError:
            raise FileNotFoundError(path) from None

    def _turn(self, call: str) -> None:
        if self._world.current is not None:
            self._world.current.before(call)


class _Growing(io.BytesIO):
    """A file that is there, and empty, before it has its content."""

    def __init__(self, system: Any, path: str) -> None:
        super().__init__()
        self._system = system
        self._path = path

    def close(self) -> None:
        if not self.closed:
            self._system._turn("put")
            self._system._put(self._path, self.getvalue())
        super().close()
