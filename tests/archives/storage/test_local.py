"""An archive in a directory: whole files, paths that stay inside, one writer, errors of the system."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cortex_async.archives.errors import ArchiveError, ArchiveInUse
from cortex_async.archives.storage.interface import Storage
from cortex_async.archives.storage.local import LocalStorage
from tests.disk import largest_file, names, unprivileged_folder

HOLD = """
import os, sys
from cortex_async.archives.storage.local import LocalStorage
storage = LocalStorage(sys.argv[1])
with storage.lock(), storage.writing("a/half.txt") as file:
    file.write(b"half" * 10_000)
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def storage(tmp_path: Path) -> LocalStorage:
    return LocalStorage(tmp_path / "archive")


@pytest.fixture
def unprivileged() -> Iterator[Path]:
    with unprivileged_folder() as folder:
        yield folder


def failing(storage: Storage, path: str) -> None:
    with storage.writing(path) as file:
        file.write(b"new")
        raise RuntimeError("stopped")


def test_files_are_written_read_listed_and_removed(storage: LocalStorage, tmp_path: Path) -> None:
    assert storage.read("a") is None
    assert storage.open("a/b") is None
    assert list(storage.list("")) == list(storage.list("x")) == []
    storage.write("b/c/d", b"1")
    storage.write("b/a", b"2")
    storage.write("b-a", b"3")
    storage.write("b/a", b"22")
    assert list(storage.list("")) == ["b-a", "b/a", "b/c/d"]
    assert list(storage.list("b/c")) == ["b/c/d"]
    assert storage.read("b/a") == b"22"
    file = storage.open("b/a")
    assert file is not None
    with file:
        file.seek(1)
        assert file.read() == b"2"
    storage.remove("b/c/d")
    storage.remove("b/c/d")
    assert names(tmp_path / "archive" / "b") == ["a"]
    storage.remove("b/a")
    storage.remove("b-a")
    assert names(tmp_path / "archive") == []


def test_a_file_is_replaced_as_a_whole_or_not_at_all(storage: LocalStorage, tmp_path: Path) -> None:
    storage.write("a/b", b"old")
    for path in ("a/b", "a/c"):
        with pytest.raises(RuntimeError, match="stopped"):
            failing(storage, path)
    with storage.writing("a/b") as file:
        file.write(b"n")
        assert storage.read("a/b") == b"old"
        assert list(storage.list("")) == ["a/b"]
        file.write(b"ew")
    assert storage.read("a/b") == b"new"
    assert names(tmp_path / "archive" / "a") == ["b"]


