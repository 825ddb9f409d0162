"""Messages of a session: the generated operations, and debug audio straight to a file."""

from __future__ import annotations

import os
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Unpack

from cortex_async._core.arguments import wrong_type
from cortex_async._core.files.part_file import PartFile
from cortex_async._core.options import Options
from cortex_async._core.request import Request
from cortex_async._generated.operations.project.messages import DOWNLOAD_DEBUG_AUDIO, MessagesOperations


class Messages(MessagesOperations):
    """The messages of a session."""

    __slots__ = ()

    async def save_debug_audio(
        self, session_id: str, message_id: str, path: str | os.PathLike[str], **options: Unpack[Options]
    ) -> Path:
        """Save the recording of a message to a file, as it arrives, and return the file's path.

        The bytes go to a temporary file beside ``path``, which is renamed when all have arrived: the result
        is the whole file or none. An existing file is replaced and keeps its mode; of a link, the target is.
        Audio is kept for 24 hours, and only where debug audio is on.

        Args:
            session_id: Session ID
            message_id: Message ID
            path: the file to write, an existing regular file or a new one; its directory must exist.

        Raises: NotFound; ConnectionFailed for an interrupted download; DecodeError for a response that is not
        audio; OSError for a file that cannot be written, before any request.

        Source: downloadDebugAudio
        """
        if not isinstance(path, (str, os.PathLike)):  # pyright: ignore[reportUnnecessaryIsInstance]  # from outside
            raise wrong_type("path", "the path of a file", path)
        # The file first: without it the download would be for nothing.
        async with PartFile(path) as file, self._audio(session_id, message_id, options) as chunks:
            async for chunk in chunks:
                await file.write(chunk)
            return await file.finish()

    @asynccontextmanager
    async def _audio(
        self, session_id: str, message_id: str, options: Options
    ) -> AsyncGenerator[AsyncIterator[bytes]]:
        """The recording of a message as it arrives. Raises what ``save_debug_audio`` raises."""
        request = Request(DOWNLOAD_DEBUG_AUDIO, (*self._bound, session_id, message_id))
        async with self._caller.open(request, options) as response:
            self._require_whole(response, request)
            yield response.chunks()
