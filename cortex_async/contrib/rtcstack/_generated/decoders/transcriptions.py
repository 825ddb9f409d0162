# Made by `python -m generator build` from spec/rtcstack.
# Do not edit: change the specification or the generator and run `make generate`.
"""Decoders and encoders of the group transcriptions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from cortex_async._core.codec.emitted import NULL, aware, from_iso, integer, many, new, utc
from cortex_async._core.codec.numerals import integer_from_string, number_from_string, number_to_string

from ..models.transcriptions import Transcription, TranscriptionList


def decode_transcription(o: dict[str, Any]) -> Transcription:
    get = o.get
    m = new(Transcription)
    m.status = o["status"]
    m.transcription_id = o["transcriptionId"]
    m.completed_at = (
        NULL if (v := get("completedAt")) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.duration = NULL if (v := get("duration")) is None else number_from_string(v)
    m.error = get("error")
    m.failed_at = (
        NULL if (v := get("failedAt")) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.language = get("language")
    m.queued_at = (
        NULL if (v := get("queuedAt")) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.recording_id = get("recordingId")
    m.segment_count = NULL if (v := get("segmentCount")) is None else integer_from_string(v)
    m.started_at = (
        NULL if (v := get("startedAt")) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.text = get("text")
    return m


def encode_transcription(m: Transcription) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {"status": m.status, "transcriptionId": m.transcription_id}
    if m.completed_at is not None:
        o["completedAt"] = v if type(v := m.completed_at) is datetime and v.tzinfo is UTC else utc(v)
    if m.duration is not None:
        o["duration"] = number_to_string(m.duration)
    if m.error is not None:
        o["error"] = m.error
    if m.failed_at is not None:
        o["failedAt"] = v if type(v := m.failed_at) is datetime and v.tzinfo is UTC else utc(v)
    if m.language is not None:
        o["language"] = m.language
    if m.queued_at is not None:
        o["queuedAt"] = v if type(v := m.queued_at) is datetime and v.tzinfo is UTC else utc(v)
    if m.recording_id is not None:
        o["recordingId"] = m.recording_id
    if m.segment_count is not None:
        o["segmentCount"] = number_to_string(m.segment_count)
    if m.started_at is not None:
        o["startedAt"] = v if type(v := m.started_at) is datetime and v.tzinfo is UTC else utc(v)
    if m.text is not None:
        o["text"] = m.text
    return o


def decode_transcription_list(o: dict[str, Any]) -> TranscriptionList:
    m = new(TranscriptionList)
    m.total = v if type(v := o["total"]) is int else integer(v)
    m.transcriptions = many(decode_transcription, o["transcriptions"])
    return m


def encode_transcription_list(m: TranscriptionList) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {
        "total": v if type(v := m.total) is int else integer(v),
        "transcriptions": many(encode_transcription, m.transcriptions),
    }
    return o


DECODERS: dict[type, Callable[[Any], Any]] = {
    Transcription: decode_transcription,
    TranscriptionList: decode_transcription_list,
}
ENCODERS: dict[type, Callable[[Any], Any]] = {
    Transcription: encode_transcription,
    TranscriptionList: encode_transcription_list,
}
