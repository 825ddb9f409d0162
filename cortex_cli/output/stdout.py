"""Writes to stdout and flushes it, so that readers see each line at once."""

from __future__ import annotations

import sys
from collections.abc import Generator
from contextlib import contextmanager

from cortex_cli.failures import Failure


def write(text: str) -> None:
    """Write a string. Raises ``Failure`` if stdout cannot be written, e.g. a file on a full disk."""
    with naming_stdout():
        sys.stdout.write(text)
        sys.stdout.flush()


def write_bytes(content: bytes) -> None:
    """Write bytes as they are. Raises ``Failure`` as ``write`` does."""
    with naming_stdout():
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()


@contextmanager
def naming_stdout() -> Generator[None]:
    """Turn errors of what only writes to stdout into a ``Failure`` that says so."""
    try:
        yield
    except BrokenPipeError:
        raise  # The reader has what it wants.
    except OSError as error:
        raise Failure(f"stdout cannot be written: {error.strerror}") from None
