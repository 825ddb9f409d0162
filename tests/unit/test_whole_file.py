"""Files are written completely or not at all: links, modes, long names, special files, full disks."""

from __future__ import annotations

import asyncio
import errno
import os
import stat
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cortex_async import ArgumentTypeError, ArgumentValueError
from cortex_async._core.files.part_file import PartFile
from cortex_async._core.files.whole_file import WholeFile, check_writable, write_whole
from generator.refusal import Refusal
from generator.write import replace_all
from tests.disk import largest_file, names, unprivileged_folder

Write = Callable[[Path, bytes], object]


def by_generator(target: Path, content: bytes) -> None:
    replace_all({target: content})


def by_coroutine(target: Path, content: bytes) -> None:
    async def save() -> None:
        async with PartFile(target) as file:
            await file.write(content)
            await file.finish()

    asyncio.run(save())


@pytest.fixture(params=[write_whole, by_coroutine, by_generator], ids=["sdk", "coroutine", "generator"])
def write(request: pytest.FixtureRequest) -> Write:
    found: Write = request.param
    return found


@pytest.fixture
def unprivileged() -> Iterator[Path]:
    with unprivileged_folder() as folder:
        yield folder


@pytest.mark.parametrize("distance", [1, 2])
@pytest.mark.parametrize("exists", [True, False])
def test_a_link_stays_a_link(write: Write, tmp_path: Path, distance: int, exists: bool) -> None:
    (tmp_path / "elsewhere").mkdir()
    real = tmp_path / "elsewhere" / "real"
    if exists:
        real.write_bytes(b"old")
    link = tmp_path / "link"
    link.symlink_to(Path("elsewhere") / "real")
    for number in range(1, distance):
        (tmp_path / f"link{number}").symlink_to(link.name)
        link = tmp_path / f"link{number}"
    write(link, b"new")
    assert link.is_symlink()
    assert real.read_bytes() == b"new"
    assert names(tmp_path / "elsewhere") == ["real"]


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644, 0o666, 0o755])
def test_the_mode_of_an_existing_file_is_kept(write: Write, tmp_path: Path, mode: int) -> None:
    target = tmp_path / "file"
    target.write_bytes(b"old")
    target.chmod(mode)
    write(target, b"new")
    assert stat.S_IMODE(target.stat().st_mode) == mode
    assert target.read_bytes() == b"new"


def test_a_new_file_has_the_default_mode(tmp_path: Path) -> None:
    write_whole(tmp_path / "ours", b"")
    (tmp_path / "theirs").write_bytes(b"")
    assert (tmp_path / "ours").stat().st_mode == (tmp_path / "theirs").stat().st_mode
    write_whole(tmp_path / "secret", b"", mode=0o600)
    assert stat.S_IMODE((tmp_path / "secret").stat().st_mode) == 0o600


def test_the_temporary_file_is_no_more_readable_than_the_result(tmp_path: Path) -> None:
    target = tmp_path / "file"
    target.write_bytes(b"old")
    target.chmod(0o600)
    with WholeFile(target):
        modes = [stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()]
    assert modes == [0o600, 0o600]


@given(
    name=st.text("aä.-_ 😀", min_size=1).filter(lambda name: set(name) != {"."}),
    byte_length=st.integers(1, 255),
)
@settings(max_examples=50, deadline=None)
def test_every_name_that_the_system_accepts(name: str, byte_length: int) -> None:
    name = (name * 255).encode()[:byte_length].decode(errors="ignore")
    if not name or set(name) == {"."}:
        return
    with tempfile.TemporaryDirectory() as folder:
        for write in (write_whole, by_generator):
            write(Path(folder) / name, b"content")
            assert [path.name for path in Path(folder).iterdir()] == [name]


@pytest.mark.parametrize("length", [240, 255])
def test_a_name_of_the_maximum_length(write: Write, tmp_path: Path, length: int) -> None:
    write(tmp_path / ("n" * length), b"content")
    assert names(tmp_path) == ["n" * length]


def unwritable(folder: Path, kind: str) -> Path:
    path = folder / kind
    if kind == "fifo":
        os.mkfifo(path)
    elif kind == "directory":
        path.mkdir()
    elif kind == "link to a directory":
        path.symlink_to(folder)
    elif kind == "loop":
        path.symlink_to(path)
    elif kind == "link to a device":
        path.symlink_to("/dev/null")
    elif kind == "too long":
        path = folder / ("n" * 256)
    elif kind == "below a file":
        path.write_bytes(b"")
        path = path / "file"
    else:
        path = Path(kind)
    return path


