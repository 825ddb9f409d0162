"""Messages of a session for blocking code: the generated operations, and debug audio saved to a file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Unpack, cast

from cortex_async._core.options import Options
from cortex_sync._generated.operations.project.messages import MessagesOperations

if TYPE_CHECKING:
    from cortex_async.resources.messages import Messages as AsyncMessages


class Messages(MessagesOperations):
    """The messages of a session."""

    __slots__ = ()

    def save_debug_audio(
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
        inner = cast("AsyncMessages", self._inner)
        return self._wait(inner.save_debug_audio, session_id, message_id, path, **options)
