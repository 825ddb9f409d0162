"""Nimrobo: results of voice interviews.

    async with NimroboClient(api_key=...) as client:
        session = SessionRef.project(session_id, project_id)
        summary = await client.wait_summary(session)
        await client.download_audio(session, "interview.wav")

Models are in ``cortex_async.contrib.nimrobo.models``; a fake server for tests is in
``cortex_async.contrib.nimrobo.fake``.
"""

from __future__ import annotations

from cortex_async.contrib.nimrobo.audio import SavedAudio
from cortex_async.contrib.nimrobo.client import NimroboClient
from cortex_async.contrib.nimrobo.reference import SessionRef
from cortex_async.contrib.polling import Patience, StillPending

__all__ = ["NimroboClient", "Patience", "SavedAudio", "SessionRef", "StillPending"]