def test_everything_is_synced_before_it_counts(
    storage: LocalStorage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    sync, replace = os.fsync, Path.replace

    def fsync(descriptor: int) -> None:
        found = Path(os.readlink(f"/proc/self/fd/{descriptor}"))
        steps.append("file" if found.suffix == ".part" else f"{found.relative_to(tmp_path)}/")
        sync(descriptor)

    def rename(self: Path, target: Path) -> Path:
        steps.append("rename")
        return replace(self, target)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(Path, "replace", rename)
    storage.write("a/b", b"1")
    assert steps == ["./", "archive/", "file", "rename", "archive/a/"]
    steps.clear()
    storage.write("a/b", b"2")
    assert steps == ["file", "rename", "archive/a/"]
    steps.clear()
    storage.remove("a/b")
    assert steps == ["archive/"]


@pytest.mark.parametrize(
    "path", ["", "/a", "../a", "a/../../b", "a//b", "./a", "a/", "a\0b", "..", "a\\..\\b"]
)
def test_a_path_cannot_leave_the_archive(storage: LocalStorage, tmp_path: Path, path: str) -> None:
    calls: list[Callable[[], object]] = [
        lambda: storage.read(path),
        lambda: storage.write(path, b""),
        lambda: storage.remove(path),
        lambda: storage.open(path),
    ]
    for call in calls:
        with pytest.raises(ArchiveError, match=r"must be relative, with '/', and within the archive$"):
            call()
    assert names(tmp_path) == []


def test_a_link_cannot_lead_out_of_the_archive(storage: LocalStorage, tmp_path: Path) -> None:
    storage.write("in/a", b"inside")
    (tmp_path / "secret").write_bytes(b"outside")
    (tmp_path / "archive" / "out").symlink_to(tmp_path)
    (tmp_path / "archive" / "file").symlink_to(tmp_path / "secret")
    (tmp_path / "archive" / "near").symlink_to("in")
    for path in ("out/secret", "out/new", "file"):
        for call in (storage.read, storage.remove, lambda path: storage.write(path, b"changed")):
            with pytest.raises(ArchiveError, match=rf"^{path} of archive .* leads out of it through a link$"):
                call(path)
    assert (tmp_path / "secret").read_bytes() == b"outside"
    assert storage.read("near/a") == b"inside"
    assert "out/secret" not in list(storage.list(""))


def test_the_archive_itself_may_be_a_link(storage: LocalStorage, tmp_path: Path) -> None:
    storage.write("a/b", b"1")
    (tmp_path / "link").symlink_to("archive")
    linked = LocalStorage(tmp_path / "link")
    linked.write("a/b", b"2")
    assert storage.read("a/b") == b"2"
    assert list(linked.list("")) == ["a/b"]


def test_only_one_run_holds_the_lock(storage: LocalStorage, tmp_path: Path) -> None:
    other = LocalStorage(tmp_path / "archive")
    with storage.lock():
        mine = rf"is in use by process {os.getpid()} on \S+ since 20\S+ \S+ UTC: wait for its end$"
        with pytest.raises(ArchiveInUse, match=mine), other.lock():
            pass
        assert list(storage.list("")) == []
    with other.lock():
        pass
    assert names(tmp_path / "archive") == []
    with pytest.raises(RuntimeError, match="stopped"), other.lock():
        raise RuntimeError("stopped")
    with storage.lock():
        (tmp_path / "archive" / ".lock").write_bytes(b'{"host": [], "pid": "x"}')
        with pytest.raises(ArchiveInUse, match="in use by another run"), other.lock():
            pass


def test_a_killed_run_holds_no_lock_and_leaves_nothing(storage: LocalStorage, tmp_path: Path) -> None:
    storage.write("a/whole.txt", b"whole")
    command = [sys.executable, "-c", HOLD, str(tmp_path / "archive")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        with pytest.raises(ArchiveInUse, match=f"process {process.pid} on "), storage.lock():
            pass
        process.kill()
        process.wait()
    assert len(names(tmp_path / "archive" / "a")) == 2
    assert list(storage.list("")) == ["a/whole.txt"]
    with storage.lock():
        assert names(tmp_path / "archive" / "a") == ["whole.txt"]
    assert names(tmp_path / "archive") == ["a"]


def test_a_full_disk_leaves_the_file_that_was_there(storage: LocalStorage, tmp_path: Path) -> None:
    storage.write("a/b", b"old")
    message = r"^a/b of archive /\S+ cannot be written: File too large$"
    with pytest.raises(ArchiveError, match=message), largest_file(100_000):
        storage.write("a/b", b"x" * 200_000)
    assert storage.read("a/b") == b"old"
    assert names(tmp_path / "archive" / "a") == ["b"]


def test_a_directory_that_is_read_only(unprivileged: Path) -> None:
    folder = unprivileged / "archive"
    storage = LocalStorage(folder)
    storage.write("a/b", b"1")
    storage.check_writable()
    folder.chmod(0o500)
    (folder / "a").chmod(0o500)
    try:
        for call in (
            storage.check_writable,
            lambda: storage.write("c", b""),
            lambda: storage.lock().__enter__(),
        ):
            with pytest.raises(ArchiveError, match=r"archive /\S+ cannot be \w+: Permission denied$"):
                call()
        with pytest.raises(ArchiveError, match=r"^a/b of archive /\S+ cannot be removed: Permission denied$"):
            storage.remove("a/b")
        assert storage.read("a/b") == b"1"
    finally:
        folder.chmod(0o700)
        (folder / "a").chmod(0o700)
    assert names(folder) == ["a"]


def test_the_directory_around_the_archive_must_exist(tmp_path: Path) -> None:
    storage = LocalStorage(tmp_path / "mount" / "archive")
    for call in (storage.check_writable, lambda: storage.write("a", b""), lambda: storage.lock().__enter__()):
        with pytest.raises(
            ArchiveError, match=r"/mount/archive cannot be created: there is no directory \S+/mount$"
        ):
            call()
    assert storage.read("a") is None
    assert names(tmp_path) == []
    (tmp_path / "mount").mkdir()
    storage.check_writable()
    assert names(tmp_path / "mount") == []


def test_an_archive_must_be_a_directory(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"mine")
    storage = LocalStorage(tmp_path / "file")
    calls: list[Callable[[], object]] = [
        storage.check_writable,
        lambda: storage.read("a"),
        lambda: storage.write("a", b""),
        lambda: list(storage.list("")),
        lambda: storage.lock().__enter__(),
    ]
    for call in calls:
        with pytest.raises(ArchiveError, match=r"/file must be a directory, and is a file$"):
            call()
    assert (tmp_path / "file").read_bytes() == b"mine"


def test_names_that_the_system_refuses(storage: LocalStorage) -> None:
    storage.write("a/b", b"1")
    for path, reason in [
        ("a", "Is a directory"),
        ("a/b/c", "Not a directory|File exists"),
        ("x" * 300, "File name too long"),
        ("\ud800", "Invalid or incomplete multibyte or wide character"),
    ]:
        with pytest.raises(ArchiveError, match=rf"cannot be (written|opened): ({reason})$") as found:
            storage.write(path, b"")
        assert len(str(found.value).splitlines()) == 1
    assert storage.read("a/b/c") is None


def test_the_place_is_safe_for_a_terminal(tmp_path: Path) -> None:
    storage = LocalStorage(tmp_path / "\x1b[31mred")
    assert "\x1b" not in storage.where + repr(storage)
    with pytest.raises(ArchiveError) as found:
        storage.write("\x1b[0m/../x", b"")
    assert "\x1b" not in str(found.value)
