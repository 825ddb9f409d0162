"""Makes an archive consistent after an update was killed between its data and its state."""

from __future__ import annotations

import logging
from collections.abc import Collection

from cortex_async.archives import audio_files, journal
from cortex_async.archives.days import Days
from cortex_async.archives.records import DayState, FileEntry
from cortex_async.archives.storage.interface import Storage
from cortex_async.archives.stored import stored_entry

_logger = logging.getLogger(__name__)


def repair(storage: Storage, days: Days) -> None:
    """Remove files that the state does not have, and write those anew that are newer than their state.

    Recordings stay until the end of the update, which may want them: the API keeps them for a day only.
    """
    pending = journal.pending_files(storage)
    for day, paths in pending.items():
        _logger.info("%s: an update was interrupted on %s, checking %d files", storage.where, day, len(paths))
        unknown = [path for path in paths if path not in _files(days.state.day(day))]
        strays = [path for path in unknown if path.startswith(f"{audio_files.FOLDER}/")]
        if strays:
            days.strays[day] = strays
        for path in unknown:
            if path not in strays:
                storage.remove(path)
    for day, paths in pending.items():
        _rewrite_damaged(storage, days, days.state.day(day), frozenset(paths))
    if pending:
        journal.clear(storage, days.strays)


def remove_strays(storage: Storage, days: Days) -> None:
    """Remove recordings of a killed update that this one did not want either."""
    strays, days.strays = days.strays, {}
    for day, paths in strays.items():
        known = _files(days.state.day(day))
        for path in paths:
            if path not in known:
                storage.remove(path)
    if strays:
        journal.clear(storage, {})


def _files(state: DayState) -> frozenset[str]:
    own = (entry.path for known in state.sessions.values() for entry in known.files)
    return frozenset((*own, *(entry.path for entry in state.files)))


def _rewrite_damaged(storage: Storage, days: Days, state: DayState, paths: Collection[str]) -> None:
    """Write the sessions anew of which a file is not as the state has it."""
    damaged = [
        session_id
        for session_id, known in state.sessions.items()
        if any(entry.path in paths and not _intact(storage, entry) for entry in known.files)
    ]
    if damaged:
        days.rewrite(state, damaged)
    if any(entry.path in paths and not _intact(storage, entry) for entry in state.files):
        days.rearrange(state)


def _intact(storage: Storage, entry: FileEntry) -> bool:
    found = stored_entry(storage, entry.path)
    return found is not None and found.sha256 == entry.sha256
