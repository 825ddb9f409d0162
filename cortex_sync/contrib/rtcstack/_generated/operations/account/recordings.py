# Made by `python -m generator build` from spec/rtcstack.
# Do not edit: change the specification or the generator and run `make generate`.
"""Operations of account.recordings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Unpack

from cortex_async._core.options import Options
from cortex_async._core.unset import UNSET, Unset
from cortex_async.contrib.rtcstack._generated.operations.account import recordings as inner
from cortex_sync.bridge.operations import Operations

if TYPE_CHECKING:
    from cortex_async.contrib.rtcstack._generated.models import (
        RecordingAlreadyActive,
        RecordingStarted,
        RecordingStatus,
        RecordingStopped,
        TranscriptionQueued,
    )


class RecordingsOperations(Operations[inner.RecordingsOperations]):
    """Operations of the resource recordings in the scope account."""

    __slots__ = ()

    def get(self, room_id: str, **options: Unpack[Options]) -> RecordingStatus:
        """Get the recording status

        Whether the room is being recorded. While the recording is starting, its start time is null.

        Args:
            room_id: The room's name, of at most 100 UTF-16 code units.

        Raises: Unauthorized, RateLimited; every call can raise RequestFailed and APIError.

        Operation getRecording: GET /v1/rooms/{roomId}/recording
        """
        return self._wait(self._inner.get, room_id, **options)

    def start(self, room_id: str, **options: Unpack[Options]) -> RecordingAlreadyActive | RecordingStarted:
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
        return self._wait(self._inner.start, room_id, **options)

    def stop(self, room_id: str, **options: Unpack[Options]) -> RecordingStopped:
        """Stop recording

        Ends the room's recording; the file is written afterwards.

        Args:
            room_id: The room's name, of at most 100 UTF-16 code units.

        Raises: Unauthorized, NotFound, RateLimited; every call can raise RequestFailed and APIError.

        Operation stopRecording: POST /v1/rooms/{roomId}/recording/stop
        """
        return self._wait(self._inner.stop, room_id, **options)

    def transcribe(
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
        return self._wait(
            self._inner.transcribe, recording_id, language=language, participants=participants, **options
        )
