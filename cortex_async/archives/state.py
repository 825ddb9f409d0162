"""The state of an archive, which lies beside its data: what it is, and what it has of each day.

``.cortex-archive/archive.json`` has the options, ``.cortex-archive/days/2026-11-27.json`` a ``DayState``.
Both are written as a whole, after the data that they describe, and hold nothing about runs: an archive whose
updates were killed ends in the same bytes as an undisturbed one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final, cast

import orjson

from cortex_async._core.strings.wording import printable, shortened
from cortex_async.archives.errors import ArchiveDamaged, ArchiveError
from cortex_async.archives.options import LAYOUTS, Options
from cortex_async.archives.records import DayState, FileEntry, SessionState
from cortex_async.archives.storage.interface import Storage

VERSION: Final = 1
"""Version of the format of archives."""

FOLDER: Final = ".cortex-archive"
ARCHIVE: Final = f"{FOLDER}/archive.json"
DAYS: Final = f"{FOLDER}/days"


class State:
    """Reads and writes the state of the archive in a storage. All methods block.

    Each raises ``ArchiveDamaged`` for a file that is not as it was written.
    """

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def identity(self) -> tuple[str, Options] | None:
        """The id of the project and the options; None if there is no archive yet."""
        content = self._storage.read(ARCHIVE)
        if content is None:
            found = next(self._storage.list(DAYS), None)
            if found is not None:
                raise self._damaged(ARCHIVE, "it is missing", "restore it from a backup")
            return None
        parsed = self._parsed(ARCHIVE, content, "restore it from a backup")
        version = parsed.get("version")
        if isinstance(version, int) and version > VERSION:
            raise ArchiveError(
                f"the archive {self._storage.where} has version {version}, and this version of the SDK reads "
                f"up to {VERSION}: use a newer one"
            )
        try:
            return str(parsed["project_id"]), _options(parsed)
        except (KeyError, TypeError, ValueError) as error:
            raise self._damaged(ARCHIVE, _cause(error), "restore it from a backup") from None

    def write_identity(self, project_id: str, options: Options) -> None:
        """Write ``archive.json``."""
        content = {
            "version": VERSION,
            "project_id": project_id,
            "layout": options.layout,
            "formats": options.formats,
            "annotations": options.annotations,
            "audio": options.audio,
            "redaction": options.redaction,
        }
        self._storage.write(ARCHIVE, orjson.dumps(content, option=orjson.OPT_INDENT_2) + b"\n")

    def days(self) -> Iterator[date]:
        """The days that the archive has something of, in order."""
        for path in self._storage.list(DAYS):
            name = path.removeprefix(f"{DAYS}/")
            try:
                yield date.fromisoformat(name.removesuffix(".json"))
            except ValueError:
                continue  # a copy that an editor left

    def day(self, day: date) -> DayState:
        """What the archive has of a day; nothing if it has no file."""
        path = f"{DAYS}/{day.isoformat()}.json"
        content = self._storage.read(path)
        if content is None:
            return DayState(day=day)
        advice = "restore it from a backup, or remove it to have the sessions of that day read again"
        parsed = self._parsed(path, content, advice)
        try:
            read = _day(parsed)
            if read.day != day:
                raise ValueError(f"it is of {read.day}")
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise self._damaged(path, _cause(error), advice) from None
        return read

    def write_day(self, state: DayState) -> None:
        """Write what the archive has of a day, after its data."""
        content = {
            "day": state.day.isoformat(),
            "files": [_entry(one) for one in state.files],
            "sessions": {id_: _session(one) for id_, one in state.sessions.items()},
        }
        self._storage.write(f"{DAYS}/{state.day.isoformat()}.json", orjson.dumps(content) + b"\n")

    def _parsed(self, path: str, content: bytes, advice: str) -> Mapping[str, Any]:
        try:
            parsed = orjson.loads(content)
        except ValueError:
            parsed = None
        if not isinstance(parsed, dict):
            raise self._damaged(path, "it is not a JSON object", advice)
        return cast("dict[str, Any]", parsed)

    def _damaged(self, path: str, cause: str, advice: str) -> ArchiveDamaged:
        return ArchiveDamaged(
            f"{path} in the archive {self._storage.where} cannot be used, {cause}: {advice}"
        )


def _cause(error: Exception) -> str:
    if isinstance(error, KeyError):
        return f"it has no {shortened(printable(str(error.args[0])), 80)}"
    return shortened(printable(str(error)), 120)


def _options(parsed: Mapping[str, Any]) -> Options:
    if parsed["layout"] not in LAYOUTS:
        raise ValueError(f"its layout is {parsed['layout']!r}")
    return Options(
        layout=parsed["layout"],
        formats=tuple(parsed["formats"]),
        annotations=bool(parsed["annotations"]),
        audio=bool(parsed["audio"]),
        redaction=parsed["redaction"],
    )


def _day(parsed: Mapping[str, Any]) -> DayState:
    return DayState(
        day=date.fromisoformat(parsed["day"]),
        sessions={id_: _session_state(one) for id_, one in parsed["sessions"].items()},
        files=tuple(map(_file_entry, parsed["files"])),
    )


def _session_state(parsed: Mapping[str, Any]) -> SessionState:
    session = parsed["session"]
    if not isinstance(session, dict):
        raise TypeError("a session is not an object")
    return SessionState(
        session=cast("dict[str, Any]", session),
        final=bool(parsed["final"]),
        messages=int(parsed["messages"]),
        digest=str(parsed["digest"]),
        files=tuple(map(_file_entry, parsed["files"])),
    )


def _session(state: SessionState) -> dict[str, Any]:
    return {
        "session": state.session,
        "final": state.final,
        "messages": state.messages,
        "digest": state.digest,
        "files": [_entry(one) for one in state.files],
    }


def _entry(entry: FileEntry) -> dict[str, Any]:
    return {"path": entry.path, "size": entry.size, "sha256": entry.sha256}


def _file_entry(parsed: Mapping[str, Any]) -> FileEntry:
    path = str(parsed["path"])
    if path.startswith("/") or ".." in path.split("/") or not path:
        raise ValueError("a path in it leads out of the archive")
    return FileEntry(path=path, size=int(parsed["size"]), sha256=str(parsed["sha256"]))
