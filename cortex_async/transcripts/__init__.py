"""Whole transcripts of sessions, and files of them: subtitles, pages, tables.

    transcript = await project.sessions.transcript(session_id)
    transcript.save("match.vtt", "match.html", "match.parquet")

A ``Transcript`` is a plain value, the same for async and blocking code. ``Transcript.of`` builds one from
messages that a live view or webhooks brought.
"""

from __future__ import annotations

from cortex_async.transcripts.saving import Format
from cortex_async.transcripts.timing import Timing
from cortex_async.transcripts.transcript import Transcript
from cortex_async.transcripts.values import Line, Speaker

__all__ = ["Format", "Line", "Speaker", "Timing", "Transcript"]
