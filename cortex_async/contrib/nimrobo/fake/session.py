"""The sessions of a fake Nimrobo."""

from __future__ import annotations

from typing import Any

from attrs import define, field


@define
class FakeSession:
    """One session.

    project_id: None for a session of an instant link. summary_after: number of requests until its summary is
        ready.
    """

    id: str
    project_id: str | None = None
    status: Any = "active"
    completed_at: str | None = None
    transcript: Any = None
    audio: bytes | None = field(default=None, repr=False)
    content_type: str = "audio/wav"
    summary: Any = None
    summary_after: int = 2
    workflow: int = 0
    waiting: int | None = None
    coming: Any = None
