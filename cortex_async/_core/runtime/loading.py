"""Modules that are imported late, in a process that has no file descriptor left to open them with."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from functools import cached_property
from importlib import import_module as import_unguarded
from types import ModuleType
from typing import TYPE_CHECKING, Any

from cortex_async._core.call_errors import ConnectionFailed

_IMPORTERS = frozenset({"importlib._bootstrap", "importlib._bootstrap_external"})


def unloaded(error: OSError) -> str | None:
    """Return what to say if an import raised the error, None if something else did.

    The import machinery does not make ``ImportError`` of it, and a later import of the module may succeed.
    """
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_globals.get("__name__") in _IMPORTERS:
            return f"a module could not be loaded: {error.strerror or type(error).__name__}"
        trace = trace.tb_next
    return None


@contextmanager
def loading() -> Generator[None]:
    """Raise ``ConnectionFailed`` if the operating system makes an import fail. Nothing was sent then."""
    try:
        yield
    except OSError as error:
        reason = unloaded(error)
        if reason is None:
            raise
    else:
        return
    raise ConnectionFailed(reason, outcome="not_sent")


def import_module(name: str, package: str | None = None) -> ModuleType:
    """Do what the function of ``importlib`` does, and raise ``ConnectionFailed`` as ``loading`` does."""
    with loading():
        return import_unguarded(name, package)


if TYPE_CHECKING:
    loaded_property = cached_property
else:

    class loaded_property(cached_property):  # noqa: N801  (named like its base, which type checkers know)
        """A ``cached_property`` whose function imports what it returns; see ``loading``."""

        def __get__(self, instance: Any, owner: type[Any] | None = None) -> Any:
            with loading():
                return super().__get__(instance, owner)
