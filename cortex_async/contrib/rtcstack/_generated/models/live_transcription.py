# Made by `python -m generator build` from spec/rtcstack.
# Do not edit: change the specification or the generator and run `make generate`.
"""Models of the group live transcription."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Literal, TypeAlias

from cortex_async._core.late_attrs import define
from cortex_async._core.unset import UNSET, Unset

LiveTranscriptionStatus: TypeAlias = Literal["active", "stopped"]


@define(kw_only=True)
class LiveTranscription:
    """Schema LiveTranscription of the API.

    Attributes:
        language (str): Language tag (BCP 47).
        room_id (str): The room's name.
        segments (list[Segment])
        speakers (list[Speaker])
        status (LiveTranscriptionStatus | str)
        transcription_id (str): The transcription's id.
    """

    language: str
    """Language tag (BCP 47)."""
    room_id: str
    """The room's name."""
    segments: list[Segment]
    speakers: list[Speaker]
    status: LiveTranscriptionStatus | str
    transcription_id: str
    """The transcription's id."""


@define(kw_only=True)
class LiveTranscriptionAlreadyActive:
    """The transcription that runs already. Its id has another name here than elsewhere.

    Attributes:
        id (str): The transcription's id.
        language (str): Language tag (BCP 47).
        room_id (str): The room's name.
        started_at (datetime): When it started.
        status (Literal["active"] | str)

    Schema LiveTranscriptionAlreadyActive of the API.
    """

    id: str
    """The transcription's id."""
    language: str
    """Language tag (BCP 47)."""
    room_id: str
    """The room's name."""
    started_at: datetime
    """When it started."""
    status: Literal["active"] | str


@define(kw_only=True)
class LiveTranscriptionOptions:
    """Schema LiveTranscriptionOptions of the API.

    Attributes:
        partial_results (bool, default UNSET): Give segments before they are final.
        profanity_filter (bool, default UNSET): Leave swear words out.
        punctuation (bool, default UNSET): Set punctuation marks.
    """

    partial_results: bool | Unset = UNSET
    """Give segments before they are final."""
    profanity_filter: bool | Unset = UNSET
    """Leave swear words out."""
    punctuation: bool | Unset = UNSET
    """Set punctuation marks."""


@define(kw_only=True)
class LiveTranscriptionStarted:
    """Schema LiveTranscriptionStarted of the API.

    Attributes:
        language (str): Language tag (BCP 47).
        room_id (str): The room's name.
        started_at (datetime): When it started.
        status (Literal["active"] | str)
        transcription_id (str): The transcription's id.
    """

    language: str
    """Language tag (BCP 47)."""
    room_id: str
    """The room's name."""
    started_at: datetime
    """When it started."""
    status: Literal["active"] | str
    transcription_id: str
    """The transcription's id."""


@define(kw_only=True)
class LiveTranscriptionStopped:
    """Schema LiveTranscriptionStopped of the API.

    Attributes:
        segment_count (int): How many segments there are.
        status (Literal["stopped"] | str)
        stopped_at (datetime): When it ended.
        transcription_id (str): The transcription's id.
    """

    segment_count: int
    """How many segments there are."""
    status: Literal["stopped"] | str
    stopped_at: datetime
    """When it ended."""
    transcription_id: str
    """The transcription's id."""


@define(kw_only=True)
class Segment:
    """Something that was said.

    Attributes:
        end_ms (int): Unix time of its end in milliseconds.
        speaker_id (str): Id of their track or participant.
        speaker_name (str): Who said it.
        start_ms (int): Unix time of its start in milliseconds.
        text (str): What was said.

    Schema Segment of the API.
    """

    end_ms: int
    """Unix time of its end in milliseconds."""
    speaker_id: str
    """Id of their track or participant."""
    speaker_name: str
    """Who said it."""
    start_ms: int
    """Unix time of its start in milliseconds."""
    text: str
    """What was said."""


@define(kw_only=True)
class Speaker:
    """Schema Speaker of the API.

    Attributes:
        name (str): Name.
        sid (str): Id of the track or participant.
    """

    name: str
    """Name."""
    sid: str
    """Id of the track or participant."""


@define(kw_only=True)
class StartLiveTranscription:
    """Schema StartLiveTranscriptionRequest of the API.

    Attributes:
        language (str, default UNSET): Language tag (BCP 47).
        participants (Mapping[str, str], default UNSET): Names of speakers by track or participant id.
            Leave it out rather than send it empty.
        transcription_options (LiveTranscriptionOptions, default UNSET): How to transcribe.
    """

    language: str | Unset = UNSET
    """Language tag (BCP 47)."""
    participants: Mapping[str, str] | Unset = UNSET
    """Names of speakers by track or participant id. Leave it out rather than send it empty."""
    transcription_options: LiveTranscriptionOptions | Unset = UNSET
    """How to transcribe."""


@define(kw_only=True)
class UpdateSpeakers:
    """Schema UpdateSpeakersRequest of the API.

    Attributes:
        participants (Mapping[str, str]): Names of speakers by track or participant id. Leave it out
            rather than send it empty.
    """

    participants: Mapping[str, str]
    """Names of speakers by track or participant id. Leave it out rather than send it empty."""
