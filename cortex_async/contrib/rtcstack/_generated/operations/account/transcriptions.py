# Made by `python -m generator build` from spec/rtcstack.
# Do not edit: change the specification or the generator and run `make generate`.
"""Operations of account.transcriptions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

from cortex_async._core.operations import Operations
from cortex_async._core.options import Options
from cortex_async._core.request import Request, Route
from cortex_async._core.strings.wire_strings import Parameter

from ... import models

if TYPE_CHECKING:
    from ...models import Transcription, TranscriptionList

API_KEY = frozenset({"api-key"})

DELETE = Route(
    "deleteTranscription",
    "DELETE",
    "/v1/transcriptions/{transcriptionId}",
    API_KEY,
    ids=("transcriptionId",),
    path_parameters=(Parameter("transcription_id", "str"),),
)
GET = Route(
    "getTranscription",
    "GET",
    "/v1/transcriptions/{transcriptionId}",
    API_KEY,
    ids=("transcriptionId",),
    path_parameters=(Parameter("transcription_id", "str"),),
)
LIST = Route("listTranscriptions", "GET", "/v1/transcriptions", API_KEY)


class TranscriptionsOperations(Operations):
    """Operations of the resource transcriptions in the scope account."""

    __slots__ = ()

    async def delete(self, transcription_id: str, **options: Unpack[Options]) -> None:
        """Delete a transcription

        Deletes a transcription with all its segments. An unknown one is answered the same.

        Args:
            transcription_id: The transcription, e.g. `tr_abc123`.

        Raises: Unauthorized, RateLimited; every call can raise RequestFailed and APIError.

        Operation deleteTranscription: DELETE /v1/transcriptions/{transcriptionId}
        """
        await self._call_none(Request(DELETE, (transcription_id,)), options)

    async def get(self, transcription_id: str, **options: Unpack[Options]) -> Transcription:
        """Get a transcription

        One transcription with its state and, when it is completed, its text.

        Args:
            transcription_id: The transcription, e.g. `tr_abc123`.

        Raises: Unauthorized, NotFound, RateLimited; every call can raise RequestFailed and APIError.

        Operation getTranscription: GET /v1/transcriptions/{transcriptionId}
        """
        return await self._call(Request(GET, (transcription_id,)), models.Transcription, options)

    async def list(self, **options: Unpack[Options]) -> TranscriptionList:
        """List transcriptions

        Every transcription of a recording, in one answer.

        Raises: Unauthorized, RateLimited; every call can raise RequestFailed and APIError.

        Operation listTranscriptions: GET /v1/transcriptions
        """
        return await self._call(Request(LIST), models.TranscriptionList, options)
