"""``cortex export``: transcripts of a whole project as files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import click

from cortex_async import CortexError, Forbidden, Unauthorized
from cortex_async._core.timing.clock import SystemClock, monotonic
from cortex_async.archives import Archive, ArchiveDamaged, ArchiveMismatch, ArchiveReport
from cortex_cli.command import DescribedArgument
from cortex_cli.command import command as cortex_command
from cortex_cli.connection.connected import connected
from cortex_cli.datetimes import parse_length
from cortex_cli.failures import Failure, usage
from cortex_cli.following.flow import Flow
from cortex_cli.following.moments import starting
from cortex_cli.options import CONNECTION, OUTPUT, TRANSCRIPT_FORMATS
from cortex_cli.output.progress import progress_bar

if TYPE_CHECKING:
    from cortex_async import ProjectScope
    from cortex_cli.invocation import Invocation

FIELDS = (
    "listed",
    "read",
    "new",
    "changed",
    "unchanged",
    "failed",
    "gone",
    "messages",
    "missingAudio",
    "elapsed",
)
_FATAL = (Unauthorized, Forbidden, ArchiveMismatch, ArchiveDamaged)
"""Errors that another update would end with, too."""


@cortex_command("export", CONNECTION, OUTPUT)
@click.argument(
    "where", metavar="DIR", cls=DescribedArgument, help="A directory, or the URL of an object store."
)
@click.option("--every", metavar="LENGTH", help="Repeat the update, e.g. every 1h, until Ctrl-C.")
@click.option(
    "--format",
    "formats",
    multiple=True,
    type=click.Choice(TRANSCRIPT_FORMATS),
    metavar="FORMAT",
    help="A format of the files, e.g. vtt. May be repeated. Default: html and vtt.",
)
@click.option(
    "--layout", type=click.Choice(["people", "engines"]), help="How files are arranged. Default: people."
)
@click.option("--annotations", is_flag=True, help="Keep annotations of messages, too.")
@click.option("--audio", is_flag=True, help="Keep debug audio, which the API has for 24 hours.")
@click.option("--since", metavar="LENGTH|WHEN", help="Only sessions that were created since then, e.g. 7d.")
@click.option(
    "--session", "sessions", multiple=True, metavar="ID", help="Only this session. May be repeated."
)
@click.option("--reread", is_flag=True, help="Also read sessions again that had already ended.")
async def command(
    invocation: Invocation,
    where: str,
    every: str | None,
    formats: Sequence[str],
    layout: str | None,
    annotations: bool,
    audio: bool,
    since: str | None,
    sessions: Sequence[str],
    reread: bool,
) -> None:
    """Write the transcripts of the project to files, and keep the files up to date.

    The first run reads everything, later runs only what is new. You can stop or kill a run at any time: the
    archive stays usable, and the next run continues. The archive remembers its options.

    Exits with 1 if a session could not be read. With --every, a failed run is repeated at the next time.

    \b
    cortex export voice-archive --format vtt --format html
    cortex export voice-archive --every 1h
    """
    pause = _pause(every)
    start = starting(invocation, "--since", since)
    options = {"formats": formats, "layout": layout, "annotations": annotations, "audio": audio}
    archive = Archive(where, **_given(options))
    flow = Flow(invocation, FIELDS)
    selection: dict[str, Any] = {"sessions": sessions or None, "since": start, "reread": reread}
    async with connected(invocation) as connection:
        if pause is None:
            report = await _update(archive, connection.project, selection)
            _show(invocation, flow, report)
            if report.failed:
                raise Failure(f"{len(report.failed)} of {report.listed} sessions could not be read")
        while pause is not None:
            begun = monotonic()
            try:
                _show(invocation, flow, await _update(archive, connection.project, selection))
            except _FATAL:
                raise
            except CortexError as error:
                invocation.note(f"the update failed, and is repeated: {error}")
            await SystemClock().sleep(max(0.0, begun + pause - monotonic()))


def _pause(every: str | None) -> float | None:
    if every is None:
        return None
    found = parse_length("--every", every)
    if found <= timedelta():
        raise usage(f"--every must be longer than nothing, got {every!r}")
    return found.total_seconds()


def _given(options: Mapping[str, Any]) -> dict[str, Any]:
    """The options of the archive that were given; it has the others."""
    return {name: value for name, value in options.items() if value}


async def _update(archive: Archive, project: ProjectScope, selection: Mapping[str, Any]) -> ArchiveReport:
    with progress_bar("sessions") as bar:
        return await archive.update(
            project,
            progress=lambda now: bar(now.done, now.total, f"{now.day} {now.messages} messages"),
            **selection,
        )


def _show(invocation: Invocation, flow: Flow, report: ArchiveReport) -> None:
    for session_id, error in report.failed.items():
        invocation.note(f"{session_id}: {error}")
    shown: dict[str, Any] = {
        "listed": report.listed,
        "read": report.read,
        "new": report.new,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "failed": [*report.failed],
        "gone": [*report.gone],
        "messages": report.messages,
        "missingAudio": report.missing_audio,
        "elapsed": round(report.elapsed, 3),
    }
    flow.write(shown, lambda: [str(report)])
