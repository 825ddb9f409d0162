# Made by `python -m generator build` from spec/rtcstack.
# Do not edit: change the specification or the generator and run `make generate`.
"""Decoders and encoders of the group transcriptions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from cortex_async._core.codec.emitted import NULL, aware, from_iso, integer, many, new, utc
from cortex_async._core.codec.names import parsed_name
from cortex_async._core.codec.numerals import integer_from_string, number_from_string, number_to_string

from ..models.transcriptions import Transcription, TranscriptionList

_COMPLETED_AT = parsed_name("completedAt")
_DURATION = parsed_name("duration")
_ERROR = parsed_name("error")
_FAILED_AT = parsed_name("failedAt")
_LANGUAGE = parsed_name("language")
_QUEUED_AT = parsed_name("queuedAt")
_RECORDING_ID = parsed_name("recordingId")
_SEGMENT_COUNT = parsed_name("segmentCount")
_STARTED_AT = parsed_name("startedAt")
_STATUS = parsed_name("status")
_TEXT = parsed_name("text")
_TOTAL = parsed_name("total")
_TRANSCRIPTION_ID = parsed_name("transcriptionId")
_TRANSCRIPTIONS = parsed_name("transcriptions")


def decode_transcription(o: dict[str, Any]) -> Transcription:
    m = new(Transcription)
    m.status = o[_STATUS]
    m.transcription_id = o[_TRANSCRIPTION_ID]
    m.completed_at = (
        NULL
        if _COMPLETED_AT not in o or (v := o[_COMPLETED_AT]) is None
        else v
        if (v := from_iso(v)).tzinfo is UTC
        else aware(v)
    )
    m.duration = NULL if _DURATION not in o or (v := o[_DURATION]) is None else number_from_string(v)
    m.error = o[_ERROR] if _ERROR in o else None
    m.failed_at = (
        NULL
        if _FAILED_AT not in o or (v := o[_FAILED_AT]) is None
        else v
        if (v := from_iso(v)).tzinfo is UTC
        else aware(v)
    )
    m.language = o[_LANGUAGE] if _LANGUAGE in o else None
    m.queued_at = (
        NULL
        if _QUEUED_AT not in o or (v := o[_QUEUED_AT]) is None
        else v
        if (v := from_iso(v)).tzinfo is UTC
        else aware(v)
    )
    m.recording_id = o[_RECORDING_ID] if _RECORDING_ID in o else None
    m.segment_count = (
        NULL if _SEGMENT_COUNT not in o or (v := o[_SEGMENT_COUNT]) is None else integer_from_string(v)
    )
    m.started_at = (
        NULL
        if _STARTED_AT not in o or (v := o[_STARTED_AT]) is None
        else v
        if (v := from_iso(v)).tzinfo is UTC
        else aware(v)
    )
    m.text = o[_TEXT] if _TEXT in o else None
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
    m.total = v if type(v := o[_TOTAL]) is int else integer(v)
    m.transcriptions = many(decode_transcription, o[_TRANSCRIPTIONS])
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
