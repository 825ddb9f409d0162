"""References to sessions. The API's operations identify a session in two different ways."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from attrs import frozen

from cortex_async._core.strings.wire_strings import identifier
from cortex_async._core.unset import UNSET, Unset

if TYPE_CHECKING:
    from cortex_async.contrib.nimrobo._generated.models import SessionType


class StatusParameters(TypedDict):
    """Parameters of ``get_status``, ``get_transcript`` and ``get_audio``."""

    session_id: str
    type: SessionType
    project_id: str | Unset


class SummaryParameters(TypedDict):
    """Parameters of ``get_summary``."""

    session_id: str
    project_id: str | Unset
    instant_voice_links: str | Unset


class RegenerateParameters(TypedDict):
    """Parameters of ``regenerate_summary``."""

    session_id: str
    project_id: str | Unset
    instant_voice_links: bool | Unset


@frozen
class SessionRef:
    """A session of a project or of an instant link. Use ``project`` or ``instant`` to make one."""

    session_id: str
    project_id: str | None

    def __attrs_post_init__(self) -> None:
        identifier(self.session_id, "session_id")
        if self.project_id is not None:
            identifier(self.project_id, "project_id")

    @classmethod
    def project(cls, session_id: str, project_id: str) -> SessionRef:
        """A session of a project. Raises ``ArgumentError`` for an invalid id."""
        return cls(session_id, "" if project_id is None else project_id)  # pyright: ignore[reportUnnecessaryComparison]

    @classmethod
    def instant(cls, session_id: str) -> SessionRef:
        """A session started by an instant link. Raises ``ArgumentError`` for an invalid id."""
        return cls(session_id, None)

    def status_parameters(self) -> StatusParameters:
        return {
            "session_id": self.session_id,
            "type": "instant" if self.project_id is None else "project",
            "project_id": self._project,
        }

    def summary_parameters(self) -> SummaryParameters:
        instant: str | Unset = "1" if self.project_id is None else UNSET
        return {"session_id": self.session_id, "project_id": self._project, "instant_voice_links": instant}

    def regenerate_parameters(self) -> RegenerateParameters:
        instant: bool | Unset = True if self.project_id is None else UNSET
        return {"session_id": self.session_id, "project_id": self._project, "instant_voice_links": instant}

    @property
    def _project(self) -> str | Unset:
        return UNSET if self.project_id is None else self.project_id
