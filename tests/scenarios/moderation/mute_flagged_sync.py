"""Mute players for what a plugin flags with a score of 0.8 or more, in this session and every later one."""

import os

from cortex_sync import CortexClient, EventRouter
from cortex_sync.events import MessageAnnotationCreatedEvent


def main() -> None:
    router = EventRouter()
    with CortexClient() as client:
        project = client.project(os.environ["CORTEX_PROJECT_ID"])

        @router.on(MessageAnnotationCreatedEvent)
        def mute(event: MessageAnnotationCreatedEvent) -> None:
            flag = event.payload.data
            score = flag.number("score", 0.0)
            if flag.type == "toxicity" and score >= 0.8 and flag.external_user_id:
                project.sanctions.create(
                    type="mute",
                    external_user_id=flag.external_user_id,
                    reason=f"Toxicity {score}",
                    metadata={"messageId": flag.message_id},
                )

        router.run(project.events.stream())


if __name__ == "__main__":
    main()
