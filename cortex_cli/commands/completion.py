"""``cortex completion``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from click.shell_completion import ShellComplete, get_completion_class

from cortex_cli.command import command as cortex_command
from cortex_cli.failures import usage

if TYPE_CHECKING:
    from cortex_cli.invocation import Invocation

SHELLS = ("bash", "zsh", "fish")


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
    found = get_completion_class(shell)
    if found is None:
        raise usage(f"completion for {shell} is not available in this version of click")
    made = found(click.Group(), {}, "cortex", "_CORTEX_COMPLETE")
    # Without the class's own check, which runs a bash to ask for its version.
    invocation.printer.line(ShellComplete.source(made).strip("\n"))
