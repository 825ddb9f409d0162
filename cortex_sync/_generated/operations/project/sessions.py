# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""Operations of project.sessions."""

from __future__ import annotations

import builtins
from typing import TYPE_CHECKING, Unpack

from cortex_async._core.options import Options
from cortex_async._core.types import JSON
from cortex_async._core.unset import UNSET, Unset
from cortex_async._generated.operations.project import sessions as inner
from cortex_sync.bridge.operations import Operations

if TYPE_CHECKING:
    from cortex_async._generated.models import (
        Session,
        SessionActions,
        SessionAnnotation,
        SessionStarting,
        SessionStopping,
    )


class SessionsOperations(Operations[inner.SessionsOperations]):
    """Operations of the resource sessions in the scope project."""

    __slots__ = ()

    def create(
        self,
        *,
        external_room_id: str,
        title: str,
        auto_start: bool | Unset = UNSET,
        gateway: str | Unset = UNSET,
        idle_timeout: int | Unset = UNSET,
        **options: Unpack[Options],
    ) -> Session:
        """Create a new session

        Create a new session entity. A session tracks audio transcription and analysis for a room. By
        default, the bot is started automatically (set autoStart to false to disable).

        Args:
            external_room_id: External Room ID
            title: Title of the session
            auto_start: Whether to automatically start the bot after session creation. Defaults to true
                when omitted; set to false to disable.
            gateway: ODIN Gateway URL
            idle_timeout: Idle timeout in seconds. If > 0, session auto-stops after this duration with
                no participants. 0 or omitted means no auto-stop.

        Raises: BadRequest; every call can raise RequestFailed and APIError.

        Operation createSession: POST /api/projects/{projectId}/sessions
        """
        return self._wait(
            self._inner.create,
            external_room_id=external_room_id,
            title=title,
            auto_start=auto_start,
            gateway=gateway,
            idle_timeout=idle_timeout,
            **options,
        )

    def get(self, session_id: str, **options: Unpack[Options]) -> Session:
        """Get a session by ID

        Retrieve detailed information about a specific session.

        Args:
            session_id: Session ID

        Raises: NotFound; every call can raise RequestFailed and APIError.

        Operation getSession: GET /api/projects/{projectId}/sessions/{id}
        """
        return self._wait(self._inner.get, session_id, **options)

    def list(self, **options: Unpack[Options]) -> builtins.list[Session]:
        """List all sessions

        Retrieve a list of all sessions for the current tenant.

        Operation listSessions: GET /api/projects/{projectId}/sessions
        """
        return self._wait(self._inner.list, **options)

    def list_actions(self, session_id: str, **options: Unpack[Options]) -> SessionActions:
        """Get available actions for a session

        Returns all plugin actions available for this session, grouped by plugin.

        Args:
            session_id: Session ID

        Raises: NotFound; every call can raise RequestFailed and APIError.

        Operation getSessionActions: GET /api/projects/{projectId}/sessions/{id}/actions
        """
        return self._wait(self._inner.list_actions, session_id, **options)

    def list_annotations(
        self, session_id: str, **options: Unpack[Options]
    ) -> builtins.list[SessionAnnotation]:
        """Get session annotations

        Retrieve a list of annotations created by plugins for a specific session.

        Args:
            session_id: Session ID

        Operation getSessionAnnotations: GET /api/plugins/annotations/sessions/{sessionId}
        """
        return self._wait(self._inner.list_annotations, session_id, **options)

    def regenerate_summary(self, session_id: str, **options: Unpack[Options]) -> JSON:
        """Regenerate session summary

        Delete existing summary and trigger the session-summary plugin to generate a new one with
        current settings.

        Args:
            session_id: Session ID

        Raises: NotFound; every call can raise RequestFailed and APIError.

        Operation regenerateSummary: POST /api/projects/{projectId}/sessions/{id}/regenerate-summary
        """
        return self._wait(self._inner.regenerate_summary, session_id, **options)

    def start(self, session_id: str, **options: Unpack[Options]) -> SessionStarting:
        """Start a session (bot)

        Command the transcription bot to join the associated ODIN room and start processing.

        Args:
            session_id: Session ID

        Raises: BadRequest, NotFound; every call can raise RequestFailed and APIError.

        Operation startSession: POST /api/projects/{projectId}/sessions/{id}/start
        """
        return self._wait(self._inner.start, session_id, **options)

    def stop(self, session_id: str, **options: Unpack[Options]) -> SessionStopping:
        """Stop a session (bot)

        Command the transcription bot to leave the ODIN room and stop processing.

        Args:
            session_id: Session ID

        Raises: NotFound; every call can raise RequestFailed and APIError.

        Operation stopSession: POST /api/projects/{projectId}/sessions/{id}/stop
        """
        return self._wait(self._inner.stop, session_id, **options)
