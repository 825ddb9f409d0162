"""A progress bar on stderr, for people only."""

from __future__ import annotations

import sys
from collections.abc import Generator
from contextlib import contextmanager
from typing import Final, Protocol

from cortex_cli.escaping import line

_PER_SECOND: Final = 10


class Bar(Protocol):
    """Shows how far something is: what is done, of how much, and a few words."""

    def __call__(self, done: int, total: int, words: str) -> None: ...


@contextmanager
def progress_bar(unit: str) -> Generator[Bar]:
    """Show a bar while the body runs, if stderr is a terminal. It disappears at the end."""
    if not sys.stderr.isatty():
        yield lambda done, total, words: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    progress = Progress(
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn(unit),
        TimeRemainingColumn(),
        TextColumn("{task.description}", markup=False),
        console=Console(stderr=True, markup=False, emoji=False, highlight=False),
        transient=True,
        refresh_per_second=_PER_SECOND,
        redirect_stdout=False,
        redirect_stderr=False,
    )
    task = progress.add_task("", total=None)
    with progress:
        yield lambda done, total, words: progress.update(
            task, completed=done, total=total, description=line(words)
        )
