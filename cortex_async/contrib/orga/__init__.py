"""Orga AI realtime: short-lived credentials and WebRTC calls to a voice and video assistant.

    async with OrgaClient(api_key=...) as client:
        config = await client.session_config()      # for a browser: config.to_json()
        call = await client.exchange_sdp(offer)     # or call from here: an SDP offer with its candidates

Models are in ``cortex_async.contrib.orga.models``; a fake server for tests is in
``cortex_async.contrib.orga.fake``.
"""

from __future__ import annotations

from cortex_async.contrib.orga.client import OrgaClient
from cortex_async.contrib.orga.session import SessionConfig

__all__ = ["OrgaClient", "SessionConfig"]
