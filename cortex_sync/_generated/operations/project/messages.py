# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""Operations of project.messages."""

from __future__ import annotations

import builtins
from collections.abc import Sequence
from typing import TYPE_CHECKING, Unpack

from cortex_async._core.options import Options
from cortex_async._generated.operations.project import messages as inner
from cortex_sync.bridge.operations import Operations

if TYPE_CHECKING:
    from cortex_async._generated.models import Message, MessageAnnotation


class MessagesOperations(Operations[inner.MessagesOperations]):
    """Operations of the resource messages in the scope project."""

    __slots__ = ()

    def download_debug_audio(self, session_id: str, message_id: str, **options: Unpack[Options]) -> bytes:
        """Download debug audio for a message

        Download the WAV file that was sent to the transcription API for this message. Only available
        when debug audio is enabled and within the 24-hour retention window.

        Args:
            session_id: Session ID
            message_id: Message ID

        Raises: NotFound; every call can raise RequestFailed and APIError.

        Operation downloadDebugAudio: GET
        /api/projects/{projectId}/sessions/{id}/messages/{messageId}/debug-audio
        """
        return self._wait(self._inner.download_debug_audio, session_id, message_id, **options)

    def list(self, session_id: str, **options: Unpack[Options]) -> builtins.list[Message]:
        """Get messages for a session

        Retrieve the complete message history (transcript) for a session.

        Args:
            session_id: Session ID

        Raises: NotFound; every call can raise RequestFailed and APIError.

        Operation getMessages: GET /api/projects/{projectId}/sessions/{id}/messages
        """
        return self._wait(self._inner.list, session_id, **options)

    def list_annotations(
        self, *, message_ids: Sequence[str], **options: Unpack[Options]
    ) -> dict[str, builtins.list[MessageAnnotation]]:
        """Get annotations for multiple messages

        Batch retrieve annotations for a set of messages, grouped by message ID.

        Operation getMessageAnnotationsBatch: POST /api/plugins/annotations/messages/batch
        """
        return self._wait(self._inner.list_annotations, message_ids=message_ids, **options)
