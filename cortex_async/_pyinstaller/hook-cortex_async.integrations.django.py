"""PyInstaller hook: the app of Django, whose modules and commands Django looks up by name."""

from cortex_async._pyinstaller import modules

hiddenimports = [
    *modules("cortex_async.integrations.django"),
    "asgiref.sync",
    "django.core.cache",
    "django.core.checks",
    "django.db.transaction",
    "django.dispatch",
    "django.http",
    "django.urls",
    "django.views.decorators.csrf",
]
