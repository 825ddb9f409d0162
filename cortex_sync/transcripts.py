"""Whole transcripts of sessions, and files of them, by the names of ``cortex_async.transcripts``.

    transcript = project.sessions.transcript(session_id)
    transcript.save("match.vtt", "match.html", "match.parquet")

They are the classes of ``cortex_async.transcripts``: a ``Transcript`` is a plain value.
"""

from __future__ import annotations

from cortex_async import transcripts as _transcripts
from cortex_async.transcripts import *  # noqa: F403

__all__ = _transcripts.__all__  # pyright: ignore[reportUnsupportedDunderAll]  # the star import above
