"""System checks of ``settings.CORTEX``: ``manage.py check`` shows what is wrong, and never a value.

| id | what is wrong |
|---|---|
| ``cortex.E001`` | ``CORTEX`` is not a dict, or has an unknown setting |
| ``cortex.E002`` | a setting of the client cannot be used |
| ``cortex.E003`` | ``WEBHOOK_SECRET``, ``WEBHOOK_REPLAY`` or ``WEBHOOK_OPTIONS`` cannot be used |
| ``cortex.W001`` | there is no credential; only a warning, since images are built without one |
| ``cortex.W002`` | the URL of the webhook is there, but no ``WEBHOOK_SECRET`` |
| ``cortex.W003`` | with ``--deploy``: deliveries are remembered in each process on its own |
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib import import_module
from typing import Any

from cortex_async._core.errors import CortexError
from cortex_async.integrations.django.clients import make_client
from cortex_async.integrations.django.conf import Settings, read_settings
from cortex_async.integrations.django.receiving import make_router

_checks: Any = import_module("django.core.checks")
_urls: Any = import_module("django.urls")

TAG = "cortex"


def register_checks() -> None:
    """Register the checks. Called when the app is ready."""
    _checks.register(check_settings, TAG)
    _checks.register(check_deployment, TAG, deploy=True)


def check_settings(app_configs: object, **_: object) -> list[Any]:
    """Check what ``CORTEX`` holds. Opens no connection."""
    try:
        settings = read_settings()
    except CortexError as error:
        return [_error("E001", error)]
    return [*_client_problems(settings), *_webhook_problems(settings)]


def check_deployment(app_configs: object, **_: object) -> list[Any]:
    """Check what matters with several workers."""
    try:
        settings = read_settings()
    except CortexError:
        return []  # the other check reports it
    if settings.webhook_secret is None or settings.webhook_replay is not None:
        return []
    hint = "Set CORTEX['WEBHOOK_REPLAY'] to the name of a shared cache, or to a RedisReplayStore."
    message = (
        "Each worker remembers the deliveries of the webhook on its own, so two may handle the same one."
    )
    return [_checks.Warning(message, hint=hint, id="cortex.W003")]


def _client_problems(settings: Settings) -> Iterator[Any]:
    given = [settings.client.get(name) for name in ("api_key", "access_token")]
    if given == [None, None] and not (
        os.environ.get("CORTEX_API_KEY") or os.environ.get("CORTEX_ACCESS_TOKEN")
    ):
        hint = "Set CORTEX['API_KEY'], or the environment variable CORTEX_API_KEY."
        yield _checks.Warning("CORTEX has no credential.", hint=hint, id="cortex.W001")
        return
    try:
        make_client().close()
    except CortexError as error:
        yield _error("E002", error, "The name is that of CortexClient; in CORTEX it is in capitals.")


def _webhook_problems(settings: Settings) -> Iterator[Any]:
    if settings.webhook_secret is None:
        if _has_webhook():
            hint = "Set CORTEX['WEBHOOK_SECRET'] to the secret of the subscription."
            yield _checks.Warning("CORTEX has no WEBHOOK_SECRET.", hint=hint, id="cortex.W002")
        return
    try:
        make_router()
    except CortexError as error:
        hint = "See CORTEX['WEBHOOK_SECRET'], CORTEX['WEBHOOK_REPLAY'] and CORTEX['WEBHOOK_OPTIONS']."
        yield _error("E003", error, hint)


def _has_webhook() -> bool:
    try:
        _urls.reverse("cortex:webhook")
    except Exception:  # noqa: BLE001  (no such URL, no ROOT_URLCONF, or one that other checks report)
        return False
    return True


def _error(number: str, error: CortexError, hint: str | None = None) -> Any:
    return _checks.Error(str(error), hint=hint, id=f"cortex.{number}")
