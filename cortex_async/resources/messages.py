"""Messages of a session: the generated operations, and debug audio straight to a file."""

from __future__ import annotations

import asyncio
import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import IO, Unpack

from .._generated.operations.project.messages import DOWNLOAD_DEBUG_AUDIO, MessagesOperations
from ..core.request import Options, Request


class Messages(MessagesOperations):
    """The messages of a session."""

    __slots__ = ()

    async def save_debug_audio(
        self, session_id: str, message_id: str, path: str | os.PathLike[str], **options: Unpack[Options]
    ) -> Path:
        """Saves the recording of a message, as it arrives, and returns where it is.

        The bytes go to a temporary file beside ``path``, which is renamed when all have arrived: there is the whole file or
        none. An existing file is replaced. Audio is kept for 24 hours and only where debug audio is on.

        Args:
            session_id: Session ID
            message_id: Message ID
            path: the file to write; its directory must exist.

        Raises: NotFound; ConnectionFailed for a recording that breaks off; OSError for a file that cannot be written.

        Source: downloadDebugAudio
        """
        target = Path(path)
        request = Request(DOWNLOAD_DEBUG_AUDIO, (*self._bound, session_id, message_id))
        async with self._caller.open(request, options) as response:
            # Files block: every touch of the disk happens in a thread.
            file, part = await asyncio.to_thread(_part_beside, target)
            try:
                async for chunk in response.chunks():
                    await asyncio.to_thread(file.write, chunk)
                await asyncio.to_thread(_put_in_place, file, part, target)
            except BaseException:
                _discard(file, part)
                raise
        return target


def _part_beside(target: Path) -> tuple[IO[bytes], Path]:
    part = target.with_name(f".{target.name}-{secrets.token_hex(8)}.part")
    return part.open("xb"), part


def _put_in_place(file: IO[bytes], part: Path, target: Path) -> None:
    file.close()
    part.replace(target)


def _discard(file: IO[bytes], part: Path) -> None:
    # Not in a thread: a cancelled task must not wait for one to clean up.
    with suppress(OSError):
        file.close()
    part.unlink(missing_ok=True)
