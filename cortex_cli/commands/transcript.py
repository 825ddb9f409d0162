"""``cortex transcript``: what was said in a session."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from typing import TYPE_CHECKING, Final

import click

from cortex_async.transcripts import Transcript
from cortex_async.transcripts.saving import SUFFIXES, rendered
from cortex_cli.command import DescribedArgument
from cortex_cli.command import command as cortex_command
from cortex_cli.connection.connected import connected
from cortex_cli.failures import usage
from cortex_cli.options import CONNECTION, TRANSCRIPT_FORMATS, OptionGroup, option

if TYPE_CHECKING:
    from cortex_cli.following.talking import Growth
    from cortex_cli.invocation import Invocation

_FOLLOWED: Final = ("text", "jsonl")
_COMMON: Final = {"table": "text", "json": "jsonl", "ndjson": "jsonl"}
"""Formats of other commands, which may be given before this one's name."""


def _output() -> list[click.Option]:
    return [
        option(
            "-o",
            "--output",
            attribute="format",
            type=click.Choice(TRANSCRIPT_FORMATS),
            help="Default: text on a terminal, else jsonl.",
        )
    ]


@cortex_command("transcript", CONNECTION, OptionGroup("Output", _output))
@click.argument("session_id", metavar="SESSION", cls=DescribedArgument, help="The session's id.")
@click.option("--follow", is_flag=True, help="Continue with what is said, until the session ends.")
@click.option(
    "--save-to",
    "paths",
    multiple=True,
    metavar="FILE",
    help="Write a file in the format of its suffix instead. May be repeated.",
)
@click.option("--annotations", is_flag=True, help="Include annotations of the messages.")
async def command(
    invocation: Invocation, session_id: str, follow: bool, paths: Sequence[str], annotations: bool
) -> None:
    """Show what was said in a session, and by whom.

    The API does not report when a message ends, so the ends in subtitles are inferred, and the files say so.

    With --follow, text and jsonl are printed line by line, and the files of --save-to are rewritten with each
    line.

    \b
    cortex transcript SESSION -o vtt > match.vtt
    cortex transcript SESSION --follow
    """
    kind = _format(invocation)
    for path in paths:
        if os.path.splitext(path)[1].lower() not in SUFFIXES:
            raise usage(f"--save-to must end in one of {', '.join(SUFFIXES)}, got {path!r}")
    if follow and annotations:
        raise usage("--annotations and --follow exclude each other: annotations come later than the messages")
    if follow and not paths and kind not in _FOLLOWED:
        raise usage(
            f"-o {kind} is not possible with --follow, which writes text or jsonl: use --save-to FILE.{kind}"
        )
    async with connected(invocation) as connection:
        if follow:
            # Imported late: live views are not needed otherwise.
            from cortex_cli.following.talking import Talk

            talk = Talk(connection.project, session_id, invocation.note)
            async with aclosing(talk.grown()) as grown:
                await _write_growing(invocation, grown, kind, paths)
            return
        transcript = await connection.project.sessions.transcript(session_id, annotations=annotations)
    if paths:
        await _save(transcript, paths)
        invocation.note(f"{len(transcript.lines)} lines are in {', '.join(paths)}")
        return
    _write(invocation, transcript, kind)


def _format(invocation: Invocation) -> str:
    chosen = invocation.output.format or ("text" if invocation.printer.on_terminal else "jsonl")
    kind = _COMMON.get(chosen, chosen)
    if kind not in TRANSCRIPT_FORMATS:
        raise usage(f"-o {kind} is no format of a transcript: use one of {', '.join(TRANSCRIPT_FORMATS)}")
    return kind


def _write(invocation: Invocation, transcript: Transcript, kind: str) -> None:
    printer = invocation.printer
    if kind in ("parquet", "arrow") and printer.on_terminal:
        raise usage(f"--save-to FILE.{kind} is needed on a terminal: {kind} is no text")
    content = rendered(transcript, kind)
    if printer.on_terminal:
        printer.line(content.decode().removesuffix("\n"))
    else:
        printer.binary(content)


async def _save(transcript: Transcript, paths: Sequence[str]) -> None:
    await asyncio.to_thread(transcript.save, *paths)


async def _write_growing(
    invocation: Invocation, grown: AsyncGenerator[Growth], kind: str, paths: Sequence[str]
) -> None:
    first = True
    async for growth in grown:
        if paths:
            await _save(growth.transcript, paths)
        else:
            for line in growth.text(with_head=first) if kind == "text" else growth.jsonl():
                invocation.printer.line(line)
        first = False
    if paths:
        invocation.note(f"the transcript is in {', '.join(paths)}")
