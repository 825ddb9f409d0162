"""The storage for a place as users give it."""

from __future__ import annotations

import os
import re
from typing import Final, TypeAlias, cast
from urllib.parse import urlsplit
from urllib.request import url2pathname

from cortex_async._core.arguments import wrong_type, wrong_value
from cortex_async._core.errors import ArgumentValueError
from cortex_async._core.strings.wording import printable
from cortex_async.archives.storage.filesystem import (
    FileSystem,
    check_installed,
    is_file_system,
    of_url,
    path_in,
    protocol_of,
)
from cortex_async.archives.storage.interface import Storage
from cortex_async.archives.storage.local import LocalStorage
from cortex_async.archives.storage.remote import RemoteStorage

Where: TypeAlias = str | os.PathLike[str] | tuple[FileSystem, str]
"""A directory, a URL that fsspec knows, or a file system of fsspec and a path in it."""

_URL: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.:-]+)://(.*)", re.DOTALL)
"""A scheme has two characters or more; one is the drive of a path of Windows. Chained ones have colons."""

_LOST_SLASH: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:[/\\](?![/\\])")
"""What ``pathlib`` makes of a URL."""

_EXPECTED: Final = "a directory, a URL such as s3://bucket/prefix, or (fsspec filesystem, path)"


def storage_for(where: Where, parameter: str = "where") -> Storage:
    """The storage for a place. Nothing is opened yet.

    Raises ``ArgumentError`` for what is no place, and ``ModuleNotFoundError`` for a URL without fsspec.
    """
    if isinstance(where, tuple):
        return _given(where, parameter)
    try:
        place: object = os.fspath(where)
    except TypeError:
        place = None
    if not isinstance(place, str):
        raise wrong_type(parameter, _EXPECTED, where)
    if not place.strip() or "\0" in place:
        raise wrong_value(parameter, _EXPECTED, place)
    if _LOST_SLASH.match(place):
        raise wrong_value(
            parameter, "a string where it is a URL: a path has one slash where a URL has two", place
        )
    found = _URL.fullmatch(place)
    return LocalStorage(place) if found is None else _at_url(place, found[1].lower(), found[2], parameter)


def _at_url(url: str, scheme: str, rest: str, parameter: str) -> Storage:
    if scheme in ("file", "local"):
        # Not through fsspec, which makes nothing durable, and may copy where it should rename.
        return LocalStorage(_local_path(url, parameter))
    _check_no_secrets(rest, parameter)
    where = printable(url)
    if "::" in url or not rest.strip("/"):
        raise wrong_value(parameter, "a URL with a bucket or host, and of one protocol", where)
    check_installed()
    return RemoteStorage(where.rstrip("/"), lambda: _of_url(url))


def _check_no_secrets(rest: str, parameter: str) -> None:
    first = rest.partition("/")[0]
    # A password may have a slash in it.
    login = rest.rpartition("@")[0] if "@" in first or ":" in first else ""
    if ":" in login or "?" in rest:
        raise ArgumentValueError(
            f"{parameter} must be a URL without password and query: for credentials pass a tuple, "
            "(fsspec filesystem, path)",
            parameter=parameter,
        )


def _of_url(url: str) -> tuple[FileSystem, str]:
    system, path = of_url(url)
    return system, path.rstrip("/")


def _local_path(url: str, parameter: str) -> str:
    parts = urlsplit(url)
    if parts.netloc not in ("", "localhost") or not parts.path or parts.query or parts.fragment:
        raise wrong_value(
            parameter, "a URL of a file with an absolute path, e.g. file:///data", printable(url)
        )
    return url2pathname(parts.path)


def _given(where: tuple[object, ...], parameter: str) -> Storage:
    system, path = where if len(where) == 2 else (None, None)
    if not is_file_system(system) or not isinstance(path, str):
        raise wrong_type(parameter, _EXPECTED, where)
    given = cast("FileSystem", system)
    if getattr(system, "asynchronous", False):
        raise ArgumentValueError(
            f"{parameter} must have a filesystem with asynchronous=False, its default", parameter=parameter
        )
    root = path_in(given, path)
    if not root.strip("/"):
        raise wrong_value(parameter, "a filesystem and a path with a bucket or directory", path)
    if getattr(system, "local_file", False):
        return LocalStorage(root)
    return RemoteStorage(f"{protocol_of(given)}://{printable(root.lstrip('/'))}", lambda: (given, root))