@pytest.mark.parametrize(
    "kind",
    [
        "fifo",
        "directory",
        "link to a directory",
        "loop",
        "link to a device",
        "too long",
        "below a file",
        "/dev/null",
    ],
)
def test_a_path_that_cannot_be_replaced_is_refused_and_left_unchanged(
    write: Write, tmp_path: Path, kind: str
) -> None:
    path = unwritable(tmp_path, kind)
    before = names(tmp_path)
    with pytest.raises((OSError, Refusal)) as caught:
        write(path, b"content")
    assert str(path) in str(caught.value)
    with pytest.raises(OSError):
        check_writable(path)
    assert names(tmp_path) == before
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


@pytest.mark.parametrize("descriptor", ["/dev/fd/{}", "/proc/self/fd/{}", "link"])
def test_a_file_behind_a_file_descriptor_is_not_replaced(tmp_path: Path, descriptor: str) -> None:
    with (tmp_path / "out").open("wb") as output:
        path = Path(descriptor.format(output.fileno()))
        if descriptor == "link":
            path = tmp_path / "link"
            path.symlink_to(f"/dev/fd/{output.fileno()}")
        with pytest.raises(OSError, match="Not a regular file"):
            write_whole(path, b"content")
        output.write(b"kept")
    assert (tmp_path / "out").read_bytes() == b"kept"


def test_a_path_with_a_trailing_slash_is_a_directory(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError):
        write_whole(f"{tmp_path}/new/", b"")
    assert names(tmp_path) == []


@pytest.mark.parametrize("path", [5, b"bytes", None, ["a"]])
def test_values_that_are_not_paths(path: Any) -> None:
    with pytest.raises(ArgumentTypeError, match=r"^path must be a string or a path"):
        WholeFile(path)


@pytest.mark.parametrize("path", ["a\0b", "\ud800"])
def test_a_path_that_the_system_cannot_have(path: str) -> None:
    with pytest.raises(ArgumentValueError, match=r"^path must be a path"):
        check_writable(path)


def test_a_read_only_file_is_not_replaced(unprivileged: Path) -> None:
    target = unprivileged / "file"
    target.write_bytes(b"old")
    target.chmod(0o444)
    for write in (write_whole, by_generator):
        with pytest.raises((PermissionError, Refusal), match="file"):
            write(target, b"new")
    assert target.read_bytes() == b"old"
    assert names(unprivileged) == ["file"]


def test_a_directory_that_cannot_be_written(unprivileged: Path) -> None:
    target = unprivileged / "file"
    target.write_bytes(b"old")
    unprivileged.chmod(0o555)
    with pytest.raises(PermissionError, match=r"file'$"):
        write_whole(target, b"new")
    with pytest.raises(Refusal, match=r"/file: cannot be written \(Permission denied\)"):
        by_generator(target, b"new")
    unprivileged.chmod(0o755)
    assert target.read_bytes() == b"old"
    assert names(unprivileged) == ["file"]


@pytest.mark.parametrize(("room", "size"), [(10, 1000), (10_000, 1_000_000)])
def test_a_full_disk_leaves_the_existing_file(write: Write, tmp_path: Path, room: int, size: int) -> None:
    """The smaller size fails only when the file is closed."""
    target = tmp_path / "file"
    target.write_bytes(b"old")
    with largest_file(room), pytest.raises((OSError, Refusal), match=r"file.*"):
        write(target, bytes(size))
    assert target.read_bytes() == b"old"
    assert names(tmp_path) == ["file"]


def test_discarding_waits_for_the_thread_that_creates_the_file(tmp_path: Path) -> None:
    file = WholeFile(tmp_path / "file")
    opening = threading.Thread(target=file.open)
    with file._lock:
        opening.start()
        discarding = threading.Thread(target=file.discard)
        discarding.start()
    opening.join()
    discarding.join()
    assert names(tmp_path) == []


def test_opening_after_discarding_creates_no_file(tmp_path: Path) -> None:
    file = WholeFile(tmp_path / "file")
    file.discard()
    file.open()
    assert names(tmp_path) == []
    with pytest.raises(ValueError, match="not open"):
        file.write(b"x")


def test_an_error_of_the_system_keeps_its_class(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as caught:
        write_whole(tmp_path / "nowhere" / "file", b"")
    assert caught.value.errno == errno.ENOENT
    assert caught.value.filename == str(tmp_path / "nowhere" / "file")
