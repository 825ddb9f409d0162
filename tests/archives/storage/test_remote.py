"""An archive on file systems of fsspec: in memory, and in a directory as one that knows directories."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from fsspec.implementations.local import LocalFileSystem
from fsspec.implementations.memory import MemoryFileSystem

from cortex_async.archives.errors import ArchiveError, ArchiveInUse
from cortex_async.archives.storage.remote import EXPIRY, RemoteStorage
from tests.disk import names

MIB = 1 << 20


class Place:
    """A file system with an archive in it."""

    def __init__(self, system: Any, root: str) -> None:
        self.system = system
        self.root = root

    def storage(self, expiry: float = EXPIRY) -> RemoteStorage:
        return RemoteStorage("test://archive", lambda: (self.system, self.root), expiry=expiry)

    def everything(self) -> list[str]:
        self.system.invalidate_cache()
        return sorted(one.removeprefix(f"{self.root}/") for one in self.system.find(self.root))

    def make_older(self, path: str, seconds: float) -> None:
        if isinstance(self.system, LocalFileSystem):
            found = Path(self.root, path).stat().st_mtime - seconds
            os.utime(f"{self.root}/{path}", (found, found))
        else:
            self.system.store[f"{self.root}/{path}"].modified -= timedelta(seconds=seconds)


@pytest.fixture(params=["memory", "directory"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    if request.param == "directory":
        yield Place(LocalFileSystem(), str(tmp_path / "archive"))
        return
    system = MemoryFileSystem()
    root = f"/{uuid4().hex}"
    yield Place(system, root)
    system.rm(root, recursive=True) if system.exists(root) else None


@pytest.fixture
def storage(place: Place) -> RemoteStorage:
    return place.storage()


def test_files_are_written_read_listed_and_removed(storage: RemoteStorage, place: Place) -> None:
    assert storage.read("a") is None
    assert storage.open("a/b") is None
    assert list(storage.list("")) == list(storage.list("x")) == []
    storage.check_writable()
    assert place.everything() == []
    storage.write("b/c/d", b"1")
    storage.write("b/a", b"2")
    storage.write("b-a", b"3")
    storage.write("b/a", b"22")
    assert list(storage.list("")) == ["b-a", "b/a", "b/c/d"]
    assert list(storage.list("b/c")) == ["b/c/d"]
    assert list(storage.list("b/a")) == []
    assert storage.read("b/a") == b"22"
    for path in ("b/c/d", "b/c/d", "b/a", "b-a"):
        storage.remove(path)
    assert place.everything() == []
    if isinstance(place.system, LocalFileSystem):
        assert names(Path(place.root)) == []


def stop_while_writing(storage: RemoteStorage, content: bytes) -> None:
    with storage.writing("a/b") as file:
        file.write(content)
        raise RuntimeError("stopped")


@pytest.mark.parametrize("size", [0, 5, 20 * MIB])
def test_a_file_appears_when_it_is_complete(storage: RemoteStorage, place: Place, size: int) -> None:
    content = os.urandom(min(size, MIB)) * max(1, size // MIB)
    with pytest.raises(RuntimeError, match="stopped"):
        stop_while_writing(storage, content)
    assert place.everything() == []
    with storage.writing("a/b") as file:
        for start in range(0, len(content), MIB):
            assert file.write(content[start : start + MIB]) == min(MIB, len(content) - start)
        assert place.everything() == []
    assert place.everything() == ["a/b"]
    found = storage.open("a/b")
    assert found is not None
    with found:
        assert found.seek(-min(len(content), 3), os.SEEK_END) == max(0, len(content) - 3)
        assert found.read() == content[-3:]
        found.seek(0)
        buffer = bytearray(4)
        assert found.readinto(buffer) == min(4, len(content))  # type: ignore[attr-defined]  # of io.RawIOBase
        assert found.tell() == min(4, len(content))
        assert bytes(buffer).rstrip(b"\0") == content[:4].rstrip(b"\0")
    assert storage.read("a/b") == content


def test_a_path_cannot_leave_the_archive(storage: RemoteStorage, place: Place) -> None:
    for path in ("../a", "/a", "a//b", "", "a/.."):
        calls: list[Callable[[str], object]] = [
            storage.read,
            storage.open,
            storage.remove,
            lambda path: storage.write(path, b""),
            lambda path: storage.writing(path).__enter__(),
        ]
        for call in calls:
            with pytest.raises(ArchiveError, match="within the archive"):
                call(path)
    assert place.everything() == []


def test_other_files_are_no_files_of_the_archive() -> None:
    system = MemoryFileSystem()
    root = f"/{uuid4().hex}"
    storage = RemoteStorage("test://", lambda: (system, root))
    for path in ("/a", "-sibling/b", "/.lock", "/.lock.1", "/x\\y", "/.0123456789abcdef.part", "/d/.lock"):
        system.pipe_file(f"{root}{path}", b"")
    assert list(storage.list("")) == ["a", "d/.lock"]
    system.rm(root, recursive=True)


def test_only_one_run_holds_the_lock(storage: RemoteStorage, place: Place) -> None:
    with storage.lock():
        with pytest.raises(ArchiveInUse) as found, place.storage().lock():
            pass
        assert str(found.value).startswith(f"archive test://archive is in use by process {os.getpid()} on ")
        assert str(found.value).endswith(
            " UTC: wait for its end; the lock of a killed run expires after 120 s"
        )
        assert place.everything() == [".lock"]
        assert list(storage.list("")) == []
        storage.write("a", b"1")
    assert place.everything() == ["a"]
    with pytest.raises(RuntimeError, match="stopped"), place.storage().lock():
        raise RuntimeError("stopped")
    with storage.lock():
        pass


def hold(place: Place, expiry: float = EXPIRY) -> bytes:
    """Leave a lock behind as a killed run does."""
    with place.storage(expiry).lock():
        content: bytes = place.system.cat_file(f"{place.root}/.lock")
    place.system.pipe_file(f"{place.root}/.lock", content)
    return content


def test_a_silent_lock_is_taken_over_when_it_has_expired(storage: RemoteStorage, place: Place) -> None:
    hold(place)
    place.make_older(".lock", 119)
    with pytest.raises(ArchiveInUse), storage.lock():
        pass
    assert place.everything() == [".lock"]
    place.make_older(".lock", 2)
    with storage.lock():
        assert json.loads(place.system.cat_file(f"{place.root}/.lock"))["pid"] == os.getpid()
        with pytest.raises(ArchiveInUse), place.storage().lock():
            pass
    assert place.everything() == []


def test_the_owner_says_when_its_lock_expires(storage: RemoteStorage, place: Place) -> None:
    hold(place, expiry=1000)
    place.make_older(".lock", 999)
    with pytest.raises(ArchiveInUse, match="expires after 1000 s"), storage.lock():
        pass
    for content in (b"", b"[]", b'{"expires": -1}', b'{"expires": "x"}', b"\xff"):
        place.system.pipe_file(f"{place.root}/.lock", content)
        with (
            pytest.raises(ArchiveInUse, match=r"in use by another run: .* expires after 120 s"),
            storage.lock(),
        ):
            pass
        place.make_older(".lock", 121)
        with storage.lock():
            pass


def test_only_one_of_many_runs_takes_a_lock_over(place: Place) -> None:
    hold(place)
    place.make_older(".lock", 121)
    begin, decided = threading.Barrier(8), threading.Barrier(8)
    entered, refused = list[int](), list[int]()

    def run(number: int) -> None:
        storage = place.storage()
        begin.wait()
        try:
            with storage.lock():
                entered.append(number)
                decided.wait()
        except ArchiveInUse:
            refused.append(number)
            decided.wait()
        except BaseException:
            decided.abort()
            raise

    threads = [threading.Thread(target=run, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(entered), len(refused)) == (1, 7)
    assert place.everything() == []


def test_a_lock_is_taken_over_from_runs_killed_one_after_the_other(place: Place) -> None:
    hold(place)
    for killed in (2, 3):
        make_all_older(place, 121)
        with place.storage().lock():
            left = {path: place.system.cat_file(f"{place.root}/{path}") for path in place.everything()}
        for path, content in left.items():
            place.system.pipe_file(f"{place.root}/{path}", content)
        assert len(left) == killed
        with pytest.raises(ArchiveInUse, match=f"in use by process {os.getpid()} "), place.storage().lock():
            pass
        assert sorted(left) == place.everything()
    make_all_older(place, 121)
    with place.storage().lock(), pytest.raises(ArchiveInUse), place.storage().lock():
        pass
    assert place.everything() == []


def test_a_lock_that_was_half_written_is_taken_over_once(place: Place) -> None:
    place.storage().write("a", b"")
    place.system.pipe_file(f"{place.root}/.lock", b"")
    place.make_older(".lock", 121)
    with place.storage().lock(), pytest.raises(ArchiveInUse), place.storage().lock():
        pass
    assert place.everything() == ["a"]


def test_files_of_a_run_killed_while_it_gave_the_lock_back_are_removed(place: Place) -> None:
    hold(place)
    unreachable = f".lock.{'0' * 64}"
    for path in (unreachable, ".lock.of-somebody-else", ".lock.d/e"):
        place.system.makedirs(f"{place.root}/{path}".rpartition("/")[0], exist_ok=True)
        place.system.pipe_file(f"{place.root}/{path}", b"")
    make_all_older(place, 121)
    with place.storage().lock():
        assert unreachable not in place.everything()
    assert place.everything() == [".lock.d/e", ".lock.of-somebody-else"]


def test_a_lock_is_taken_over_also_if_files_of_killed_runs_cannot_be_listed(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise ConnectionResetError("reset")

    hold(place)
    make_all_older(place, 121)
    monkeypatch.setattr(place.system, "ls", refuse)
    with place.storage().lock(), pytest.raises(ArchiveInUse), place.storage().lock():
        pass
    monkeypatch.undo()
    assert place.everything() == []


def make_all_older(place: Place, seconds: float) -> None:
    for path in place.everything():
        place.make_older(path, seconds)


def test_the_owner_confirms_its_lock(place: Place) -> None:
    confirmed = threading.Event()
    pipe = place.system.pipe_file

    def counting(path: str, value: bytes, **options: Any) -> object:
        made: object = pipe(path, value, **options)
        if path.endswith("/.lock") and json.loads(value)["count"] == 2:
            confirmed.set()
        return made

    place.system.pipe_file = counting
    try:
        with place.storage(expiry=0.2).lock():
            assert confirmed.wait(10)
    finally:
        del place.system.pipe_file
    assert place.everything() == []


def test_a_run_that_lost_its_lock_writes_no_more(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    storage, cat = place.storage(expiry=1), place.system.cat_file

    def cut_off(path: str, **options: Any) -> object:
        if threading.current_thread().name == "cortex-archive-lock":
            raise OSError("network is unreachable")
        return cat(path, **options)

    with caplog.at_level(logging.INFO), storage.lock():
        place.system.cat_file = cut_off
        try:
            lease: Any = storage._lease  # to wait for its end
            lease._thread.join(10)
            message = r"in use by another run: this one was cut off for more than 1 s$"
            with pytest.raises(ArchiveInUse, match=message):
                storage.write("a", b"")
            with pytest.raises(ArchiveInUse, match=message):
                storage.remove("a")
        finally:
            del place.system.cat_file
    assert "lock not confirmed: .lock of archive test://archive cannot be read" in caplog.text
    assert place.everything() == [".lock"]  # it may be the lock of another run by now


def test_a_run_whose_lock_was_taken_notices(place: Place) -> None:
    storage = place.storage(expiry=30)
    with storage.lock():
        place.system.pipe_file(f"{place.root}/.lock", b'{"token": "of another run"}')
        lease: Any = storage._lease
        lease._confirmed = (lease._confirmed[0] - 20, lease._confirmed[1])
        with pytest.raises(ArchiveInUse, match="by another run"):
            storage.write("a", b"")
    assert place.everything() == [".lock"]


def test_a_file_system_without_exclusive_files_and_times(tmp_path: Path) -> None:
    class Old(LocalFileSystem):  # type: ignore[misc]  # fsspec has no types
        def open(self, path: str, mode: str = "rb", **options: Any) -> Any:
            if "x" in mode:
                raise NotImplementedError("File mode not supported")
            return super().open(path, mode, **options)

        def modified(self, path: str) -> Any:
            raise NotImplementedError

    place = Place(Old(), str(tmp_path / "archive"))
    content = json.loads(hold(place))
    with pytest.raises(ArchiveInUse), place.storage().lock():
        pass
    place.system.pipe_file(f"{place.root}/.lock", json.dumps({**content, "at": content["at"] - 121}).encode())
    with place.storage().lock():
        pass
    assert place.everything() == []


def test_a_killed_run_leaves_no_temporary_files(tmp_path: Path) -> None:
    place = Place(LocalFileSystem(), str(tmp_path / "archive"))
    place.storage().write("a/b", b"1")
    (tmp_path / "archive" / "a" / f".{'0' * 16}.part").write_bytes(b"half")
    hold(place)
    place.make_older(".lock", 121)
    with place.storage().lock():
        pass
    assert place.everything() == ["a/b"]


def test_the_directory_around_the_archive_must_exist(tmp_path: Path) -> None:
    storage = Place(LocalFileSystem(), str(tmp_path / "mount" / "archive")).storage()
    for call in (storage.check_writable, lambda: storage.write("a", b""), lambda: storage.lock().__enter__()):
        with pytest.raises(ArchiveError, match=r"cannot be created: there is no directory around it$"):
            call()
    assert names(tmp_path) == []


async def test_it_works_in_threads_beside_a_running_loop(storage: RemoteStorage) -> None:
    def work(number: int) -> bytes | None:
        storage.write(f"d/{number}", b"%d" % number)
        return storage.read(f"d/{number}")

    def locked() -> list[str]:
        with storage.lock():
            return list(storage.list(""))

    assert await asyncio.gather(*(asyncio.to_thread(work, number) for number in range(8))) == [
        b"%d" % number for number in range(8)
    ]
    assert await asyncio.to_thread(locked) == [f"d/{number}" for number in range(8)]
