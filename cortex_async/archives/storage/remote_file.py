"""Files of file systems of fsspec: reading one, and putting a whole one in its place."""

from __future__ import annotations

import io
import re
import secrets
import shutil
from collections.abc import Callable
from contextlib import suppress
from typing import IO, Any, Final, TypeAlias, cast

from cortex_async.archives.storage.filesystem import FileSystem
from cortex_async.archives.storage.remote_errors import Calls

BLOCK: Final = 8 << 20
"""Bytes that are uploaded or read ahead at once. S3 takes parts of 5 MiB and more, and 10,000 of them.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html
"""

PART: Final = re.compile(r"\.[0-9a-f]{16}\.part")
"""Names of the temporary files of ``put_beside``."""

Put: TypeAlias = Callable[[FileSystem, str], object]
"""Writes a file, given its file system and path."""


class RemoteFile(io.RawIOBase):
    """A file for reading whose errors name its path."""

    def __init__(self, file: IO[bytes], calls: Calls, path: str) -> None:
        super().__init__()
        self._file = file
        self._calls = calls
        self._path = path

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        return self._calls(self._path, "read", self._file.seek, offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def read(self, size: int = -1, /) -> bytes:
        return self._calls(self._path, "read", self._file.read, size)

    def readall(self) -> bytes:
        return self.read()

    def readinto(self, buffer: Any, /) -> int:
        view = memoryview(buffer).cast("B")
        found = self.read(len(view))
        view[: len(found)] = found
        return len(found)

    def close(self) -> None:
        if not self.closed:
            with suppress(Exception):  # nothing is lost: it was only read
                self._file.close()
        super().close()


def put_from(source: IO[bytes]) -> Put:
    """Upload a file in blocks. An error removes the blocks that had arrived."""

    def put(system: FileSystem, path: str) -> None:
        file = system.open(path, "wb", BLOCK)
        try:
            shutil.copyfileobj(source, file, BLOCK)
            file.close()
        except BaseException:
            _abandon(file)
            raise

    return put


def put_beside(put: Put) -> Put:
    """Write under another name and then rename, for file systems with directories."""

    def put_renamed(system: FileSystem, path: str) -> None:
        part = f"{path.rpartition('/')[0]}/.{secrets.token_hex(8)}.part"
        try:
            put(system, part)
            system.mv(part, path)
        except BaseException:
            with suppress(Exception):  # the error that is on its way says more
                system.rm_file(part)
            raise

    return put_renamed


def _abandon(file: IO[bytes]) -> None:
    """Leave a file that is being uploaded without completing it.

    Closing would complete it, and so would the garbage collector. ``discard`` removes the blocks that have
    arrived, where the file system knows it.
    """
    buffered = cast("Any", file)
    with suppress(Exception):  # the error that is on its way says more
        buffered.discard()
    with suppress(Exception):
        buffered.closed = True


def abort_uploads(system: FileSystem, root: str) -> None:
    """Remove the blocks of files that a killed run did not complete: S3 keeps them, invisible, for money.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html
    """
    s3 = cast("Any", system)
    if hasattr(s3, "list_multipart_uploads") and hasattr(s3, "abort_mpu"):
        bucket, _, prefix = root.partition("/")
        for upload in s3.list_multipart_uploads(bucket):
            if upload["Key"].startswith(f"{prefix}/" if prefix else ""):
                s3.abort_mpu(bucket, upload["Key"], upload["UploadId"])
