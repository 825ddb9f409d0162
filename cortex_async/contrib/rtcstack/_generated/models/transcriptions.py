# Made by `python -m generator build` from spec/rtcstack.
# Do not edit: change the specification or the generator and run `make generate`.
"""Models of the group transcriptions."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, TypeAlias

from cortex_async._core.late_attrs import define

TranscriptionStatus: TypeAlias = Literal["queued", "processing", "completed", "failed"]


@define(kw_only=True)
class Transcription:
    """The transcription of a recording. The service keeps its numbers as text and sends them so.

    Attributes:
        status (TranscriptionStatus | str)
        transcription_id (str): The transcription's id.
        completed_at (datetime | None): When it was completed.
        duration (float | None): Length of the recording in seconds.
        error (str | None): Why it failed.
        failed_at (datetime | None): When it failed.
        language (str | None): Language tag (BCP 47).
        queued_at (datetime | None): When it was queued.
        recording_id (str | None): The recording.
        segment_count (int | None): How many segments there are.
        started_at (datetime | None): When work on it began.
        text (str | None): All that was said.

    Schema Transcription of the API.
    """

    status: TranscriptionStatus | str
    transcription_id: str
    """The transcription's id."""
    completed_at: datetime | None = None
    """When it was completed."""
    duration: float | None = None
    """Length of the recording in seconds."""
    error: str | None = None
    """Why it failed."""
    failed_at: datetime | None = None
    """When it failed."""
    language: str | None = None
    """Language tag (BCP 47)."""
    queued_at: datetime | None = None
    """When it was queued."""
    recording_id: str | None = None
    """The recording."""
    segment_count: int | None = None
    """How many segments there are."""
    started_at: datetime | None = None
    """When work on it began."""
    text: str | None = None
    """All that was said."""


@define(kw_only=True)
class TranscriptionList:
    """Schema TranscriptionList of the API.

    Attributes:
        total (int): How many there are.
        transcriptions (list[Transcription])
    """

    total: int
    """How many there are."""
    transcriptions: list[Transcription]
