"""Transcriptions of recordings: the generated operations, with a check before deleting."""

from __future__ import annotations

from typing import Unpack

from cortex_async._core.errors import ArgumentValueError
from cortex_async._core.options import Options
from cortex_async._core.strings.wire_strings import identifier
from cortex_async.contrib.rtcstack._generated.operations.account.transcriptions import (
    TranscriptionsOperations,
)

_WILDCARDS = frozenset("*?[]\\")


class Transcriptions(TranscriptionsOperations):
    """Operations of the resource transcriptions."""

    __slots__ = ()

    async def delete(self, transcription_id: str, **options: Unpack[Options]) -> None:
        """Delete a transcription

        Deletes a transcription with all its segments. The response is the same if there is none. The service
        deletes every
        transcription whose id starts with the given one: pass complete ids.

        Args:
            transcription_id: The transcription, e.g. `tr_abc123`.

        Raises: ArgumentValueError for an id with wildcards, which would delete other transcriptions;
            Unauthorized, RateLimited; every call can raise
        RequestFailed and APIError.

        Operation deleteTranscription: DELETE /v1/transcriptions/{transcriptionId}
        """
        transcription_id = identifier(transcription_id, "transcription_id")
        if _WILDCARDS & set(transcription_id):
            raise ArgumentValueError(
                "transcription_id must not contain a wildcard, which would delete other transcriptions",
                parameter="transcription_id",
            )
        await super().delete(transcription_id, **options)
