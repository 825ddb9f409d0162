"""What a browser needs for an Orga AI session, and a call from here.

Runs against the embedded fake, or against the service where ORGA_API_KEY is set.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from cortex_async.contrib.orga import OrgaClient
from cortex_async.contrib.orga.fake import FakeOrga
from cortex_async.contrib.orga.models import CallParams

OFFER = "v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:0\r\na=candidate:1 1 udp 2130706431 192.0.2.1 50000 typ host\r\n"


@asynccontextmanager
async def backend() -> AsyncGenerator[tuple[OrgaClient, bool], None]:
    """A client, and whether it is the fake's."""
    key = os.environ.get("ORGA_API_KEY")
    if key:
        async with OrgaClient(api_key=key) as client:
            yield client, False
        return
    async with FakeOrga() as fake, OrgaClient(base_url=fake.base_url, api_key=fake.api_key) as client:
        yield client, True


async def main() -> int:
    async with backend() as (client, fake):
        # A proxy endpoint answers its browser with config.to_json().
        config = await client.session_config()
        print(f"for a browser: {', '.join(config.to_json())}, until {config.expires_at}")
        print(f"safe to log: {config}")
        if fake:
            # A real offer comes from a media library such as aiortc.
            call = await client.exchange_sdp(OFFER, params=CallParams(voice="Sofía", temperature=0.5))
            answer = call.answer
            print(
                f"conversation {call.conversation_id} has begun, {answer.type} of {len(answer.sdp)} characters"
            )
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
