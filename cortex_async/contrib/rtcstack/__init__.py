"""RTCstack: rooms, recording, ingress and transcription on a LiveKit server of your own.

    async with RTCStackClient(base_url="http://localhost:3246", api_key=..., api_secret=...) as client:
        await client.rooms.create(name="lobby")
        token = await client.tokens.create(room_id="lobby", user_id="player-42", name="Alice", role="host")

Models are in ``cortex_async.contrib.rtcstack.models``; a fake server for tests is in
``cortex_async.contrib.rtcstack.fake``.
"""

from __future__ import annotations

from cortex_async.contrib.polling import Patience, StillPending
from cortex_async.contrib.rtcstack.client import ActiveRecording, RTCStackClient
from cortex_async.contrib.rtcstack.signing import BodyHash
from cortex_async.contrib.rtcstack.tokens import TokenManager
from cortex_async.contrib.rtcstack.webhooks import unwrap

__all__ = [
    "ActiveRecording",
    "BodyHash",
    "Patience",
    "RTCStackClient",
    "StillPending",
    "TokenManager",
    "unwrap",
]
