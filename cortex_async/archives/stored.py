"""Files that lie in a storage already."""

from __future__ import annotations

from hashlib import sha256

from cortex_async.archives.records import FileEntry
from cortex_async.archives.storage.interface import Storage

_CHUNK = 1 << 20


def stored_entry(storage: Storage, path: str) -> FileEntry | None:
    """Size and hash of a file, None if there is none. Blocks while it reads the file."""
    file = storage.open(path)
    if file is None:
        return None
    made, size = sha256(), 0
    with file:
        while chunk := file.read(_CHUNK):
            made.update(chunk)
            size += len(chunk)
    return FileEntry(path=path, size=size, sha256=made.hexdigest())
