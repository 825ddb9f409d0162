# Made by `python -m generator build` from spec/rtcstack.
# Do not edit: change the specification or the generator and run `make generate`.
"""Decoders and encoders of the group live transcription."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from cortex_async._core.codec.emitted import NULL, as_dict, aware, from_iso, integer, many, new, one, utc
from cortex_async._core.codec.names import parsed_name
from cortex_async._core.unset import UNSET

from ..models.live_transcription import (
    LiveTranscription,
    LiveTranscriptionAlreadyActive,
    LiveTranscriptionOptions,
    LiveTranscriptionStarted,
    LiveTranscriptionStopped,
    Segment,
    Speaker,
    StartLiveTranscription,
    UpdateSpeakers,
)

_END_MS = parsed_name("endMs")
_ID = parsed_name("id")
_LANGUAGE = parsed_name("language")
_NAME = parsed_name("name")
_TRANSCRIPTION_OPTIONS = parsed_name("options")
_PARTIAL_RESULTS = parsed_name("partialResults")
_PARTICIPANTS = parsed_name("participants")
_PROFANITY_FILTER = parsed_name("profanityFilter")
_PUNCTUATION = parsed_name("punctuation")
_ROOM_ID = parsed_name("roomId")
_SEGMENT_COUNT = parsed_name("segmentCount")
_SEGMENTS = parsed_name("segments")
_SID = parsed_name("sid")
_SPEAKER_ID = parsed_name("speakerId")
_SPEAKER_NAME = parsed_name("speakerName")
_SPEAKERS = parsed_name("speakers")
_START_MS = parsed_name("startMs")
_STARTED_AT = parsed_name("startedAt")
_STATUS = parsed_name("status")
_STOPPED_AT = parsed_name("stoppedAt")
_TEXT = parsed_name("text")
_TRANSCRIPTION_ID = parsed_name("transcriptionId")


def decode_live_transcription(o: dict[str, Any]) -> LiveTranscription:
    m = new(LiveTranscription)
    m.language = o[_LANGUAGE]
    m.room_id = o[_ROOM_ID]
    m.segments = many(decode_segment, o[_SEGMENTS])
    m.speakers = many(decode_speaker, o[_SPEAKERS])
    m.status = o[_STATUS]
    m.transcription_id = o[_TRANSCRIPTION_ID]
    return m


def encode_live_transcription(m: LiveTranscription) -> dict[str, Any]:
    o: dict[str, Any] = {
        "language": m.language,
        "roomId": m.room_id,
        "segments": many(encode_segment, m.segments),
        "speakers": many(encode_speaker, m.speakers),
        "status": m.status,
        "transcriptionId": m.transcription_id,
    }
    return o


def decode_live_transcription_already_active(o: dict[str, Any]) -> LiveTranscriptionAlreadyActive:
    m = new(LiveTranscriptionAlreadyActive)
    m.id = o[_ID]
    m.language = o[_LANGUAGE]
    m.room_id = o[_ROOM_ID]
    m.started_at = (
        NULL if (v := o[_STARTED_AT]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.status = o[_STATUS]
    return m


def encode_live_transcription_already_active(m: LiveTranscriptionAlreadyActive) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {
        "id": m.id,
        "language": m.language,
        "roomId": m.room_id,
        "startedAt": v if type(v := m.started_at) is datetime and v.tzinfo is UTC else utc(v),
        "status": m.status,
    }
    return o


def decode_live_transcription_options(o: dict[str, Any]) -> LiveTranscriptionOptions:
    o.keys()
    m = new(LiveTranscriptionOptions)
    m.partial_results = o[_PARTIAL_RESULTS] if _PARTIAL_RESULTS in o else UNSET
    m.profanity_filter = o[_PROFANITY_FILTER] if _PROFANITY_FILTER in o else UNSET
    m.punctuation = o[_PUNCTUATION] if _PUNCTUATION in o else UNSET
    return m


def encode_live_transcription_options(m: LiveTranscriptionOptions) -> dict[str, Any]:
    o: dict[str, Any] = {}
    if m.partial_results is not UNSET:
        o["partialResults"] = m.partial_results
    if m.profanity_filter is not UNSET:
        o["profanityFilter"] = m.profanity_filter
    if m.punctuation is not UNSET:
        o["punctuation"] = m.punctuation
    return o


def decode_live_transcription_started(o: dict[str, Any]) -> LiveTranscriptionStarted:
    m = new(LiveTranscriptionStarted)
    m.language = o[_LANGUAGE]
    m.room_id = o[_ROOM_ID]
    m.started_at = (
        NULL if (v := o[_STARTED_AT]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.status = o[_STATUS]
    m.transcription_id = o[_TRANSCRIPTION_ID]
    return m


def encode_live_transcription_started(m: LiveTranscriptionStarted) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {
        "language": m.language,
        "roomId": m.room_id,
        "startedAt": v if type(v := m.started_at) is datetime and v.tzinfo is UTC else utc(v),
        "status": m.status,
        "transcriptionId": m.transcription_id,
    }
    return o


def decode_live_transcription_stopped(o: dict[str, Any]) -> LiveTranscriptionStopped:
    m = new(LiveTranscriptionStopped)
    m.segment_count = v if type(v := o[_SEGMENT_COUNT]) is int else integer(v)
    m.status = o[_STATUS]
    m.stopped_at = (
        NULL if (v := o[_STOPPED_AT]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.transcription_id = o[_TRANSCRIPTION_ID]
    return m


def encode_live_transcription_stopped(m: LiveTranscriptionStopped) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {
        "segmentCount": v if type(v := m.segment_count) is int else integer(v),
        "status": m.status,
        "stoppedAt": v if type(v := m.stopped_at) is datetime and v.tzinfo is UTC else utc(v),
        "transcriptionId": m.transcription_id,
    }
    return o


def decode_segment(o: dict[str, Any]) -> Segment:
    m = new(Segment)
    m.end_ms = v if type(v := o[_END_MS]) is int else integer(v)
    m.speaker_id = o[_SPEAKER_ID]
    m.speaker_name = o[_SPEAKER_NAME]
    m.start_ms = v if type(v := o[_START_MS]) is int else integer(v)
    m.text = o[_TEXT]
    return m


def encode_segment(m: Segment) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {
        "endMs": v if type(v := m.end_ms) is int else integer(v),
        "speakerId": m.speaker_id,
        "speakerName": m.speaker_name,
        "startMs": v if type(v := m.start_ms) is int else integer(v),
        "text": m.text,
    }
    return o


def decode_speaker(o: dict[str, Any]) -> Speaker:
    m = new(Speaker)
    m.name = o[_NAME]
    m.sid = o[_SID]
    return m


def encode_speaker(m: Speaker) -> dict[str, Any]:
    o: dict[str, Any] = {"name": m.name, "sid": m.sid}
    return o


def decode_start_live_transcription(o: dict[str, Any]) -> StartLiveTranscription:
    o.keys()
    m = new(StartLiveTranscription)
    m.language = o[_LANGUAGE] if _LANGUAGE in o else UNSET
    m.participants = o[_PARTICIPANTS] if _PARTICIPANTS in o else UNSET
    m.transcription_options = (
        UNSET
        if _TRANSCRIPTION_OPTIONS not in o
        else one(decode_live_transcription_options, o[_TRANSCRIPTION_OPTIONS])
    )
    return m


def encode_start_live_transcription(m: StartLiveTranscription) -> dict[str, Any]:
    o: dict[str, Any] = {}
    if m.language is not UNSET:
        o["language"] = m.language
    if m.participants is not UNSET:
        o["participants"] = as_dict(m.participants)
    if m.transcription_options is not UNSET:
        o["options"] = one(encode_live_transcription_options, m.transcription_options)
    return o


def decode_update_speakers(o: dict[str, Any]) -> UpdateSpeakers:
    m = new(UpdateSpeakers)
    m.participants = o[_PARTICIPANTS]
    return m


def encode_update_speakers(m: UpdateSpeakers) -> dict[str, Any]:
    o: dict[str, Any] = {"participants": as_dict(m.participants)}
    return o


DECODERS: dict[type, Callable[[Any], Any]] = {
    LiveTranscription: decode_live_transcription,
    LiveTranscriptionAlreadyActive: decode_live_transcription_already_active,
    LiveTranscriptionOptions: decode_live_transcription_options,
    LiveTranscriptionStarted: decode_live_transcription_started,
    LiveTranscriptionStopped: decode_live_transcription_stopped,
    Segment: decode_segment,
    Speaker: decode_speaker,
    StartLiveTranscription: decode_start_live_transcription,
    UpdateSpeakers: decode_update_speakers,
}
ENCODERS: dict[type, Callable[[Any], Any]] = {
    LiveTranscription: encode_live_transcription,
    LiveTranscriptionAlreadyActive: encode_live_transcription_already_active,
    LiveTranscriptionOptions: encode_live_transcription_options,
    LiveTranscriptionStarted: encode_live_transcription_started,
    LiveTranscriptionStopped: encode_live_transcription_stopped,
    Segment: encode_segment,
    Speaker: encode_speaker,
    StartLiveTranscription: encode_start_live_transcription,
    UpdateSpeakers: encode_update_speakers,
}
