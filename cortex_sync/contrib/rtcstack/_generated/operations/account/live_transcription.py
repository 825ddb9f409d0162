# Made by `python -m generator build` from spec/rtcstack.
# Do not edit: change the specification or the generator and run `make generate`.
"""Operations of account.live_transcription."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Literal, Unpack

from cortex_async._core.options import Options
from cortex_async._core.unset import UNSET, Unset
from cortex_async.contrib.rtcstack._generated.operations.account import live_transcription as inner
from cortex_sync.bridge.operations import Operations

if TYPE_CHECKING:
    from cortex_async.contrib.rtcstack._generated.models import (
        LiveTranscription,
        LiveTranscriptionAlreadyActive,
        LiveTranscriptionOptions,
        LiveTranscriptionStarted,
        LiveTranscriptionStopped,
    )


class LiveTranscriptionOperations(Operations[inner.LiveTranscriptionOperations]):
    """Operations of the resource live transcription in the scope account."""

    __slots__ = ()

    def get(
        self,
        room_id: str,
        *,
        format: Literal["text"] | str | Unset = UNSET,
        since: datetime | Unset = UNSET,
        **options: Unpack[Options],
    ) -> LiveTranscription | str:
        """Get the live transcription

        What was said so far. As JSON by default; with `format=text` as plain text with one line per
        segment, `[HH:MM:SS] speaker: text`, whose hours count from 1970.

        Args:
            room_id: The room's name, of at most 100 UTF-16 code units.
            format: `text` for plain text; JSON without it.
            since: Only segments that start at this instant or later.

        Returns:
            application/json: LiveTranscription
            text/plain: str

        Raises: Unauthorized, NotFound, RateLimited; every call can raise RequestFailed and APIError.

        Operation getLiveTranscription: GET /v1/rooms/{roomId}/transcription
        """
        return self._wait(self._inner.get, room_id, format=format, since=since, **options)

    def start(
        self,
        room_id: str,
        *,
        language: str | Unset = UNSET,
        participants: Mapping[str, str] | Unset = UNSET,
        transcription_options: LiveTranscriptionOptions | Unset = UNSET,
        **options: Unpack[Options],
    ) -> LiveTranscriptionAlreadyActive | LiveTranscriptionStarted:
        """Start live transcription

        Starts to transcribe a room. While a transcription runs, the call changes nothing and says so
        with another status and body. Segments of an earlier transcription of the same room stay.

        Args:
            room_id: The room's name, of at most 100 UTF-16 code units.
            language: Language tag (BCP 47).
            participants: Names of speakers by track or participant id. Leave it out rather than send it
                empty.
            transcription_options: How to transcribe.

        Returns:
            200: LiveTranscriptionAlreadyActive
            201: LiveTranscriptionStarted

        Raises: Unauthorized, RateLimited; every call can raise RequestFailed and APIError.

        Operation startLiveTranscription: POST /v1/rooms/{roomId}/transcription/start
        """
        return self._wait(
            self._inner.start,
            room_id,
            language=language,
            participants=participants,
            transcription_options=transcription_options,
            **options,
        )

    def stop(self, room_id: str, **options: Unpack[Options]) -> LiveTranscriptionStopped:
        """Stop live transcription

        Ends the room's transcription. May be called again afterwards, with the same effect.

        Args:
            room_id: The room's name, of at most 100 UTF-16 code units.

        Raises: Unauthorized, NotFound, RateLimited; every call can raise RequestFailed and APIError.

        Operation stopLiveTranscription: POST /v1/rooms/{roomId}/transcription/stop
        """
        return self._wait(self._inner.stop, room_id, **options)

    def update_speakers(
        self, room_id: str, *, participants: Mapping[str, str], **options: Unpack[Options]
    ) -> None:
        """Name speakers

        Adds or replaces names of speakers while the transcription runs. A room without a transcription
        is answered the same.

        Args:
            room_id: The room's name, of at most 100 UTF-16 code units.
            participants: Names of speakers by track or participant id. Leave it out rather than send it
                empty.

        Raises: BadRequest, Unauthorized, RateLimited; every call can raise RequestFailed and APIError.

        Operation updateSpeakers: PATCH /v1/rooms/{roomId}/transcription/speakers
        """
        return self._wait(self._inner.update_speakers, room_id, participants=participants, **options)
