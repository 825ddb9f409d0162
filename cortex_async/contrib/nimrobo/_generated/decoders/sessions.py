# Made by `python -m generator build` from spec/nimrobo.
# Do not edit: change the specification or the generator and run `make generate`.
"""Decoders and encoders of the group sessions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cortex_async._core.codec.emitted import new
from cortex_async._core.codec.names import parsed_name
from cortex_async._core.unset import UNSET

from ..models.sessions import (
    RegenerateSummary,
    SessionAudio,
    SessionStatus,
    SessionSummary,
    SessionTranscript,
    SummaryGenerating,
    SummaryRegenerating,
)

_AGENT_ID = parsed_name("agentId")
_AUDIO_URL = parsed_name("audioUrl")
_COMPLETED_AT = parsed_name("completedAt")
_CREATED_AT = parsed_name("createdAt")
_GENERATING = parsed_name("generating")
_INSTANT_VOICE_LINKS = parsed_name("instant_voice_links")
_PROJECT_ID = parsed_name("projectId")
_RUN_ID = parsed_name("runId")
_SESSION_ID = parsed_name("sessionId")
_STATUS = parsed_name("status")
_SUCCESS = parsed_name("success")
_SUMMARY = parsed_name("summary")
_TRANSCRIPT = parsed_name("transcript")
_TYPE = parsed_name("type")
_UPDATED_AT = parsed_name("updatedAt")
_WORKFLOW_ID = parsed_name("workflowId")
_WS_URL = parsed_name("wsUrl")


def decode_regenerate_summary(o: dict[str, Any]) -> RegenerateSummary:
    m = new(RegenerateSummary)
    m.session_id = o[_SESSION_ID]
    m.instant_voice_links = o[_INSTANT_VOICE_LINKS] if _INSTANT_VOICE_LINKS in o else UNSET
    m.project_id = o[_PROJECT_ID] if _PROJECT_ID in o else UNSET
    return m


def encode_regenerate_summary(m: RegenerateSummary) -> dict[str, Any]:
    o: dict[str, Any] = {"sessionId": m.session_id}
    if m.instant_voice_links is not UNSET:
        o["instant_voice_links"] = m.instant_voice_links
    if m.project_id is not UNSET:
        o["projectId"] = m.project_id
    return o


def decode_session_audio(o: dict[str, Any]) -> SessionAudio:
    m = new(SessionAudio)
    m.audio_url = o[_AUDIO_URL]
    m.session_id = o[_SESSION_ID]
    m.success = o[_SUCCESS]
    return m


def encode_session_audio(m: SessionAudio) -> dict[str, Any]:
    o: dict[str, Any] = {"audioUrl": m.audio_url, "sessionId": m.session_id, "success": m.success}
    return o


def decode_session_status(o: dict[str, Any]) -> SessionStatus:
    m = new(SessionStatus)
    m.session_id = o[_SESSION_ID]
    m.success = o[_SUCCESS]
    m.type = o[_TYPE]
    m.agent_id = o[_AGENT_ID] if _AGENT_ID in o else None
    m.completed_at = o[_COMPLETED_AT] if _COMPLETED_AT in o else None
    m.created_at = o[_CREATED_AT] if _CREATED_AT in o else None
    m.project_id = o[_PROJECT_ID] if _PROJECT_ID in o else None
    m.status = o[_STATUS] if _STATUS in o else None
    m.updated_at = o[_UPDATED_AT] if _UPDATED_AT in o else None
    m.ws_url = o[_WS_URL] if _WS_URL in o else None
    return m


def encode_session_status(m: SessionStatus) -> dict[str, Any]:
    o: dict[str, Any] = {"sessionId": m.session_id, "success": m.success, "type": m.type}
    if m.agent_id is not None:
        o["agentId"] = m.agent_id
    if m.completed_at is not None:
        o["completedAt"] = m.completed_at
    if m.created_at is not None:
        o["createdAt"] = m.created_at
    if m.project_id is not None:
        o["projectId"] = m.project_id
    if m.status is not None:
        o["status"] = m.status
    if m.updated_at is not None:
        o["updatedAt"] = m.updated_at
    if m.ws_url is not None:
        o["wsUrl"] = m.ws_url
    return o


def decode_session_summary(o: dict[str, Any]) -> SessionSummary:
    m = new(SessionSummary)
    m.session_id = o[_SESSION_ID]
    m.success = o[_SUCCESS]
    m.summary = o[_SUMMARY]
    return m


def encode_session_summary(m: SessionSummary) -> dict[str, Any]:
    o: dict[str, Any] = {"sessionId": m.session_id, "success": m.success, "summary": m.summary}
    return o


def decode_session_transcript(o: dict[str, Any]) -> SessionTranscript:
    m = new(SessionTranscript)
    m.session_id = o[_SESSION_ID]
    m.success = o[_SUCCESS]
    m.transcript = o[_TRANSCRIPT]
    return m


def encode_session_transcript(m: SessionTranscript) -> dict[str, Any]:
    o: dict[str, Any] = {"sessionId": m.session_id, "success": m.success, "transcript": m.transcript}
    return o


def decode_summary_generating(o: dict[str, Any]) -> SummaryGenerating:
    m = new(SummaryGenerating)
    m.generating = o[_GENERATING]
    m.run_id = o[_RUN_ID]
    m.session_id = o[_SESSION_ID]
    m.success = o[_SUCCESS]
    m.workflow_id = o[_WORKFLOW_ID]
    return m


def encode_summary_generating(m: SummaryGenerating) -> dict[str, Any]:
    o: dict[str, Any] = {
        "generating": m.generating,
        "runId": m.run_id,
        "sessionId": m.session_id,
        "success": m.success,
        "workflowId": m.workflow_id,
    }
    return o


def decode_summary_regenerating(o: dict[str, Any]) -> SummaryRegenerating:
    m = new(SummaryRegenerating)
    m.run_id = o[_RUN_ID]
    m.session_id = o[_SESSION_ID]
    m.success = o[_SUCCESS]
    m.workflow_id = o[_WORKFLOW_ID]
    return m


def encode_summary_regenerating(m: SummaryRegenerating) -> dict[str, Any]:
    o: dict[str, Any] = {
        "runId": m.run_id,
        "sessionId": m.session_id,
        "success": m.success,
        "workflowId": m.workflow_id,
    }
    return o


DECODERS: dict[type, Callable[[Any], Any]] = {
    RegenerateSummary: decode_regenerate_summary,
    SessionAudio: decode_session_audio,
    SessionStatus: decode_session_status,
    SessionSummary: decode_session_summary,
    SessionTranscript: decode_session_transcript,
    SummaryGenerating: decode_summary_generating,
    SummaryRegenerating: decode_summary_regenerating,
}
ENCODERS: dict[type, Callable[[Any], Any]] = {
    RegenerateSummary: encode_regenerate_summary,
    SessionAudio: encode_session_audio,
    SessionStatus: encode_session_status,
    SessionSummary: encode_session_summary,
    SessionTranscript: encode_session_transcript,
    SummaryGenerating: encode_summary_generating,
    SummaryRegenerating: encode_summary_regenerating,
}
