"""``manage.py cortex_check``: checks the settings, and that Cortex accepts them."""

from __future__ import annotations

import inspect
import uuid
from collections.abc import Callable, Iterator
from typing import Any

from cortex_async._core.errors import CortexError
from cortex_async.integrations.django.checks import check_settings
from cortex_async.integrations.django.clients import get_client
from cortex_async.integrations.django.conf import Settings, read_settings
from cortex_async.integrations.django.framework import BaseCommand, CommandError
from cortex_async.integrations.django.management.options import add_project, project_of
from cortex_async.integrations.django.receiving import replay_store
from cortex_async.webhooks.replay import ReplayStore


class Command(BaseCommand):
    help = "Check the settings of Cortex, and with calls that change nothing that Cortex accepts them."
    requires_system_checks: list[str] = []  # noqa: RUF012  # it shows them itself

    def add_arguments(self, parser: Any) -> None:
        add_project(parser)

    def handle(self, *_: object, project: str | None, **options: Any) -> None:
        problems = check_settings(None)
        for problem in problems:
            self.stdout.write(self.style.WARNING(str(problem)))
        failed = [problem for problem in problems if problem.is_serious()]
        if not failed:
            for name, check in _checks(read_settings(), project):
                failed += [name] if not self._passes(name, check) else []
        if failed:
            raise CommandError("Cortex cannot be used with these settings.")

    def _passes(self, name: str, check: Callable[[], str]) -> bool:
        try:
            result = check()
        except Exception as error:  # noqa: BLE001  (a cache may raise anything)
            self.stdout.write(self.style.ERROR(f"{name}: {_reason(error)}"))
            return False
        self.stdout.write(self.style.SUCCESS(f"{name}: {result}"))
        return True


def _checks(settings: Settings, project: str | None) -> Iterator[tuple[str, Callable[[], str]]]:
    yield "address", _address
    yield "credential", _credential
    if project or settings.project_id:
        yield "project", lambda: _project(project)
    store = replay_store(settings.webhook_replay)
    if store:
        yield "replay store", lambda: _replay(store)


def _reason(error: Exception) -> str:
    return f"{type(error).__name__}: {error}" if isinstance(error, CortexError) else type(error).__name__


def _address() -> str:
    client = get_client()
    client.health.check()
    return client.base_url


def _credential() -> str:
    projects = len(get_client().projects.list())
    return f"accepted; it sees {projects} project{'s' * (projects != 1)}"


def _project(project: str | None) -> str:
    found = len(project_of(project).sessions.list())
    return f"it has {found} session{'s' * (found != 1)}"


def _replay(store: ReplayStore) -> str:
    key, token = f"check-{uuid.uuid4().hex}", uuid.uuid4().hex
    first = store.claim(key, token)
    if inspect.iscoroutine(first):
        first.close()
        raise CortexError("it is asynchronous: give RedisReplayStore a redis.Redis")
    results = [first, store.claim(key, "another")]
    store.release(key, token)
    if results != ["claimed", "in_progress"]:
        raise CortexError(f"it let two workers have one delivery: {results}")
    return "ready"
