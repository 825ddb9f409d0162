"""``cortex logout``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cortex_cli import exit_codes
from cortex_cli.command import command as cortex_command
from cortex_cli.connection.profiles import DEFAULT, wanted_name
from cortex_cli.connection.storing import remove
from cortex_cli.connection.target import shadowed_by
from cortex_cli.failures import Failure
from cortex_cli.options import PROFILE

if TYPE_CHECKING:
    from cortex_cli.invocation import Invocation


@cortex_command("logout", PROFILE)
async def command(invocation: Invocation) -> None:
    """Remove a profile and its credential from this machine.

    The credential itself stays valid: revoke it where it was made.
    """
    name = wanted_name(invocation.profile) or DEFAULT
    if not remove(name):
        raise Failure(f"profile {name} does not exist: `cortex profiles` lists them", exit_codes.NOT_FOUND)
    invocation.note(f"profile {name} is removed")
    if winner := shadowed_by():
        invocation.note(f"{winner} is still set")
