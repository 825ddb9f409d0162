"""The errors of archives."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import AbstractContextManager, contextmanager
from types import TracebackType
from typing import TypeVar

from cortex_async._core.errors import CortexError

T = TypeVar("T")


class ArchiveError(CortexError):
    """An archive cannot be used. Nothing that it held is lost."""


class ArchiveInUse(ArchiveError):
    """Another run is writing to the archive."""


class ArchiveMismatch(ArchiveError):
    """The archive belongs to another project, or was made with other formats, layout or options."""


class ArchiveDamaged(ArchiveError):
    """A file of the archive cannot be read; the message names it and says what to do."""


@contextmanager
def reported(where: str) -> Generator[None]:
    """Raise ``ArchiveError`` in place of errors of the system, such as a full disk."""
    try:
        yield
    except CortexError:
        raise  # some are TimeoutErrors, which are errors of the system, too
    except OSError as error:
        problem = error.strerror or type(error).__name__
        raise ArchiveError(f"the archive {where} cannot be read or written: {problem}") from error


class Reported(AbstractContextManager[T]):
    """A context manager whose own errors are ``reported``; those of what is done within are not."""

    def __init__(self, inner: AbstractContextManager[T], where: str) -> None:
        self._inner = inner
        self._where = where

    def __enter__(self) -> T:
        with reported(self._where):
            return self._inner.__enter__()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> bool | None:
        with reported(self._where):
            return self._inner.__exit__(kind, error, traceback)
