"""Nimrobo for blocking code:

``cortex_async.contrib.nimrobo`` without ``async``. The models are in that package.
"""

from __future__ import annotations

from cortex_async.contrib.nimrobo.audio import SavedAudio
from cortex_async.contrib.nimrobo.reference import SessionRef
from cortex_async.contrib.polling import Patience, StillPending
from cortex_sync.contrib.nimrobo.client import NimroboClient

__all__ = ["NimroboClient", "Patience", "SavedAudio", "SessionRef", "StillPending"]
