"""The app of Django, under the name of this package too."""

from __future__ import annotations

from cortex_async.integrations.django.apps import CortexConfig as CortexConfig
