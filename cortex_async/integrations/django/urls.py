"""The URL of the webhook: ``path("cortex/", include("cortex_async.integrations.django.urls"))``.

Its name is ``cortex:webhook``.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from cortex_async.integrations.django.receiving import receive

_urls: Any = import_module("django.urls")

app_name = "cortex"
urlpatterns: list[Any] = [_urls.path("webhook", receive, name="webhook")]
