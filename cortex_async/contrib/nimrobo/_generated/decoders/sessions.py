# Made by `python -m generator build` from spec/nimrobo.
# Do not edit: change the specification or the generator and run `make generate`.
"""Decoders and encoders of the group sessions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cortex_async._core.codec.emitted import new
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


def decode_regenerate_summary(o: dict[str, Any]) -> RegenerateSummary:
    get = o.get
    m = new(RegenerateSummary)
    m.session_id = o["sessionId"]
    m.instant_voice_links = get("instant_voice_links", UNSET)
    m.project_id = get("projectId", UNSET)
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
    m.audio_url = o["audioUrl"]
    m.session_id = o["sessionId"]
    m.success = o["success"]
    return m


def encode_session_audio(m: SessionAudio) -> dict[str, Any]:
    o: dict[str, Any] = {"audioUrl": m.audio_url, "sessionId": m.session_id, "success": m.success}
    return o


def decode_session_status(o: dict[str, Any]) -> SessionStatus:
    get = o.get
    m = new(SessionStatus)
    m.session_id = o["sessionId"]
    m.success = o["success"]
    m.type = o["type"]
    m.agent_id = get("agentId")
    m.completed_at = get("completedAt")
    m.created_at = get("createdAt")
    m.project_id = get("projectId")
    m.status = get("status")
    m.updated_at = get("updatedAt")
    m.ws_url = get("wsUrl")
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
    m.session_id = o["sessionId"]
    m.success = o["success"]
    m.summary = o["summary"]
    return m


def encode_session_summary(m: SessionSummary) -> dict[str, Any]:
    o: dict[str, Any] = {"sessionId": m.session_id, "success": m.success, "summary": m.summary}
    return o


def decode_session_transcript(o: dict[str, Any]) -> SessionTranscript:
    m = new(SessionTranscript)
    m.session_id = o["sessionId"]
    m.success = o["success"]
    m.transcript = o["transcript"]
    return m


def encode_session_transcript(m: SessionTranscript) -> dict[str, Any]:
    o: dict[str, Any] = {"sessionId": m.session_id, "success": m.success, "transcript": m.transcript}
    return o


def decode_summary_generating(o: dict[str, Any]) -> SummaryGenerating:
    m = new(SummaryGenerating)
    m.generating = o["generating"]
    m.run_id = o["runId"]
    m.session_id = o["sessionId"]
    m.success = o["success"]
    m.workflow_id = o["workflowId"]
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
    m.run_id = o["runId"]
    m.session_id = o["sessionId"]
    m.success = o["success"]
    m.workflow_id = o["workflowId"]
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
