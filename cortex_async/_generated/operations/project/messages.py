# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""Operations of project.messages."""

from __future__ import annotations

import builtins
from collections.abc import Sequence
from typing import TYPE_CHECKING, Unpack

from cortex_async._core.operations import Operations
from cortex_async._core.options import Options
from cortex_async._core.request import Request, Route
from cortex_async._core.strings.wire_strings import Parameter

from ... import models

if TYPE_CHECKING:
    from ...models import Message, MessageAnnotation

API_KEY_BEARER = frozenset({"api-key", "bearer"})

DOWNLOAD_DEBUG_AUDIO = Route(
    "downloadDebugAudio",
    "GET",
    "/api/projects/{projectId}/sessions/{id}/messages/{messageId}/debug-audio",
    API_KEY_BEARER,
    accept="audio/wav",
    ids=("projectId", "id", "messageId"),
    path_parameters=(
        Parameter("project_id", "str"),
        Parameter("session_id", "str"),
        Parameter("message_id", "str"),
    ),
)
LIST = Route(
    "getMessages",
    "GET",
    "/api/projects/{projectId}/sessions/{id}/messages",
    API_KEY_BEARER,
    ids=("projectId", "id"),
    path_parameters=(Parameter("project_id", "str"), Parameter("session_id", "str")),
)
LIST_ANNOTATIONS = Route(
    "getMessageAnnotationsBatch",
    "POST",
    "/api/plugins/annotations/messages/batch",
    API_KEY_BEARER,
    repeatable=True,
    keywords="message_ids",
)


class MessagesOperations(Operations):
    """Operations of the resource messages in the scope project."""

    __slots__ = ()

    async def download_debug_audio(
        self, session_id: str, message_id: str, **options: Unpack[Options]
    ) -> bytes:
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
        return await self._call_bytes(
            Request(DOWNLOAD_DEBUG_AUDIO, (*self._bound, session_id, message_id)), options
        )

    async def list(self, session_id: str, **options: Unpack[Options]) -> builtins.list[Message]:
        """Get messages for a session

        Retrieve the complete message history (transcript) for a session.

        Args:
            session_id: Session ID

        Raises: NotFound; every call can raise RequestFailed and APIError.

        Operation getMessages: GET /api/projects/{projectId}/sessions/{id}/messages
        """
        return await self._call(Request(LIST, (*self._bound, session_id)), list[models.Message], options)

    async def list_annotations(
        self, *, message_ids: Sequence[str], **options: Unpack[Options]
    ) -> dict[str, builtins.list[MessageAnnotation]]:
        """Get annotations for multiple messages

        Batch retrieve annotations for a set of messages, grouped by message ID.

        Operation getMessageAnnotationsBatch: POST /api/plugins/annotations/messages/batch
        """
        return await self._call(
            Request(LIST_ANNOTATIONS, body=models.ListMessageAnnotations(message_ids=message_ids)),
            dict[str, list[models.MessageAnnotation]],
            options,
        )
