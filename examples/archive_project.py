"""Bring an archive of a project up to date, with a bar that shows how far it is.

    python examples/archive_project.py [directory]

Runs against the embedded emulator, or against the real API if CORTEX_API_KEY and CORTEX_PROJECT_ID are set.
Run it again and again: only what is new is read.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from cortex_async import CortexClient, ProjectScope
from cortex_async.archives import Archive, ArchiveError, ArchiveProgress, ArchiveReport
from cortex_async.emulator import Emulator

console = Console(highlight=False)


@asynccontextmanager
async def project() -> AsyncGenerator[ProjectScope, None]:
    """The project to archive: the real one, or that of an emulator with 40 sessions."""
    if os.environ.get("CORTEX_API_KEY"):
        async with CortexClient() as client:
            yield client.project(os.environ["CORTEX_PROJECT_ID"])
    else:
        async with (
            Emulator() as emulator,
            CortexClient(base_url=emulator.base_url, api_key=emulator.api_key) as client,
        ):
            emulator.seed("large", sessions=40, messages=10)
            yield client.project(emulator.project_id)


async def update(archive: Archive, project: ProjectScope) -> ArchiveReport:
    """Update an archive and show a bar meanwhile."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("sessions, {task.fields[left]:.0f} s left"),
    )
    with Progress(*columns, console=console) as bar:
        task = bar.add_task("reading", total=None, left=0)

        def show(now: ArchiveProgress) -> None:
            bar.update(
                task, description=f"{now.day}", completed=now.done, total=now.total, left=now.remaining
            )

        return await archive.update(project, progress=show)


async def main(directory: str) -> int:
    archive = Archive(directory, formats=("vtt", "html"))
    async with project() as found:
        report = await update(archive, found)
    console.print(str(report))
    for session_id, error in report.failed.items():
        console.print(f"  {session_id}: {error}")
    console.print(f"{len(archive.sessions())} sessions in {archive.where}")
    return 1 if report.failed else 0


if __name__ == "__main__":
    try:
        if len(sys.argv) > 1:
            sys.exit(asyncio.run(main(sys.argv[1])))
        with tempfile.TemporaryDirectory() as folder:
            sys.exit(asyncio.run(main(f"{folder}/voice-archive")))
    except ArchiveError as error:
        sys.exit(str(error))
