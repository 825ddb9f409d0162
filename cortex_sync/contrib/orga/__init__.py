"""Orga AI realtime for blocking code:

``cortex_async.contrib.orga`` without ``async``. The models are in that package.
"""

from __future__ import annotations

from cortex_async.contrib.orga.session import SessionConfig
from cortex_sync.contrib.orga.client import OrgaClient

__all__ = ["OrgaClient", "SessionConfig"]
