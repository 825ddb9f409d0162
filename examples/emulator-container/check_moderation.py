"""A check against an emulator in another container.

``CORTEX_BASE_URL`` is its address and ``CORTEX_EMULATOR_TOKEN`` its control token.
"""

from __future__ import annotations

import os

from cortex_sync import CortexClient
from cortex_sync.testing import RemoteEmulator


def main() -> None:
    address, token = os.environ["CORTEX_BASE_URL"], os.environ.get("CORTEX_EMULATOR_TOKEN")
    with RemoteEmulator(address, token=token) as emulator:
        emulator.reset()
        with CortexClient(base_url=emulator.base_url, api_key=emulator.api_key) as client:
            project = client.project(emulator.project_id)
            session = project.sessions.create(title="Raid", external_room_id="room-1")
            emulator.say(session.id, "bob", "RUN")
            project.sanctions.create(external_user_id="bob", type="mute", reason="shouting")
            emulator.clock.advance(3600)
            active = project.sanctions.list_active("bob")
            if [one.type for one in active] != ["mute"]:
                raise SystemExit(f"bob is not muted: {active}")
        emulator.requests.assert_called("createSanction", times=1, body={"reason": "shouting"})
    print("a shout was muted")


if __name__ == "__main__":
    main()
