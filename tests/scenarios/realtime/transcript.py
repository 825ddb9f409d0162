"""Follow a session and its transcript while people talk, until Ctrl-C."""

import asyncio
import os
from contextlib import suppress

from cortex_async import CortexClient
from cortex_async.live import Added


async def main() -> None:
    session_id = os.environ["CORTEX_SESSION_ID"]
    async with CortexClient() as client:
        sessions = client.project(os.environ["CORTEX_PROJECT_ID"]).sessions
        async with sessions.watch(session_id) as session, sessions.watch_messages(session_id) as messages:
            session.on_change(
                lambda _: print("session:", session.value.status if session.value else "deleted")
            )
            print(len(messages.value), "messages so far")
            async for change in messages:
                if isinstance(change, Added):
                    print(f"+ {change.new.sender_name}: {change.new.content}")


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        asyncio.run(main())
