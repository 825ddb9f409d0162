# Made by `python -m generator build` from spec/rtcstack.
# Do not edit: change the specification or the generator and run `make generate`.
"""Decoders and encoders of the group recordings."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from cortex_async._core.codec.emitted import NULL, as_dict, aware, from_iso, new, utc
from cortex_async._core.codec.names import parsed_name
from cortex_async._core.unset import UNSET

from ..models.recordings import (
    RecordingAlreadyActive,
    RecordingStarted,
    RecordingStatus,
    RecordingStopped,
    TranscribeRecording,
    TranscriptionQueued,
)

_EGRESS_ID = parsed_name("egressId")
_IS_RECORDING = parsed_name("isRecording")
_LANGUAGE = parsed_name("language")
_PARTICIPANTS = parsed_name("participants")
_QUEUED_AT = parsed_name("queuedAt")
_RECORDING_ID = parsed_name("recordingId")
_ROOM_ID = parsed_name("roomId")
_STARTED_AT = parsed_name("startedAt")
_STATUS = parsed_name("status")
_STOPPED_AT = parsed_name("stoppedAt")
_TRANSCRIPTION_ID = parsed_name("transcriptionId")


def decode_recording_already_active(o: dict[str, Any]) -> RecordingAlreadyActive:
    m = new(RecordingAlreadyActive)
    m.egress_id = o[_EGRESS_ID]
    m.status = o[_STATUS]
    return m


def encode_recording_already_active(m: RecordingAlreadyActive) -> dict[str, Any]:
    o: dict[str, Any] = {"egressId": m.egress_id, "status": m.status}
    return o


def decode_recording_started(o: dict[str, Any]) -> RecordingStarted:
    m = new(RecordingStarted)
    m.egress_id = o[_EGRESS_ID]
    m.room_id = o[_ROOM_ID]
    m.started_at = (
        NULL if (v := o[_STARTED_AT]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.status = o[_STATUS]
    return m


def encode_recording_started(m: RecordingStarted) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {
        "egressId": m.egress_id,
        "roomId": m.room_id,
        "startedAt": v if type(v := m.started_at) is datetime and v.tzinfo is UTC else utc(v),
        "status": m.status,
    }
    return o


def decode_recording_status(o: dict[str, Any]) -> RecordingStatus:
    m = new(RecordingStatus)
    m.egress_id = o[_EGRESS_ID]
    m.is_recording = o[_IS_RECORDING]
    m.started_at = (
        NULL if (v := o[_STARTED_AT]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    return m


def encode_recording_status(m: RecordingStatus) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {
        "egressId": m.egress_id,
        "isRecording": m.is_recording,
        "startedAt": v if type(v := m.started_at) is datetime and v.tzinfo is UTC else utc(v),
    }
    return o


def decode_recording_stopped(o: dict[str, Any]) -> RecordingStopped:
    m = new(RecordingStopped)
    m.status = o[_STATUS]
    m.stopped_at = (
        NULL if (v := o[_STOPPED_AT]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    return m


def encode_recording_stopped(m: RecordingStopped) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {
        "status": m.status,
        "stoppedAt": v if type(v := m.stopped_at) is datetime and v.tzinfo is UTC else utc(v),
    }
    return o


def decode_transcribe_recording(o: dict[str, Any]) -> TranscribeRecording:
    o.keys()
    m = new(TranscribeRecording)
    m.language = o[_LANGUAGE] if _LANGUAGE in o else UNSET
    m.participants = o[_PARTICIPANTS] if _PARTICIPANTS in o else UNSET
    return m


def encode_transcribe_recording(m: TranscribeRecording) -> dict[str, Any]:
    o: dict[str, Any] = {}
    if m.language is not UNSET:
        o["language"] = m.language
    if m.participants is not UNSET:
        o["participants"] = as_dict(m.participants)
    return o


def decode_transcription_queued(o: dict[str, Any]) -> TranscriptionQueued:
    m = new(TranscriptionQueued)
    m.queued_at = (
        NULL if (v := o[_QUEUED_AT]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.recording_id = o[_RECORDING_ID]
    m.status = o[_STATUS]
    m.transcription_id = o[_TRANSCRIPTION_ID]
    return m


def encode_transcription_queued(m: TranscriptionQueued) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {
        "queuedAt": v if type(v := m.queued_at) is datetime and v.tzinfo is UTC else utc(v),
        "recordingId": m.recording_id,
        "status": m.status,
        "transcriptionId": m.transcription_id,
    }
    return o


DECODERS: dict[type, Callable[[Any], Any]] = {
    RecordingAlreadyActive: decode_recording_already_active,
    RecordingStarted: decode_recording_started,
    RecordingStatus: decode_recording_status,
    RecordingStopped: decode_recording_stopped,
    TranscribeRecording: decode_transcribe_recording,
    TranscriptionQueued: decode_transcription_queued,
}
ENCODERS: dict[type, Callable[[Any], Any]] = {
    RecordingAlreadyActive: encode_recording_already_active,
    RecordingStarted: encode_recording_started,
    RecordingStatus: encode_recording_status,
    RecordingStopped: encode_recording_stopped,
    TranscribeRecording: encode_transcribe_recording,
    TranscriptionQueued: encode_transcription_queued,
}
