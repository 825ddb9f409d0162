"""Mail the summary of each meeting to those who were invited."""

import asyncio
import os
import smtplib
from email.message import EmailMessage

from cortex_async import CortexClient, EventRouter
from cortex_async.events import SessionAnnotationCreatedEvent


def send(subject: str, to: list[str], body: str) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = os.environ["MAIL_FROM"], ", ".join(to), subject
    mail.set_content(body)
    with smtplib.SMTP(os.environ["SMTP_HOST"], int(os.environ["SMTP_PORT"])) as smtp:
        smtp.send_message(mail)


async def main() -> None:
    router = EventRouter()
    async with CortexClient() as client:
        gatherings = client.project(os.environ["CORTEX_PROJECT_ID"]).gatherings

        @router.on(SessionAnnotationCreatedEvent)
        async def mail_summary(event: SessionAnnotationCreatedEvent) -> None:
            written = event.payload.data
            if written.type != "summary":
                return
            if meeting := await gatherings.find_by_session(written.session_id):
                emails = [one.email for one in await gatherings.list_invitations(meeting.id) if one.email]
                await asyncio.to_thread(send, meeting.name, emails, written.text("summary", ""))
                print("mailed to", *emails)

        await router.run(client.project(os.environ["CORTEX_PROJECT_ID"]).events.stream())


if __name__ == "__main__":
    asyncio.run(main())
