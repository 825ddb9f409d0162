"""What the commands share: the project, and errors of the SDK as one line."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

from cortex_async._core.errors import CortexError
from cortex_async.integrations.django.clients import get_client, get_project
from cortex_async.integrations.django.framework import CommandError
from cortex_sync.project import ProjectScope


def add_project(parser: Any) -> None:
    """Add ``--project`` to the parser of a command."""
    parser.add_argument("--project", metavar="ID", help="default: CORTEX['PROJECT_ID']")


def project_of(project: str | None) -> ProjectScope:
    """The project of ``--project``, else that of the settings."""
    return get_project() if project is None else get_client().project(project)


@contextmanager
def one_line_errors() -> Generator[None, None, None]:
    """Turn each ``CortexError`` into a ``CommandError``, which ends the command with 1 and one line."""
    try:
        yield
    except CortexError as error:
        raise CommandError(f"{type(error).__name__}: {error}") from error
