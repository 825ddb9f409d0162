"""Redaction of transcripts, by the names of ``cortex_async.redaction``.

They are the objects of ``cortex_async.redaction``, which works without a loop.
"""

from __future__ import annotations

from cortex_async import redaction as _redaction
from cortex_async.redaction import *  # noqa: F403

__all__ = _redaction.__all__  # pyright: ignore[reportUnsupportedDunderAll]  # the star import above
