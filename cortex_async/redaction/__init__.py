"""Redaction of transcripts: what a line may keep when it leaves for a file or an archive.

    def redact(line: Line) -> Line | None:
        return None if line.kind == "system" else line

    transcript.redacted(redact).save("match.html")

A ``Redact`` is any function that takes a line and returns it as it may be kept, or None to leave it out.
"""

from __future__ import annotations

from cortex_async.transcripts.redacting import Redact

__all__ = ["Redact"]
