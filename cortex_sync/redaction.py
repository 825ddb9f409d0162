"""Redaction of transcripts, by the names of ``cortex_async.redaction``.

    from cortex_sync.redaction import MaskPersonalData

    transcript.redacted(MaskPersonalData()).save("match.html")

They are the objects of ``cortex_async.redaction``: nothing in them waits.
"""

from __future__ import annotations

from cortex_async import redaction as _redaction
from cortex_async.redaction import *  # noqa: F403

__all__ = _redaction.__all__  # pyright: ignore[reportUnsupportedDunderAll]  # the star import above
