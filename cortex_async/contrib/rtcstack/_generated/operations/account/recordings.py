# Made by `python -m generator build` from spec/rtcstack.
# Do not edit: change the specification or the generator and run `make generate`.
"""Operations of account.recordings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Unpack

from cortex_async._core.operations import Operations
from cortex_async._core.options import Options
from cortex_async._core.request import Request, Route
from cortex_async._core.strings.wire_strings import Parameter
from cortex_async._core.unset import UNSET, Unset

from ... import models

if TYPE_CHECKING:
    from ...models import (
        RecordingAlreadyActive,
        RecordingStarted,
        RecordingStatus,
        RecordingStopped,
        TranscriptionQueued,
    )

API_KEY = frozenset({"api-key"})

GET = Route(
    "getRecording",
    "GET",
    "/v1/rooms/{roomId}/recording",
    API_KEY,
    ids=("roomId",),
    path_parameters=(Parameter("room_id", "str"),),
)
START = Route(
    "startRecording",
    "POST",
    "/v1/rooms/{roomId}/recording/start",
    API_KEY,
    repeatable=True,
    ids=("roomId",),
    path_parameters=(Parameter("room_id", "str"),),
)
STOP = Route(
    "stopRecording",
    "POST",
    "/v1/rooms/{roomId}/recording/stop",
    API_KEY,
    repeatable=True,
    ids=("roomId",),
    path_parameters=(Parameter("room_id", "str"),),
)
TRANSCRIBE = Route(
    "transcribeRecording",
    "POST",
    "/v1/recordings/{recordingId}/transcribe",
    API_KEY,
    ids=("recordingId",),
    path_parameters=(Parameter("recording_id", "str"),),
    keywords="language participants",
)


class RecordingsOperations(Operations):
    """Operations of the resource recordings in the scope account."""

    __slots__ = ()

    async def get(self, room_id: str, **options: Unpack[Options]) -> RecordingStatus:
        """Get the recording status

        Whether the room is being recorded. While the recording is starting, its start time is null.

        Args:
            room_id: The room's name, of at most 100 UTF-16 code units.

        Raises: Unauthorized, RateLimited; every call can raise RequestFailed and APIError.

        Operation getRecording: GET /v1/rooms/{roomId}/recording
        """
        return await self._call(Request(GET, (room_id,)), models.RecordingStatus, options)

    async def start(
        self, room_id: str, **options: Unpack[Options]
    ) -> RecordingAlreadyActive | RecordingStarted:
        """Start recording

        Starts to record the composed room. While a recording runs, the call changes nothing and says so
        with another status and body.

        Args:
            room_id: The room's name, of at most 100 UTF-16 code units.

        Returns:
            200: RecordingAlreadyActive
            201: RecordingStarted

        Raises: Unauthorized, RateLimited; every call can raise RequestFailed and APIError.

        Operation startRecording: POST /v1/rooms/{roomId}/recording/start
        """
        return await self._call_by_status(
            Request(START, (room_id,)),
            {200: models.RecordingAlreadyActive, 201: models.RecordingStarted},
            options,
        )

    async def stop(self, room_id: str, **options: Unpack[Options]) -> RecordingStopped:
        """Stop recording

        Ends the room's recording; the file is written afterwards.

        Args:
            room_id: The room's name, of at most 100 UTF-16 code units.

        Raises: Unauthorized, NotFound, RateLimited; every call can raise RequestFailed and APIError.

        Operation stopRecording: POST /v1/rooms/{roomId}/recording/stop
        """
        return await self._call(Request(STOP, (room_id,)), models.RecordingStopped, options)

    async def transcribe(
        self,
        recording_id: str,
        *,
        language: str | Unset = UNSET,
        participants: Mapping[str, str] | Unset = UNSET,
        **options: Unpack[Options],
    ) -> TranscriptionQueued:
        """Transcribe a recording

        Queues a recording for transcription. Every call queues another job.

        Args:
            recording_id: The recording. The worker takes it for the name of the file in the object
                storage.
            language: Language tag (BCP 47).
            participants: Names of speakers by track or participant id. Leave it out rather than send it
                empty.

        Raises: Unauthorized, RateLimited; every call can raise RequestFailed and APIError.

        Operation transcribeRecording: POST /v1/recordings/{recordingId}/transcribe
        """
        return await self._call(
            Request(
                TRANSCRIBE,
                (recording_id,),
                body=models.TranscribeRecording(language=language, participants=participants),
            ),
            models.TranscriptionQueued,
            options,
        )
