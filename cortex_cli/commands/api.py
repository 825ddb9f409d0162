"""``cortex api``: calls that have no command."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

import click

from cortex_async import UNSET, Response
from cortex_cli.command import command as cortex_command
from cortex_cli.connection.connected import Connection, connected
from cortex_cli.failures import usage
from cortex_cli.inputs import Inputs
from cortex_cli.operations.dry_run import DryCaller, print_request
from cortex_cli.options import CONNECTION, DRY_RUN, OUTPUT

if TYPE_CHECKING:
    from cortex_async._core.service_client import ServiceClient
    from cortex_cli.invocation import Invocation

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


@cortex_command("api", CONNECTION, OUTPUT, DRY_RUN)
@click.argument("method", metavar="METHOD")
@click.argument("path", metavar="PATH")
@click.option("--query", metavar="NAME=VALUE", multiple=True, help="A query parameter. May be repeated.")
@click.option(
    "--field",
    metavar="NAME=TEXT|NAME:=JSON",
    multiple=True,
    help="A member of a JSON body: a string, or JSON, @FILE or - after :=. May be repeated.",
)
@click.option("--body", metavar="JSON|@FILE|-", help="The whole body. Anything but JSON is sent as it is.")
async def command(
    invocation: Invocation,
    method: str,
    path: str,
    query: Sequence[str],
    field: Sequence[str],
    body: str | None,
) -> None:
    """Call an endpoint that has no command.

    PATH begins with /api. {projectId} is replaced by the project's id; write other
    values into the path yourself.

    \b
    cortex api GET '/api/projects/{projectId}/sessions' --query limit=5
    cortex api POST '/api/projects/{projectId}/participants' --field externalUserId=ada
    """
    _check_path(path)
    content = _content(Inputs(), field, body)
    values = _pairs("--query", query)
    async with connected(invocation, anonymous=invocation.dry_run) as connection:
        places = _places(connection, path)
        if invocation.dry_run:
            caller = DryCaller(connection.caller)
            client = connection.client_over(cast("ServiceClient", caller))
            request = await caller.request_of(
                lambda: client.request(method, path, *places, query=values, body=content)
            )
            print_request(invocation, connection, request)
            return
        response = await connection.client.request(method, path, *places, query=values, body=content)
    _write(invocation, response)


def _check_path(path: str) -> None:
    before, sign, query = path.partition("?")
    if not before.startswith("/") or before.startswith("//"):
        raise usage(
            f"PATH must begin with one slash, such as /api/projects: --base-url names the host, got {path!r}"
        )
    if sign:
        raise usage(f"PATH must not contain a query: give it as --query {query or 'NAME=VALUE'}")


def _places(connection: Connection, path: str) -> list[str]:
    """Return a value for each parameter of the path.

    Raises ``Failure`` for one that is not the project's id.
    """
    names = _PLACEHOLDER.findall(path)
    for name in names:
        if name != "projectId":
            raise usage(f"PATH must have a value instead of {{{name}}}: only {{projectId}} is filled in")
    return [connection.target.needed_project() for _ in names]


def _content(inputs: Inputs, fields: Sequence[str], body: str | None) -> object:
    if body is not None and fields:
        raise usage("--body and --field exclude each other")
    if body is not None:
        read = inputs.content("--body", body)
        raw = body.encode() if read is None else read
        return _json_or(raw, raw)
    if not fields:
        return UNSET
    members: dict[str, object] = {}
    for name, values in _pairs("--field", fields).items():
        found = [_parsed(inputs, value) for value in values] if name.endswith(":") else values
        members[name.removesuffix(":")] = found if len(found) > 1 else found[0]
    return members


def _parsed(inputs: Inputs, value: str) -> object:
    try:
        return cast("object", json.loads(inputs.text("--field", value)))
    except (ValueError, RecursionError):
        raise usage("--field must have JSON, @FILE or - after :=") from None


def _json_or(text: str | bytes, other: object) -> object:
    try:
        return cast("object", json.loads(text))
    except (ValueError, RecursionError):
        return other


def _pairs(option: str, given: Sequence[str]) -> dict[str, list[str]]:
    """Return values by name. Raises ``Failure`` for one without a name."""
    found: dict[str, list[str]] = {}
    for pair in given:
        name, sign, value = pair.partition("=")
        if not (name and sign):
            raise usage(f"{option} must be NAME=VALUE, got {pair!r}")
        found.setdefault(name, []).append(value)
    return found


def _write(invocation: Invocation, response: Response) -> None:
    if not response.body:
        invocation.printer.value(None)
        return
    kind = response.headers.get("content-type", "")
    if "json" in kind:
        invocation.printer.value(cast("Any", response.json()))
    elif kind.startswith("text/") or invocation.printer.on_terminal:
        invocation.printer.line(response.text())
    else:
        invocation.printer.binary(response.body)
