"""``manage.py cortex_listen``: receives the events of the project without a webhook, and sends the signal."""

from __future__ import annotations

import threading
from contextlib import AbstractContextManager, nullcontext
from importlib import import_module
from typing import TYPE_CHECKING, Any

from cortex_async._core.unset import UNSET
from cortex_async.integrations.django.framework import BaseCommand
from cortex_async.integrations.django.management.options import add_project, one_line_errors, project_of
from cortex_async.integrations.django.signals import send_event
from cortex_async.relay.stopping import stop_on_signals
from cortex_sync.routing import EventRouter

if TYPE_CHECKING:
    from cortex_async._generated.events import Event
    from cortex_sync.bridge.stream import EventStream

_db: Any = import_module("django.db")


class Command(BaseCommand):
    help = (
        "Follow the event stream of the Cortex project and send the signal event_received, until Ctrl-C or SIGTERM. "
        "For development without a public URL; run at most one, and not beside a webhook for the same events."
    )

    def add_arguments(self, parser: Any) -> None:
        add_project(parser)
        parser.add_argument(
            "--types", nargs="+", default=None, help="event types, e.g. session.* (default: all)"
        )

    def handle(self, *_: object, project: str | None, types: list[str] | None, **options: Any) -> None:
        router = EventRouter()
        router.on("*")(_send)
        chosen = UNSET if types is None else types
        with (
            one_line_errors(),
            # The class is the sender of the signal, and has to be the one that a webhook would bring.
            project_of(project).events.stream(types=chosen, check_payloads=True) as stream,
            _stopped_by_signals(stream),
        ):
            self.stdout.write("listening")
            self.stdout.flush()
            router.run(stream)
        self.stdout.write("stopped")


def _send(event: Event) -> None:
    # As before and after each request: https://docs.djangoproject.com/en/5.2/ref/databases/#persistent-connections
    _db.close_old_connections()
    try:
        send_event(event)
    finally:
        _db.close_old_connections()


def _stopped_by_signals(stream: EventStream[Event]) -> AbstractContextManager[None]:
    """End the stream with the first signal, which lets receivers return; the next ends the process."""
    if threading.current_thread() is not threading.main_thread():
        return nullcontext()  # only the main thread may set handlers: a test that calls the command

    def stop() -> None:
        threading.Thread(target=stream.close, name="cortex-listen-stop", daemon=True).start()

    return stop_on_signals(stop)
