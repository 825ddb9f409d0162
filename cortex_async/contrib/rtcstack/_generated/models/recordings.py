# Made by `python -m generator build` from spec/rtcstack.
# Do not edit: change the specification or the generator and run `make generate`.
"""Models of the group recordings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from cortex_async._core.late_attrs import define
from cortex_async._core.unset import UNSET, Unset


@define(kw_only=True)
class RecordingAlreadyActive:
    """Schema RecordingAlreadyActive of the API.

    Attributes:
        egress_id (str): LiveKit's id of the recording that runs.
        status (Literal["already_recording"] | str)
    """

    egress_id: str
    """LiveKit's id of the recording that runs."""
    status: Literal["already_recording"] | str


@define(kw_only=True)
class RecordingStarted:
    """Schema RecordingStarted of the API.

    Attributes:
        egress_id (str): LiveKit's id of the recording.
        room_id (str): The room's name.
        started_at (datetime): When it started.
        status (Literal["recording"] | str)
    """

    egress_id: str
    """LiveKit's id of the recording."""
    room_id: str
    """The room's name."""
    started_at: datetime
    """When it started."""
    status: Literal["recording"] | str


@define(kw_only=True)
class RecordingStatus:
    """Schema RecordingStatus of the API.

    Attributes:
        egress_id (str | None): LiveKit's id of the recording; null while there is none.
        is_recording (bool): Whether the room is being recorded.
        started_at (datetime | None): When it started; null while there is none, and while it is
            starting.
    """

    egress_id: str | None
    """LiveKit's id of the recording; null while there is none."""
    is_recording: bool
    """Whether the room is being recorded."""
    started_at: datetime | None
    """When it started; null while there is none, and while it is starting."""


@define(kw_only=True)
class RecordingStopped:
    """Schema RecordingStopped of the API.

    Attributes:
        status (Literal["stopped"] | str)
        stopped_at (datetime): When it ended.
    """

    status: Literal["stopped"] | str
    stopped_at: datetime
    """When it ended."""


@define(kw_only=True)
class TranscribeRecording:
    """Schema TranscribeRecordingRequest of the API.

    Attributes:
        language (str, default UNSET): Language tag (BCP 47).
        participants (Mapping[str, str], default UNSET): Names of speakers by track or participant id.
            Leave it out rather than send it empty.
    """

    language: str | Unset = UNSET
    """Language tag (BCP 47)."""
    participants: Mapping[str, str] | Unset = UNSET
    """Names of speakers by track or participant id. Leave it out rather than send it empty."""


@define(kw_only=True)
class TranscriptionQueued:
    """Schema TranscriptionQueued of the API.

    Attributes:
        queued_at (datetime): When it was queued.
        recording_id (str): The recording.
        status (Literal["queued"] | str)
        transcription_id (str): The transcription's id.
    """

    queued_at: datetime
    """When it was queued."""
    recording_id: str
    """The recording."""
    status: Literal["queued"] | str
    transcription_id: str
    """The transcription's id."""
