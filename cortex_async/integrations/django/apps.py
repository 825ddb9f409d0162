"""The app of Django: ``INSTALLED_APPS = ["cortex_async.integrations.django"]``."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from cortex_async.integrations.django.checks import register_checks
from cortex_async.integrations.django.clients import forget_clients
from cortex_async.integrations.django.framework import AppConfig
from cortex_async.integrations.django.receiving import ROUTER

_signals: Any = import_module("django.core.signals")


class CortexConfig(AppConfig):
    """Registers the checks. Nothing is opened before the first call."""

    name = "cortex_async.integrations.django"
    label = "cortex"
    verbose_name = "ODIN Cortex"

    def ready(self) -> None:
        register_checks()
        _signals.setting_changed.connect(_settings_changed, dispatch_uid="cortex")


def _settings_changed(*, setting: str, **_: object) -> None:
    """Tests change settings: https://docs.djangoproject.com/en/5.2/topics/testing/tools/#overriding-settings."""
    if setting in ("CORTEX", "CACHES"):
        ROUTER.take()
        forget_clients()
