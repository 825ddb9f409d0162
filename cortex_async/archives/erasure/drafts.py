"""What a running erasure has done so far: ``.cortex-archive/erasing/<id>.json``.

What is about to be changed is noted before that happens, with the hashes of the files. An erasure that was
killed and continued ends with the same receipt as an undisturbed one.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final, Self, cast

import orjson
from attrs import asdict, define, evolve, field, fields

from cortex_async.archives.erasure.values import ErasedBundle, ErasedSession
from cortex_async.archives.errors import ArchiveDamaged
from cortex_async.archives.records import FileEntry
from cortex_async.archives.state import FOLDER
from cortex_async.archives.storage.interface import Storage

DRAFTS: Final = f"{FOLDER}/erasing"

_COUNTS: Final = [one.name for one in fields(ErasedSession) if one.type in (int, "int")]


@define
class Draft:
    """See above.

    sessions: what was, or is about to be, erased by session id.
    before: SHA-256 of files before the erasure, by path, and the day that they belong to.
    bundles: bundles of evidence by path.
    archived: whether the archive itself is done.
    """

    id: str
    sessions: dict[str, ErasedSession] = field(factory=dict[str, ErasedSession])
    before: dict[str, tuple[str, str]] = field(factory=dict[str, tuple[str, str]])
    bundles: dict[str, ErasedBundle] = field(factory=dict[str, ErasedBundle])
    archived: bool = False

    @classmethod
    def read(cls, storage: Storage, erasure_id: str) -> Self:
        """The draft of an erasure, an empty one if there is none. Raises ``ArchiveDamaged``."""
        path = _path(erasure_id)
        content = storage.read(path)
        if content is None:
            return cls(erasure_id)
        try:
            values = cast("dict[str, Any]", orjson.loads(content))
            return cls(
                erasure_id,
                sessions={one: ErasedSession(**found) for one, found in values["sessions"].items()},
                before={path: (str(one[0]), str(one[1])) for path, one in values["before"].items()},
                bundles={path: ErasedBundle(**found) for path, found in values["bundles"].items()},
                archived=bool(values["archived"]),
            )
        except (AttributeError, IndexError, KeyError, TypeError, ValueError):
            raise ArchiveDamaged(
                f"{path} in the archive {storage.where} cannot be used, it is not the draft of a receipt: "
                "restore it from a backup, or remove it to have the receipt list what is left to erase alone"
            ) from None

    def write(self, storage: Storage) -> None:
        """Write the draft as a whole."""
        content = {
            "sessions": {one: asdict(found) for one, found in self.sessions.items()},
            "before": self.before,
            "bundles": {path: asdict(found) for path, found in self.bundles.items()},
            "archived": self.archived,
        }
        storage.write(_path(self.id), orjson.dumps(content) + b"\n")

    def remove(self, storage: Storage) -> None:
        storage.remove(_path(self.id))

    def add_sessions(self, sessions: Iterable[ErasedSession]) -> None:
        """Note what is found in sessions. What an interrupted run has erased already is not found again."""
        for one in sessions:
            noted = self.sessions.get(one.session_id, one)
            most = {name: max(getattr(one, name), getattr(noted, name)) for name in _COUNTS}
            self.sessions[one.session_id] = evolve(one, **most)

    def add_files(self, day: str, entries: Iterable[FileEntry]) -> None:
        """Note files before they are changed."""
        for entry in entries:
            self.before.setdefault(entry.path, (day, entry.sha256))


def _path(erasure_id: str) -> str:
    return f"{DRAFTS}/{erasure_id}.json"
