"""Handle events with a function for each type, and with one for all of a kind."""

import os

from cortex_sync import CortexClient, EventRouter
from cortex_sync.events import Event, MessageCreatedEvent

router = EventRouter()


@router.on(MessageCreatedEvent)
def said(event: MessageCreatedEvent) -> None:
    print("said:", event.payload.data.content)


@router.on("participant.*")
def moved(event: Event) -> None:
    print(event.type)


def main() -> None:
    with CortexClient() as client:
        router.run(client.project(os.environ["CORTEX_PROJECT_ID"]).events.stream())


if __name__ == "__main__":
    main()
