"""Mute players for a minute when what they say is more profane than 0.8."""

import os
from datetime import UTC, datetime, timedelta

from cortex_sync import CortexClient, EventRouter
from cortex_sync.events import MessageAnnotationCreatedEvent


def main() -> None:
    router = EventRouter()
    with CortexClient() as client:
        project = client.project(os.environ["CORTEX_PROJECT_ID"])

        @router.on(MessageAnnotationCreatedEvent)
        def mute(event: MessageAnnotationCreatedEvent) -> None:
            flag = event.payload.data
            if flag.type == "profanity" and flag.number("severity", 0.0) > 0.8 and flag.participant_id:
                end = datetime.now(UTC) + timedelta(minutes=1)
                project.sanctions.create(type="mute", participant_id=flag.participant_id, end_at=end)

        router.run(project.events.stream())


if __name__ == "__main__":
    main()
