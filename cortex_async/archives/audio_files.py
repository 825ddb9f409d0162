"""Where the recordings of messages lie in an archive, whatever its layout."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from cortex_async.archives.layouts.people.names import safe_part
from cortex_async.archives.records import FileEntry, SessionState
from cortex_async.transcripts import Line

if TYPE_CHECKING:
    from cortex_async.models import Session


FOLDER: Final = "audio"


def audio_path(session: Session, message_id: str) -> str:
    """``audio/2026-11-27/<session>/<message>.wav``."""
    day = session.created_at.date().isoformat()
    return f"{FOLDER}/{day}/{safe_part(session.id)}/{safe_part(message_id)}.wav"


def read_audio(known: SessionState, session: Session, lines: Iterable[Line]) -> dict[str, FileEntry]:
    """The recordings that the state has of a session, by message id."""
    files = {one.path: one for one in known.files if one.path.startswith(f"{FOLDER}/")}
    found = ((line.id, files.get(audio_path(session, line.id))) for line in lines) if files else ()
    return {message_id: entry for message_id, entry in found if entry is not None}
