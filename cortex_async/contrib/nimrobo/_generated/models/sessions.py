# Made by `python -m generator build` from spec/nimrobo.
# Do not edit: change the specification or the generator and run `make generate`.
"""Models of the group sessions."""

from __future__ import annotations

from typing import Literal, TypeAlias

from attrs import field

from cortex_async._core.late_attrs import define
from cortex_async._core.secrets.masking import masked
from cortex_async._core.types import JSON
from cortex_async._core.unset import UNSET, Unset

InstantFlag: TypeAlias = Literal["1", "true", "yes"]

SessionType: TypeAlias = Literal["project", "instant"]


@define(kw_only=True)
class RegenerateSummary:
    """Schema RegenerateSummaryRequest of the API.

    Attributes:
        session_id (str): The session.
        instant_voice_links (bool, default UNSET): true for a session of an instant link.
        project_id (str, default UNSET): The project, for a session of a project.
    """

    session_id: str
    """The session."""
    instant_voice_links: bool | Unset = UNSET
    """true for a session of an instant link."""
    project_id: str | Unset = UNSET
    """The project, for a session of a project."""


@define(kw_only=True)
class SessionAudio:
    """Schema SessionAudio of the API.

    Attributes:
        audio_url (str): Signed address; whoever has it can read the recording for about an hour.
        session_id (str): The session.
        success (bool): true.
    """

    audio_url: str = field(repr=masked)
    """Signed address; whoever has it can read the recording for about an hour."""
    session_id: str
    """The session."""
    success: bool
    """true."""


@define(kw_only=True)
class SessionStatus:
    """Schema SessionStatus of the API.

    Attributes:
        session_id (str): The session.
        success (bool): true.
        type (SessionType | str): Whether it belongs to a project or to an instant link.
        agent_id (JSON | None): The voice agent.
        completed_at (str | None): When it ended; ISO 8601 where possible.
        created_at (str | None): When it was made; ISO 8601 where possible.
        project_id (str | None): The project.
        status (JSON | None): How far it is, usually `pending`, `active`, `completed` or `failed`.
        updated_at (str | None): When it last changed; ISO 8601 where possible.
        ws_url (JSON | None): Address of the running call.
    """

    session_id: str
    """The session."""
    success: bool
    """true."""
    type: SessionType | str
    """Whether it belongs to a project or to an instant link."""
    agent_id: JSON | None = None
    """The voice agent."""
    completed_at: str | None = None
    """When it ended; ISO 8601 where possible."""
    created_at: str | None = None
    """When it was made; ISO 8601 where possible."""
    project_id: str | None = None
    """The project."""
    status: JSON | None = None
    """How far it is, usually `pending`, `active`, `completed` or `failed`."""
    updated_at: str | None = None
    """When it last changed; ISO 8601 where possible."""
    ws_url: JSON | None = None
    """Address of the running call."""


@define(kw_only=True)
class SessionSummary:
    """Schema SessionSummary of the API.

    Attributes:
        session_id (str): The session.
        success (bool): true.
        summary (JSON): The summary
    """

    session_id: str
    """The session."""
    success: bool
    """true."""
    summary: JSON
    """The summary"""


@define(kw_only=True)
class SessionTranscript:
    """Schema SessionTranscript of the API.

    Attributes:
        session_id (str): The session.
        success (bool): true.
        transcript (JSON): What was said, often a list of objects with `role` and `content`.
    """

    session_id: str
    """The session."""
    success: bool
    """true."""
    transcript: JSON
    """What was said, often a list of objects with `role` and `content`."""


@define(kw_only=True)
class SummaryGenerating:
    """Schema SummaryGenerating of the API.

    Attributes:
        generating (bool): true.
        run_id (str): This run of the work.
        session_id (str): The session.
        success (bool): false.
        workflow_id (str): The work on it.
    """

    generating: bool
    """true."""
    run_id: str
    """This run of the work."""
    session_id: str
    """The session."""
    success: bool
    """false."""
    workflow_id: str
    """The work on it."""


@define(kw_only=True)
class SummaryRegenerating:
    """Schema SummaryRegenerating of the API.

    Attributes:
        run_id (str): This run of the work.
        session_id (str): The session.
        success (bool): true.
        workflow_id (str): The work on it.
    """

    run_id: str
    """This run of the work."""
    session_id: str
    """The session."""
    success: bool
    """true."""
    workflow_id: str
    """The work on it."""
