"""``cortex completion``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cortex_cli.command import command as cortex_command
from cortex_cli.shells import SHELLS, script

if TYPE_CHECKING:
    from cortex_cli.invocation import Invocation


@cortex_command("completion")
@click.argument("shell", type=click.Choice(SHELLS), metavar="bash|zsh|fish")
async def command(invocation: Invocation, shell: str) -> None:
    """Print the script that completes commands, options and known values in a shell.

    \b
    bash, in ~/.bashrc (4.4 or later):
      eval "$(cortex completion bash)"
    zsh, in ~/.zshrc after compinit:
      eval "$(cortex completion zsh)"
    fish, once:
      cortex completion fish > ~/.config/fish/completions/cortex.fish
    """
    invocation.printer.line(script(shell))
