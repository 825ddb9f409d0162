"""What an archive uses of a file system of fsspec.

https://filesystem-spec.readthedocs.io/en/latest/api.html
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from importlib import import_module
from typing import IO, Any, Protocol, cast

from cortex_async._core.runtime.optional_library import require


class FileSystem(Protocol):
    """A file system of fsspec, such as ``s3fs.S3FileSystem(...)``."""

    def open(self, path: str, mode: str = "rb", block_size: int | None = None) -> IO[bytes]: ...

    def cat_file(self, path: str) -> bytes: ...

    def pipe_file(self, path: str, value: bytes, mode: str = "overwrite") -> object: ...

    def rm_file(self, path: str) -> object: ...

    def find(self, path: str) -> list[str]: ...

    def ls(self, path: str, detail: bool = True) -> list[str]: ...

    def exists(self, path: str) -> bool: ...

    def modified(self, path: str) -> datetime: ...

    def makedirs(self, path: str, exist_ok: bool = False) -> object: ...

    def rmdir(self, path: str) -> object: ...

    def mv(self, path1: str, path2: str) -> object: ...

    def invalidate_cache(self, path: str | None = None) -> object: ...


def of_url(url: str) -> tuple[FileSystem, str]:
    """The file system of a URL, and the path in it. Raises what fsspec and its libraries raise."""
    core = cast("Any", import_module("fsspec.core"))
    return cast("tuple[FileSystem, str]", core.url_to_fs(url))


def check_installed() -> None:
    """Raise ``ModuleNotFoundError``, which names the extra, if fsspec is not installed."""
    require("fsspec", "fsspec", "an archive at a URL needs")


def is_file_system(value: object) -> bool:
    return all(callable(getattr(value, name, None)) for name in ("pipe_file", "cat_file", "rm_file", "find"))


def path_in(system: FileSystem, path: str) -> str:
    """A path as the file system itself writes it: without protocol, and without ``/`` at its end."""
    strip = cast("Any", system)._strip_protocol  # fsspec documents it for those who write file systems
    return cast("str", strip(path)).rstrip("/")


def protocol_of(system: FileSystem) -> str:
    found: object = getattr(system, "protocol", "")
    names = cast("tuple[object, ...]", found) if isinstance(found, (tuple, list)) else (found,)
    return str(names[0]) if names else ""


def replaces_whole_files(system: FileSystem) -> bool:
    """Whether a file appears when it is complete, as objects of stores do.

    The stores' file systems are the asynchronous ones. The others know directories, in which a file grows
    under its name.
    """
    return bool(getattr(system, "async_impl", False)) or protocol_of(system) == "memory"


def options_of(system: FileSystem) -> Mapping[str, object]:
    """What the file system was made with; some of it is secret."""
    found: object = getattr(system, "storage_options", None)
    return cast("Mapping[str, object]", found) if isinstance(found, Mapping) else {}
