"""Mail the summary of each meeting to those who were invited."""

import os
import smtplib
from email.message import EmailMessage

from cortex_sync import CortexClient, EventRouter
from cortex_sync.events import SessionAnnotationCreatedEvent


def send(subject: str, to: list[str], body: str) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = os.environ["MAIL_FROM"], ", ".join(to), subject
    mail.set_content(body)
    with smtplib.SMTP(os.environ["SMTP_HOST"], int(os.environ["SMTP_PORT"])) as smtp:
        smtp.send_message(mail)


def main() -> None:
    router = EventRouter()
    with CortexClient() as client:
        gatherings = client.project(os.environ["CORTEX_PROJECT_ID"]).gatherings

        @router.on(SessionAnnotationCreatedEvent)
        def mail_summary(event: SessionAnnotationCreatedEvent) -> None:
            written = event.payload.data
            if written.type != "summary":
                return
            if meeting := gatherings.find_by_session(written.session_id):
                emails = [one.email for one in gatherings.list_invitations(meeting.id) if one.email]
                send(meeting.name, emails, written.text("summary", ""))
                print("mailed to", *emails)

        router.run(client.project(os.environ["CORTEX_PROJECT_ID"]).events.stream())


if __name__ == "__main__":
    main()
