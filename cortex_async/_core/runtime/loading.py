"""Modules that are imported late, in a process that has no file descriptor left to open them with."""

from __future__ import annotations

import errno
from collections.abc import Generator
from contextlib import contextmanager
from functools import cached_property
from importlib import import_module as import_unguarded
from types import ModuleType
from typing import TYPE_CHECKING, Any

from cortex_async._core.call_errors import ConnectionFailed

_IMPORTERS = frozenset({"importlib._bootstrap", "importlib._bootstrap_external"})
_EXHAUSTED = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOMEM})


def unloaded(error: OSError) -> str | None:
    """Return what to say if the error kept a module from being loaded, None if it is another one.

    The import machinery does not make ``ImportError`` of it, and a later import of the module may succeed. An
    error of the module's own code, such as a file that it does not find, counts only if the system has run
    out of something.
    """
    imported = within = False
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_globals.get("__name__") in _IMPORTERS:
            imported = within = True
        elif trace.tb_frame.f_code.co_name == "<module>":
            within = False
        trace = trace.tb_next
    if not within and not (imported and error.errno in _EXHAUSTED):
        return None
    return f"a module could not be loaded: {error.strerror or type(error).__name__}"


@contextmanager
def loading() -> Generator[None]:
    """Raise ``ConnectionFailed`` if the operating system makes an import fail. Nothing was sent then."""
    try:
        yield
    except OSError as error:
        if (reason := unloaded(error)) is None:
            raise
        raise ConnectionFailed(reason, outcome="not_sent") from error


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
