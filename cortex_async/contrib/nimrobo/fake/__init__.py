"""A local Nimrobo for tests, written from the vendor's documentation: the five operations on sessions, and
the audio host.

    async with FakeNimrobo() as fake:
        fake.add("sess_1", project_id="proj_1")
        client = NimroboClient(base_url=fake.base_url, api_key=fake.api_key)

Needs ``odin-cortex[emulator]``.
"""

from __future__ import annotations

import hmac
import secrets
from types import TracebackType
from typing import Any, Self

from cortex_async._core.timing.clock import Clock, SystemClock
from cortex_async.contrib.fake import FakeRequest, FakeRoute, FakeServer, Reply, json_body
from cortex_async.contrib.nimrobo.fake.audio_host import FakeAudioHost
from cortex_async.contrib.nimrobo.fake.session import FakeSession

__all__ = ["FakeAudioHost", "FakeNimrobo", "FakeSession", "Reply"]


class FakeNimrobo(FakeServer):
    """sessions: the sessions by id. audio: the separate host of the recordings."""

    def __init__(
        self, api_key: str | None = None, *, scopes: frozenset[str] | None = None, clock: Clock | None = None
    ) -> None:
        self.api_key: str = api_key or f"api_{secrets.token_hex(16)}"
        self.scopes: frozenset[str] = (
            frozenset({"sessions:read", "sessions:write"}) if scopes is None else scopes
        )
        self.sessions: dict[str, FakeSession] = {}
        clock = clock or SystemClock()
        self.audio: FakeAudioHost = FakeAudioHost(self.sessions, clock)
        super().__init__(
            [
                FakeRoute("getSessionSummary", "GET", "/v1/sessions/summary", self._summary),
                FakeRoute(
                    "regenerateSessionSummary", "POST", "/v1/sessions/summary/regenerate", self._regenerate
                ),
                FakeRoute("getSessionStatus", "GET", "/v1/session/status", self._status),
                FakeRoute("getSessionTranscript", "GET", "/v1/session/transcript", self._transcript),
                FakeRoute("getSessionAudio", "GET", "/v1/session/audio", self._audio),
            ],
            secret_fields=("audioUrl",),
            clock=clock,
        )

    async def __aenter__(self) -> Self:
        await self.audio.__aenter__()
        return await super().__aenter__()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await super().__aexit__(kind, error, trace)
        await self.audio.__aexit__(kind, error, trace)

    def add(self, session_id: str, **fields: Any) -> FakeSession:
        """Add a session; ``fields`` are those of ``FakeSession``."""
        session = self.sessions[session_id] = FakeSession(session_id, **fields)
        return session

    def guard(self, operation: str, request: FakeRequest) -> Reply | None:
        given = request.headers.get("Authorization", "")
        if not hmac.compare_digest(given.encode(), f"Bearer {self.api_key}".encode()):
            return Reply(401, {"error": "Invalid or missing API key"})
        scope = "sessions:write" if operation == "regenerateSessionSummary" else "sessions:read"
        return None if scope in self.scopes else Reply(403, {"error": f"Missing scope {scope}"})

    def _summary(self, request: FakeRequest) -> Reply:
        instant = request.query.get("instant_voice_links") in ("1", "true", "yes")
        session = self._for_summary(request.query, instant)
        if isinstance(session, Reply):
            return session
        if session.waiting is not None:
            session.waiting -= 1
            if session.waiting <= 0:
                session.summary, session.waiting = session.coming, None
        elif session.summary is None:
            self._start(session)
        if session.summary is not None:
            return Reply(200, {"success": True, "sessionId": session.id, "summary": session.summary})
        return Reply(202, {"success": False, "generating": True, **_work(session)})

    def _regenerate(self, request: FakeRequest) -> Reply:
        body = json_body(request)
        session = self._for_summary(body, body.get("instant_voice_links") is True)
        if isinstance(session, Reply):
            return session
        self._start(session)
        return Reply(202, {"success": True, **_work(session)})

    def _start(self, session: FakeSession) -> None:
        session.workflow += 1
        session.waiting = session.summary_after
        session.coming = session.coming or {"headline": f"Summary {session.workflow}"}
        if session.summary == session.coming:
            session.coming = {"headline": f"Summary {session.workflow}"}

    def _status(self, request: FakeRequest) -> Reply:
        session = self._by_type(request)
        if isinstance(session, Reply):
            return session
        status = {
            "success": True,
            "sessionId": session.id,
            "type": request.query["type"],
            "projectId": session.project_id,
            "status": session.status,
            "agentId": "agent_1",
            "wsUrl": None,
            "createdAt": "2026-01-31T12:00:00.000Z",
            "completedAt": session.completed_at,
        }
        optional = ("projectId", "completedAt")
        return Reply(200, {k: v for k, v in status.items() if v is not None or k not in optional})

    def _transcript(self, request: FakeRequest) -> Reply:
        session = self._by_type(request)
        if isinstance(session, Reply):
            return session
        if session.transcript is None:
            return Reply(404, {"error": f"conversation.json not found for session {session.id}"})
        return Reply(200, {"success": True, "sessionId": session.id, "transcript": session.transcript})

    def _audio(self, request: FakeRequest) -> Reply:
        session = self._by_type(request)
        if isinstance(session, Reply):
            return session
        if session.audio is None:
            return Reply(404, {"error": f"Audio file not found for session {session.id}"})
        return Reply(
            200, {"success": True, "sessionId": session.id, "audioUrl": self.audio.signed(session.id)}
        )

    def _by_type(self, request: FakeRequest) -> FakeSession | Reply:
        query = request.query
        if not query.get("sessionId"):
            return Reply(400, {"error": "sessionId is required"})
        if query.get("type") not in ("project", "instant"):
            return Reply(400, {"error": 'type must be "project" or "instant"'})
        if query["type"] == "project" and not query.get("projectId"):
            return Reply(400, {"error": "projectId is required when type=project"})
        project = query.get("projectId") if query["type"] == "project" else None
        return self._owned(query["sessionId"], project)

    def _for_summary(self, given: Any, instant: bool) -> FakeSession | Reply:
        if not given.get("sessionId"):
            return Reply(400, {"error": "sessionId is required"})
        return self._owned(given["sessionId"], None if instant else given.get("projectId"))

    def _owned(self, session_id: str, project_id: str | None) -> FakeSession | Reply:
        session = self.sessions.get(session_id)
        if session is None or session.project_id != project_id:
            return Reply(404, {"error": "Session not found"})
        return session


def _work(session: FakeSession) -> dict[str, Any]:
    number = session.workflow
    return {"sessionId": session.id, "workflowId": f"wf_{number}", "runId": f"run_{number}"}
