"""File names that people can read and that every file system takes.

``2026-11-27/20-15-03 Ranked Match (1f0c44b7a2d9).vtt``: the time in UTC, the title as far as it can be in a
name, and a part of the session id, which tells sessions of the same title apart. A name begins with a digit
and ends with a format's suffix, so that none is reserved, hidden, or ends with a dot.

https://learn.microsoft.com/en-us/windows/win32/fileio/naming-a-file (forbidden characters, reserved names)
"""

from __future__ import annotations

import re
import unicodedata
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from cortex_async.archives.options import READ_BACK
from cortex_async.archives.records import DayState, SessionState
from cortex_async.transcripts.saving import suffix_of

if TYPE_CHECKING:
    from cortex_async.models import Session

MAX_TITLE_BYTES: Final = 80
"""eCryptfs takes 143 bytes for a whole name, other file systems 255 bytes or UTF-16 units."""

_SEPARATING = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f\u2028\u2029]+')
_UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}([0-9a-f]{12})")
_SHORT_ID = re.compile(r"[0-9a-z]{4,24}")
_RESERVED = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]")
_SPACES = re.compile(r"\s+")
# Brackets are patterns for DuckDB, Polars, fsspec and shells, and would make a name match other files.
_BRACKETS = str.maketrans("[]{}", "()()")
_UNSAFE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
"""Controls and invisible characters, and those that no version of Unicode, or not every one, knows."""


def base_name(session: Session, *, long: bool = False) -> str:
    """Folder and name of the files of a session, without suffix.

    long: whether the session id is to be represented by more of it, after a clash.
    """
    created = session.created_at
    parts = (f"{created:%H-%M-%S}", _title(session.title), f"({_tag(session.id, long=long)})")
    return f"{created.date().isoformat()}/{' '.join(part for part in parts if part)}"


def clash_key(path: str) -> str:
    """Equal for paths that some file system takes for the same."""
    return unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", path).casefold()).casefold()


class Names:
    """The names of the sessions of a day: a session keeps its first one, and no two have the same.

    state: what the day holds.
    """

    def __init__(self, state: DayState) -> None:
        found = ((session_id, _known_base(known)) for session_id, known in state.sessions.items())
        self._bases = {session_id: base for session_id, base in found if base is not None}
        self._taken = {clash_key(base): session_id for session_id, base in self._bases.items()}

    def base(self, session: Session) -> str:
        """Folder and name of a session's files, without suffix."""
        base = self._bases.get(session.id)
        if base is None:
            base = base_name(session)
            if self._taken.get(clash_key(base), session.id) != session.id:
                base = base_name(session, long=True)
            self._bases[session.id] = base
            self._taken[clash_key(base)] = session.id
        return base


def safe_part(text: str) -> str:
    """An id as part of a path: as it is if every file system takes it, else a hash of it."""
    safe = re.fullmatch(r"[0-9a-z][0-9a-z-]{0,63}", text) and not _RESERVED.fullmatch(text)
    return text if safe else f"id-{_hash(text)}"


def _known_base(known: SessionState) -> str | None:
    suffix = suffix_of(READ_BACK)
    return next((one.path.removesuffix(suffix) for one in known.files if one.path.endswith(suffix)), None)


def _title(title: str) -> str:
    separated = _SEPARATING.sub("-", unicodedata.normalize("NFC", title))
    visible = "".join(one for one in separated if unicodedata.category(one) not in _UNSAFE)
    # What was between two characters may have kept them from being composed.
    plain = _SPACES.sub(" ", unicodedata.normalize("NFC", visible.translate(_BRACKETS)))
    cut = plain.encode()[:MAX_TITLE_BYTES].decode(errors="ignore")
    return cut.strip(" .-")


def _tag(session_id: str, *, long: bool) -> str:
    if not long:
        uuid = _UUID.fullmatch(session_id)
        if uuid is not None:
            return uuid[1]
        if _SHORT_ID.fullmatch(session_id):
            return session_id
    return _hash(session_id)


def _hash(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:24]
