"""Follow a session and its transcript while people talk, until Ctrl-C."""

import os
from contextlib import suppress

from cortex_sync import CortexClient
from cortex_sync.live import Added


def main() -> None:
    session_id = os.environ["CORTEX_SESSION_ID"]
    with CortexClient() as client:
        sessions = client.project(os.environ["CORTEX_PROJECT_ID"]).sessions
        with sessions.watch(session_id) as session, sessions.watch_messages(session_id) as messages:
            session.on_change(
                lambda _: print("session:", session.value.status if session.value else "deleted")
            )
            print(len(messages.value), "messages so far")
            for change in messages:
                if isinstance(change, Added):
                    print(f"+ {change.new.sender_name}: {change.new.content}")


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        main()
