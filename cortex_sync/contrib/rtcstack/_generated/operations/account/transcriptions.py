# Made by `python -m generator build` from spec/rtcstack.
# Do not edit: change the specification or the generator and run `make generate`.
"""Operations of account.transcriptions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

from cortex_async._core.options import Options
from cortex_async.contrib.rtcstack._generated.operations.account import transcriptions as inner
from cortex_sync.bridge.operations import Operations

if TYPE_CHECKING:
    from cortex_async.contrib.rtcstack._generated.models import Transcription, TranscriptionList


class TranscriptionsOperations(Operations[inner.TranscriptionsOperations]):
    """Operations of the resource transcriptions in the scope account."""

    __slots__ = ()

    def delete(self, transcription_id: str, **options: Unpack[Options]) -> None:
        """Delete a transcription

        Deletes a transcription with all its segments. An unknown one is answered the same.

        Args:
            transcription_id: The transcription, e.g. `tr_abc123`.

        Raises: Unauthorized, RateLimited; every call can raise RequestFailed and APIError.

        Operation deleteTranscription: DELETE /v1/transcriptions/{transcriptionId}
        """
        return self._wait(self._inner.delete, transcription_id, **options)

    def get(self, transcription_id: str, **options: Unpack[Options]) -> Transcription:
        """Get a transcription

        One transcription with its state and, when it is completed, its text.

        Args:
            transcription_id: The transcription, e.g. `tr_abc123`.

        Raises: Unauthorized, NotFound, RateLimited; every call can raise RequestFailed and APIError.

        Operation getTranscription: GET /v1/transcriptions/{transcriptionId}
        """
        return self._wait(self._inner.get, transcription_id, **options)

    def list(self, **options: Unpack[Options]) -> TranscriptionList:
        """List transcriptions

        Every transcription of a recording, in one answer.

        Raises: Unauthorized, RateLimited; every call can raise RequestFailed and APIError.

        Operation listTranscriptions: GET /v1/transcriptions
        """
        return self._wait(self._inner.list, **options)
