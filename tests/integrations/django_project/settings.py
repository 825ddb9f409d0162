"""The settings of the project, which tests of the commands and of gunicorn run in processes of its own."""

from __future__ import annotations

from typing import Any

SECRET = "the subscription's secret"

SECRET_KEY = "tests only"
ALLOWED_HOSTS = ["127.0.0.1"]
ROOT_URLCONF = "tests.integrations.django_project.urls"
WSGI_APPLICATION = "tests.integrations.django_project.wsgi.application"
INSTALLED_APPS = ["cortex_async.integrations.django"]
MIDDLEWARE = [
    "django.middleware.csrf.CsrfViewMiddleware",
    "cortex_async.integrations.django.middleware.ProblemMiddleware",
]
CORTEX: dict[str, Any] = {"TIMEOUT": 20, "WEBHOOK_SECRET": SECRET}
USE_TZ = True
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:", "ATOMIC_REQUESTS": True}}
