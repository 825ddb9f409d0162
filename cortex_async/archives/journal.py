"""Files that are about to be put in place, noted before that happens.

An update may be killed after its files are in place and before the state describes them. The next one finds
here which files may be newer than the state, or have no place in it, so it need not guess from names which
files are the archive's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final, cast

import orjson

from cortex_async.archives.errors import ArchiveDamaged
from cortex_async.archives.state import FOLDER
from cortex_async.archives.storage.interface import Storage

PENDING: Final = f"{FOLDER}/pending.json"


def note(storage: Storage, day: date, paths: Iterable[str]) -> None:
    """Add paths to the journal."""
    pending = pending_files(storage)
    known = pending.setdefault(day, [])
    known += [path for path in paths if path not in known]
    _write(storage, pending)


def clear(storage: Storage, keep: Mapping[date, Sequence[str]]) -> None:
    """Empty the journal, but for what to keep in it: the state describes all other files."""
    if keep:
        _write(storage, keep)
    else:
        storage.remove(PENDING)


def pending_files(storage: Storage) -> dict[date, list[str]]:
    """The paths in the journal, by day. Raises ``ArchiveDamaged`` for a journal that cannot be read."""
    content = storage.read(PENDING)
    if content is None:
        return {}
    try:
        parsed = cast("dict[str, Any]", orjson.loads(content))
        return {date.fromisoformat(day): [str(path) for path in paths] for day, paths in parsed.items()}
    except (AttributeError, TypeError, ValueError):
        raise ArchiveDamaged(
            f"{PENDING} in the archive {storage.where} cannot be used, it is no list of files by day: remove it"
        ) from None


def _write(storage: Storage, pending: Mapping[date, Sequence[str]]) -> None:
    content = {day.isoformat(): sorted(paths) for day, paths in pending.items()}
    storage.write(PENDING, orjson.dumps(content, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS) + b"\n")
