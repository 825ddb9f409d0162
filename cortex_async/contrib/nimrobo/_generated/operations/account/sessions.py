# Made by `python -m generator build` from spec/nimrobo.
# Do not edit: change the specification or the generator and run `make generate`.
"""Operations of account.sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

from cortex_async._core.operations import Operations
from cortex_async._core.options import Options
from cortex_async._core.request import Request, Route
from cortex_async._core.strings.wire_strings import Parameter
from cortex_async._core.unset import UNSET, Unset

from ... import models

if TYPE_CHECKING:
    from ...models import (
        InstantFlag,
        SessionAudio,
        SessionStatus,
        SessionSummary,
        SessionTranscript,
        SessionType,
        SummaryGenerating,
        SummaryRegenerating,
    )

BEARER = frozenset({"bearer"})

GET_AUDIO = Route(
    "getSessionAudio",
    "GET",
    "/v1/session/audio",
    BEARER,
    query_parameters={
        "sessionId": Parameter("session_id", "str"),
        "type": Parameter("type", "str"),
        "projectId": Parameter("project_id", "str"),
    },
    keywords="session_id type project_id",
)
GET_STATUS = Route(
    "getSessionStatus",
    "GET",
    "/v1/session/status",
    BEARER,
    query_parameters={
        "sessionId": Parameter("session_id", "str"),
        "type": Parameter("type", "str"),
        "projectId": Parameter("project_id", "str"),
    },
    keywords="session_id type project_id",
)
GET_SUMMARY = Route(
    "getSessionSummary",
    "GET",
    "/v1/sessions/summary",
    BEARER,
    query_parameters={
        "sessionId": Parameter("session_id", "str"),
        "instant_voice_links": Parameter("instant_voice_links", "str"),
        "projectId": Parameter("project_id", "str"),
    },
    keywords="session_id instant_voice_links project_id",
)
GET_TRANSCRIPT = Route(
    "getSessionTranscript",
    "GET",
    "/v1/session/transcript",
    BEARER,
    query_parameters={
        "sessionId": Parameter("session_id", "str"),
        "type": Parameter("type", "str"),
        "projectId": Parameter("project_id", "str"),
    },
    keywords="session_id type project_id",
)
REGENERATE_SUMMARY = Route(
    "regenerateSessionSummary",
    "POST",
    "/v1/sessions/summary/regenerate",
    BEARER,
    keywords="session_id instant_voice_links project_id",
)


class SessionsOperations(Operations):
    """Operations of the resource sessions in the scope account."""

    __slots__ = ()

    async def get_audio(
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
        return await self._call(
            Request(GET_AUDIO, query={"sessionId": session_id, "type": type, "projectId": project_id}),
            models.SessionAudio,
            options,
        )

    async def get_status(
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
        return await self._call(
            Request(GET_STATUS, query={"sessionId": session_id, "type": type, "projectId": project_id}),
            models.SessionStatus,
            options,
        )

    async def get_summary(
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
        return await self._call_by_status(
            Request(
                GET_SUMMARY,
                query={
                    "sessionId": session_id,
                    "instant_voice_links": instant_voice_links,
                    "projectId": project_id,
                },
            ),
            {200: models.SessionSummary, 202: models.SummaryGenerating},
            options,
        )

    async def get_transcript(
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
        return await self._call(
            Request(GET_TRANSCRIPT, query={"sessionId": session_id, "type": type, "projectId": project_id}),
            models.SessionTranscript,
            options,
        )

    async def regenerate_summary(
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
        return await self._call(
            Request(
                REGENERATE_SUMMARY,
                body=models.RegenerateSummary(
                    session_id=session_id, instant_voice_links=instant_voice_links, project_id=project_id
                ),
            ),
            models.SummaryRegenerating,
            options,
        )
