# Made by `python -m generator build` from spec/nimrobo.
# Do not edit: change the specification or the generator and run `make generate`.
"""Operations of account.sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

from cortex_async._core.options import Options
from cortex_async._core.unset import UNSET, Unset
from cortex_async.contrib.nimrobo._generated.operations.account import sessions as inner
from cortex_sync.bridge.operations import Operations

if TYPE_CHECKING:
    from cortex_async.contrib.nimrobo._generated.models import (
        InstantFlag,
        SessionAudio,
        SessionStatus,
        SessionSummary,
        SessionTranscript,
        SessionType,
        SummaryGenerating,
        SummaryRegenerating,
    )


class SessionsOperations(Operations[inner.SessionsOperations]):
    """Operations of the resource sessions in the scope account."""

    __slots__ = ()

    def get_audio(
        self,
        *,
        session_id: str,
        type: SessionType | str,
        project_id: str | Unset = UNSET,
        **options: Unpack[Options],
    ) -> SessionAudio:
        """Get an address for the audio

        An address from which the recording can be read without any credential for about an hour. It
        lies with another host: send it nothing of this API's.

        Args:
            session_id: The session.
            type: Whether the session belongs to a project or to an instant link.
            project_id: The project; required for a session of a project.

        Raises: BadRequest, Unauthorized, Forbidden, NotFound; every call can raise RequestFailed and
        APIError.

        Operation getSessionAudio: GET /v1/session/audio
        """
        return self._wait(
            self._inner.get_audio, session_id=session_id, type=type, project_id=project_id, **options
        )

    def get_status(
        self,
        *,
        session_id: str,
        type: SessionType | str,
        project_id: str | Unset = UNSET,
        **options: Unpack[Options],
    ) -> SessionStatus:
        """Get the status

        How far a session is. Just after its link was used there may be none yet, which is answered 404.

        Args:
            session_id: The session.
            type: Whether the session belongs to a project or to an instant link.
            project_id: The project; required for a session of a project.

        Raises: BadRequest, Unauthorized, Forbidden, NotFound; every call can raise RequestFailed and
        APIError.

        Operation getSessionStatus: GET /v1/session/status
        """
        return self._wait(
            self._inner.get_status, session_id=session_id, type=type, project_id=project_id, **options
        )

    def get_summary(
        self,
        *,
        session_id: str,
        instant_voice_links: InstantFlag | str | Unset = UNSET,
        project_id: str | Unset = UNSET,
        **options: Unpack[Options],
    ) -> SessionSummary | SummaryGenerating:
        """Get or start a summary

        The summary if there is one. If not, the call starts to make it and answers 202; call again
        later, not sooner than after some seconds: whether each of these calls starts more work is not
        documented.

        Args:
            session_id: The session.
            instant_voice_links: Given, with any of its values, for a session of an instant link.
            project_id: The project, for a session of a project.

        Returns:
            200: SessionSummary
            202: SummaryGenerating

        Raises: BadRequest, Unauthorized, Forbidden, NotFound; every call can raise RequestFailed and
        APIError.

        Operation getSessionSummary: GET /v1/sessions/summary
        """
        return self._wait(
            self._inner.get_summary,
            session_id=session_id,
            instant_voice_links=instant_voice_links,
            project_id=project_id,
            **options,
        )

    def get_transcript(
        self,
        *,
        session_id: str,
        type: SessionType | str,
        project_id: str | Unset = UNSET,
        **options: Unpack[Options],
    ) -> SessionTranscript:
        """Get the transcript

        What was said, in whatever form the interview stored it.

        Args:
            session_id: The session.
            type: Whether the session belongs to a project or to an instant link.
            project_id: The project; required for a session of a project.

        Raises: BadRequest, Unauthorized, Forbidden, NotFound; every call can raise RequestFailed and
        APIError.

        Operation getSessionTranscript: GET /v1/session/transcript
        """
        return self._wait(
            self._inner.get_transcript, session_id=session_id, type=type, project_id=project_id, **options
        )

    def regenerate_summary(
        self,
        *,
        session_id: str,
        instant_voice_links: bool | Unset = UNSET,
        project_id: str | Unset = UNSET,
        **options: Unpack[Options],
    ) -> SummaryRegenerating:
        """Make a summary anew

        Starts to make the summary anew, also if there is one. Until it is done the old one may still be
        answered.

        Args:
            session_id: The session.
            instant_voice_links: true for a session of an instant link.
            project_id: The project, for a session of a project.

        Raises: BadRequest, Unauthorized, Forbidden, NotFound; every call can raise RequestFailed and
        APIError.

        Operation regenerateSessionSummary: POST /v1/sessions/summary/regenerate
        """
        return self._wait(
            self._inner.regenerate_summary,
            session_id=session_id,
            instant_voice_links=instant_voice_links,
            project_id=project_id,
            **options,
        )
