"""Which storage a place gets: a directory, a URL, or a file system of fsspec with a path."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import pytest
from fsspec.implementations.local import LocalFileSystem
from fsspec.implementations.memory import MemoryFileSystem

from cortex_async import ArgumentError, ArgumentTypeError
from cortex_async.archives.errors import ArchiveError
from cortex_async.archives.storage.choosing import storage_for
from cortex_async.archives.storage.local import LocalStorage
from cortex_async.archives.storage.remote import RemoteStorage

CANARY = "canary/+secret"


def test_directories(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for where in (tmp_path / "a b", str(tmp_path / "a b"), "a b", (tmp_path / "a b").as_uri()):
        storage = storage_for(where)
        assert isinstance(storage, LocalStorage)
        assert storage.where == str(tmp_path / "a b")
    assert isinstance(storage_for((LocalFileSystem(), str(tmp_path))), LocalStorage)
    for drive in ("C:/archive", "C://archive", "C:\\archive"):
        assert isinstance(storage_for(drive), LocalStorage)


def test_urls() -> None:
    for url, where in [
        ("s3://bucket/prefix/", "s3://bucket/prefix"),
        ("gs://bucket", "gs://bucket"),
        ("sftp://user@host:22/x", "sftp://user@host:22/x"),
        ("s3://bucket/user@example.com/x", "s3://bucket/user@example.com/x"),
        ("memory://x\x1b[31m", "memory://x\ufffd[31m"),
    ]:
        storage = storage_for(url)
        assert isinstance(storage, RemoteStorage)
        assert storage.where == where
    storage = storage_for("memory://of-a-url/x")
    storage.write("a", b"1")
    assert MemoryFileSystem().cat_file("/of-a-url/x/a") == b"1"
    storage.remove("a")


def test_a_file_system_and_a_path() -> None:
    storage = storage_for((MemoryFileSystem(), "memory://given/x/"))
    assert storage.where == "memory://given/x"
    storage.write("a", b"1")
    assert MemoryFileSystem().cat_file("/given/x/a") == b"1"
    storage.remove("a")


@pytest.mark.parametrize(
    "url",
    [
        f"s3://AKIA:{CANARY}@bucket/x",
        f"sftp://user:{CANARY}@host/x",
        f"https://host/x?X-Amz-Signature={CANARY}",
    ],
)
def test_a_url_must_hold_no_credentials(url: str) -> None:
    with pytest.raises(ArgumentError) as found:
        storage_for(url)
    assert str(found.value) == (
        "where must be a URL without password and query: for credentials pass a tuple, (fsspec filesystem, path)"
    )
    assert "canary" not in repr(found.value)


@pytest.mark.parametrize(
    "where",
    [Path("s3://bucket/x"), "", "  ", "a\0b", "s3://", "s3:///", "simplecache::s3://bucket", "s3://a/b::zip://c", "file://host/x",
     "file:///x?y", (MemoryFileSystem(), ""), (MemoryFileSystem(), "memory://")],
)  # fmt: skip
def test_other_strings_are_refused(where: Any) -> None:
    with pytest.raises(ArgumentError, match=r"^directory must be ") as found:
        storage_for(where, "directory")
    assert found.value.parameter == "directory"


@pytest.mark.parametrize("where", [None, 5, b"a", ("a", "b"), (MemoryFileSystem(), b""), (), os])
def test_other_types_are_refused(where: Any) -> None:
    with pytest.raises(
        ArgumentTypeError, match=r"^where must be a directory, a URL such as s3://bucket/prefix, or"
    ):
        storage_for(where)


def test_an_asynchronous_file_system_is_refused() -> None:
    import s3fs

    with pytest.raises(ArgumentError, match=r"filesystem with asynchronous=False"):
        storage_for((s3fs.S3FileSystem(asynchronous=True, skip_instance_cache=True), "bucket/x"))


def test_unknown_protocols_are_one_line() -> None:
    for url, reason in [
        ("nonsense://x/y", "Protocol not known: nonsense"),
        ("hf://x/y", "Install huggingface_hub"),
    ]:
        with pytest.raises(ArchiveError, match=rf"^archive {url} cannot be opened: {reason}") as found:
            storage_for(url).check_writable()
        assert len(str(found.value).splitlines()) == 1


def test_without_fsspec_the_error_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "fsspec", None)
    with pytest.raises(ModuleNotFoundError, match=r"needs fsspec, .*: pip install 'odin-cortex\[fsspec\]'$"):
        storage_for("s3://bucket/x")
    assert isinstance(storage_for(tmp_path.as_uri()), LocalStorage)
