"""RTCstack for blocking code:

``cortex_async.contrib.rtcstack`` without ``async``. The models are in that package.
"""

from __future__ import annotations

from cortex_async.contrib.polling import Patience, StillPending
from cortex_async.contrib.rtcstack.client import ActiveRecording
from cortex_async.contrib.rtcstack.signing import BodyHash
from cortex_async.contrib.rtcstack.webhooks import unwrap
from cortex_sync.contrib.rtcstack.client import RTCStackClient
from cortex_sync.contrib.rtcstack.tokens import TokenManager

__all__ = [
    "ActiveRecording",
    "BodyHash",
    "Patience",
    "RTCStackClient",
    "StillPending",
    "TokenManager",
    "unwrap",
]
