"""Opens the storage that a user names."""

from __future__ import annotations

import os

from cortex_async.archives.storage.interface import Storage


def open_storage(where: str | os.PathLike[str]) -> Storage:
    """The storage of a directory or URL. Nothing is read or written yet.

    Raises ``ArgumentError`` for what is neither.
    """
    from cortex_async._core.arguments import wrong_type
    from cortex_async.archives.storage.local import LocalStorage

    if not isinstance(where, (str, os.PathLike)):  # pyright: ignore[reportUnnecessaryIsInstance]  # from outside
        raise wrong_type("where", "the path of a directory or a URL", where)
    return LocalStorage(where)
