"""Debug audio of messages, from the API straight to the storage."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import TYPE_CHECKING

from cortex_async._core.call_errors import NotFound
from cortex_async.archives import journal
from cortex_async.archives.audio_files import audio_path
from cortex_async.archives.records import FileEntry
from cortex_async.archives.storage.interface import Storage
from cortex_async.archives.stored import stored_entry
from cortex_async.archives.threads import entered, in_thread

if TYPE_CHECKING:
    from cortex_async.models import Session
    from cortex_async.project import ProjectScope


class Recordings:
    """Saves recordings.

    missing: how many the API did not have any more.
    """

    def __init__(self, project: ProjectScope, storage: Storage) -> None:
        self.missing: int = 0
        self._project = project
        self._storage = storage

    async def save(self, session: Session, message_ids: Sequence[str]) -> dict[str, FileEntry]:
        """Save the recordings of messages; returns the files of those that still exist, by message id."""
        paths = {message_id: audio_path(session, message_id) for message_id in message_ids}
        if paths:
            await in_thread(journal.note, self._storage, session.created_at.date(), paths.values())
        found: dict[str, FileEntry] = {}
        for message_id, path in paths.items():
            # An update that was killed may have left it, and the API has it for a day only.
            entry = await in_thread(stored_entry, self._storage, path)
            try:
                found[message_id] = entry or await self._download(session.id, message_id, path)
            except NotFound:
                self.missing += 1
        return found

    async def _download(self, session_id: str, message_id: str, path: str) -> FileEntry:
        audio = self._project.messages._audio(session_id, message_id, {})  # pyright: ignore[reportPrivateUsage]  # same package
        made, size = sha256(), 0
        async with audio as chunks, entered(self._storage.writing(path)) as file:
            async for chunk in chunks:
                made.update(chunk)
                size += len(chunk)
                await in_thread(file.write, chunk)
        return FileEntry(path=path, size=size, sha256=made.hexdigest())
