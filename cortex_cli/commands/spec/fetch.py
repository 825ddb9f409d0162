"""``cortex spec fetch``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cortex_cli.command import command as cortex_command
from cortex_cli.commands.spec.limits import LIMITS
from cortex_cli.failures import usage
from cortex_cli.options import SERVER

if TYPE_CHECKING:
    from cortex_cli.invocation import Invocation


@cortex_command("fetch", SERVER, LIMITS)
@click.option(
    "--save-to", metavar="FILE", help="Write to this file, completely or not at all. Default: stdout."
)
async def command(invocation: Invocation, save_to: str | None, timeout: float, max_bytes: int) -> None:
    """Download the spec of the API, an OpenAPI document, as the server serves it.

    It needs no credential.
    """
    from cortex_async._core.files.whole_file import check_writable, write_whole
    from cortex_cli.spec.download import download

    try:
        if save_to is not None:
            check_writable(save_to)
        content = await download(invocation, timeout, max_bytes)
        if save_to is not None:
            write_whole(save_to, content)
    except OSError as error:
        raise usage(f"--save-to {save_to} cannot be written: {error.strerror}") from None
    if save_to is None:
        invocation.printer.binary(content)
    else:
        invocation.note(f"{len(content)} bytes are in {save_to}")
