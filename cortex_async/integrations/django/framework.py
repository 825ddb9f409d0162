"""The base classes of Django that the app extends, as type checkers see them: Django ships no types."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:

    class AppConfig:
        """https://docs.djangoproject.com/en/5.2/ref/applications/#django.apps.AppConfig"""

    class Output(Protocol):
        """A wrapped stream."""

        def write(self, message: str) -> object: ...

        def flush(self) -> object: ...

    class Style(Protocol):
        """Paints a line for the terminal."""

        SUCCESS: Callable[[str], str]
        WARNING: Callable[[str], str]
        ERROR: Callable[[str], str]

    class BaseCommand:
        """https://docs.djangoproject.com/en/5.2/howto/custom-management-commands/"""

        stdout: Output
        style: Style

    class CommandError(Exception):
        """Ends a command with one line and the exit code 1."""

else:
    AppConfig: Any = import_module("django.apps").AppConfig
    _management = import_module("django.core.management.base")
    BaseCommand, CommandError = _management.BaseCommand, _management.CommandError
