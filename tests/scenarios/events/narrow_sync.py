"""Tell events apart by their class, so that type checkers know the payload of each."""

import os

from cortex_sync import CortexClient
from cortex_sync.events import GatheringMemberJoinedEvent, MessageCreatedEvent


def main() -> None:
    with CortexClient() as client:
        project = client.project(os.environ["CORTEX_PROJECT_ID"])
        with project.events.stream() as stream:
            for event in stream:
                match event:
                    case GatheringMemberJoinedEvent():
                        print("joined:", event.payload.data.member.display_name)
                    case MessageCreatedEvent():
                        print("said:", event.payload.data.content)
                    case _:
                        pass


if __name__ == "__main__":
    main()
