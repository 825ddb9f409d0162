# Made by `python -m generator build` from spec/rtcstack.
# Do not edit: change the specification or the generator and run `make generate`.
"""Decoders and encoders of the group transcriptions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cortex_async.core.decoding import instant, integer, many, new, utc
from cortex_async.core.numerals import integer_in_text, number_in_text, text_of_number

from ..models.transcriptions import Transcription, TranscriptionList


def decode_transcription(o: dict[str, Any]) -> Transcription:
    get = o.get
    m = new(Transcription)
    m.status = o["status"]
    m.transcription_id = o["transcriptionId"]
    m.completed_at = instant(get("completedAt"))
    m.duration = number_in_text(get("duration"))
    m.error = get("error")
    m.failed_at = instant(get("failedAt"))
    m.language = get("language")
    m.queued_at = instant(get("queuedAt"))
    m.recording_id = get("recordingId")
    m.segment_count = integer_in_text(get("segmentCount"))
    m.started_at = instant(get("startedAt"))
    m.text = get("text")
    return m


def encode_transcription(m: Transcription) -> dict[str, Any]:
    o: dict[str, Any] = {"status": m.status, "transcriptionId": m.transcription_id}
    if m.completed_at is not None:
        o["completedAt"] = utc(m.completed_at)
    if m.duration is not None:
        o["duration"] = text_of_number(m.duration)
    if m.error is not None:
        o["error"] = m.error
    if m.failed_at is not None:
        o["failedAt"] = utc(m.failed_at)
    if m.language is not None:
        o["language"] = m.language
    if m.queued_at is not None:
        o["queuedAt"] = utc(m.queued_at)
    if m.recording_id is not None:
        o["recordingId"] = m.recording_id
    if m.segment_count is not None:
        o["segmentCount"] = text_of_number(m.segment_count)
    if m.started_at is not None:
        o["startedAt"] = utc(m.started_at)
    if m.text is not None:
        o["text"] = m.text
    return o


def decode_transcription_list(o: dict[str, Any]) -> TranscriptionList:
    m = new(TranscriptionList)
    m.total = integer(o["total"])
    m.transcriptions = many(decode_transcription, o["transcriptions"])
    return m


def encode_transcription_list(m: TranscriptionList) -> dict[str, Any]:
    o: dict[str, Any] = {
        "total": integer(m.total),
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
