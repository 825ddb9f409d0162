"""For gunicorn with ``--preload``: the main process uses the client before it forks."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application  # type: ignore[import-untyped]  # Django ships no types

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.integrations.django_project.settings")
application = get_wsgi_application()

from cortex_async.integrations.django import get_client  # noqa: E402

get_client().health.check()
