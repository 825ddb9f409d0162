"""``cortex mcp``: tools for moderators and agents, over the Model Context Protocol."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from cortex_async._core.runtime.optional_library import require
from cortex_async._core.timing.clock import monotonic
from cortex_cli.command import command as cortex_command
from cortex_cli.connection.connected import connected
from cortex_cli.failures import usage
from cortex_cli.hiding import remember
from cortex_cli.inputs import ASKED, Inputs
from cortex_cli.options import CONNECTION

if TYPE_CHECKING:
    from cortex_cli.connection.connected import Connection
    from cortex_cli.invocation import Invocation
    from cortex_cli.mcp.context import ToolContext

PORT: Final = 8642
_TOKEN: Final = "CORTEX_MCP_TOKEN"  # noqa: S105  (the name of a variable)
_SHORTEST_TOKEN: Final = 16


@cortex_command("mcp", CONNECTION)
@click.option(
    "--allow-write",
    is_flag=True,
    help="Allow sanctions, each after a person has confirmed it in the client. Default: read only.",
)
@click.option(
    "--evidence",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Allow collecting evidence into this directory, which must exist.",
)
@click.option("--redact", is_flag=True, help="Mask e-mail addresses, phone numbers and the like in results.")
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=60.0,
    metavar="SECONDS",
    help="Time limit of a tool. Default: 60.",
)
@click.option("--http", is_flag=True, help="Serve over HTTP, at /mcp, instead of stdin and stdout.")
@click.option("--host", default="127.0.0.1", metavar="ADDRESS", help="With --http. Default: 127.0.0.1.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=PORT,
    metavar="NUMBER",
    help=f"With --http; 0 takes a free one. Default: {PORT}.",
)
@click.option(
    "--token",
    is_flag=False,
    flag_value=ASKED,
    metavar="@FILE|-",
    help=f"With --http: what clients send as a bearer token. [env: {_TOKEN}]",
)
@click.option("--allow-remote", is_flag=True, help="With --http: allow a --host that other machines reach.")
@click.option(
    "--allow-host",
    "allowed_hosts",
    multiple=True,
    metavar="NAME",
    help="With --http: a host in URLs of this server, besides localhost. May be repeated.",
)
async def command(
    invocation: Invocation,
    allow_write: bool,
    evidence: Path | None,
    redact: bool,
    timeout: float,
    http: bool,
    host: str,
    port: int,
    token: str | None,
    allow_remote: bool,
    allowed_hosts: Sequence[str],
) -> None:
    """Serve tools for moderators to AI assistants, over the Model Context Protocol.

    Assistants can list sessions, read and search transcripts, see flagged lines, people and sanctions,
    collect evidence and propose sanctions. They cannot change anything without --allow-write, and then a
    person must confirm each change.

    The assistant's program starts this command and talks to it on stdin and stdout. docs/mcp.md shows how to
    configure it.

    \b
    cortex mcp --project ID --evidence cases
    CORTEX_MCP_TOKEN=... cortex mcp --http
    """
    _check_installed()
    # Imported late: the SDK of the protocol takes a second.
    from cortex_cli.mcp.calling import Caller
    from cortex_cli.mcp.protocol.server import server_of

    secret = _token(token) if http else None
    _check_directory(evidence)
    async with connected(invocation) as connection:
        context = _context(invocation, connection, allow_write=allow_write, evidence=evidence, redact=redact)
        server = server_of(Caller(context, timeout))
        if secret is None:
            from cortex_cli.mcp.protocol.stdio import serve_stdio

            if sys.stdin.isatty():
                invocation.note(
                    "serving on stdin and stdout, for a client that starts this command; Ctrl-C ends it"
                )
            await serve_stdio(server)
            return
        from cortex_cli.mcp.protocol.http import check_host, serve_http

        check_host(host, allowed_hosts, allow_remote=allow_remote)
        await serve_http(
            server, host, port, secret, allowed_hosts, lambda url: invocation.note(f"serving {url}")
        )


def _check_directory(path: Path | None) -> None:
    if path is not None and not path.is_dir():
        raise usage(f"--evidence must be a directory, got {str(path)!r}")


def _check_installed() -> None:
    try:
        require("mcp", "mcp", "cortex mcp needs")
        require("mcp_types", "mcp", "cortex mcp needs")  # mcp 1 has none
    except ModuleNotFoundError as error:
        raise usage(str(error)) from None


def _context(
    invocation: Invocation, connection: Connection, *, allow_write: bool, evidence: Path | None, redact: bool
) -> ToolContext:
    from cortex_async.redaction import MaskPersonalData
    from cortex_cli.mcp.context import ToolContext
    from cortex_cli.mcp.proposals import Proposals
    from cortex_cli.mcp.untrusted import Untrusted

    return ToolContext(
        project=connection.project,
        untrusted=Untrusted(MaskPersonalData().text if redact else None),
        evidence=evidence,
        proposals=Proposals(monotonic) if allow_write else None,
        command=("cortex", *_same_target(invocation, connection)),
        note=invocation.note,
    )


def _same_target(invocation: Invocation, connection: Connection) -> list[str]:
    """Return the options with which another command reaches the same project."""
    found = [f"--project={connection.target.needed_project()}"]
    target = connection.target
    if invocation.profile is not None:
        found.append(f"--profile={invocation.profile}")
    if target.base_url is not None and (target.profile is None or target.profile.base_url != target.base_url):
        found.append(f"--base-url={target.base_url}")
    return found


def _token(given: str | None) -> str:
    """Return the token of ``--http``. Raises ``Failure`` if there is none that is hard to guess."""
    value = os.environ.get(_TOKEN, "") if given is None else Inputs().secret("--token", given)
    token = remember(value.strip())
    if not token:
        raise usage(f"--token is missing: --http needs one, also in {_TOKEN}")
    if len(token) < _SHORTEST_TOKEN or not token.isascii() or not token.isprintable() or " " in token:
        raise usage(f"--token must have at least {_SHORTEST_TOKEN} printable ASCII characters and no spaces")
    return token
