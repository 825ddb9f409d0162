"""React to the events of gatherings, with a function for each."""

import os

from cortex_sync import CortexClient, EventRouter
from cortex_sync.events import GatheringMemberReadyEvent, GatheringStartedEvent

router = EventRouter()


@router.on(GatheringMemberReadyEvent)
def ready(event: GatheringMemberReadyEvent) -> None:
    print(event.payload.data.member.display_name, "is ready")


@router.on(GatheringStartedEvent)
def started(event: GatheringStartedEvent) -> None:
    print(event.payload.data.name, "has started")


def main() -> None:
    with CortexClient() as client:
        router.run(client.project(os.environ["CORTEX_PROJECT_ID"]).events.stream(types=["gathering.*"]))


if __name__ == "__main__":
    main()
