"""Calls an operation of the SDK with what a command line says, and writes its result."""

from __future__ import annotations

import re
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from cortex_async import ArgumentError
from cortex_cli.connection.connected import connected
from cortex_cli.failures import usage
from cortex_cli.inputs import ASKED
from cortex_cli.operations.data import DEFAULT_LIMIT
from cortex_cli.operations.dry_run import dry_caller, print_request
from cortex_cli.operations.methods import method_of
from cortex_cli.operations.permission import ask_permission
from cortex_cli.operations.results import write_result
from cortex_cli.operations.values import Reader

if TYPE_CHECKING:
    from cortex_cli.connection.connected import Connection
    from cortex_cli.invocation import Invocation
    from cortex_cli.operations.data import Operation


async def call_operation(invocation: Invocation, operation: Operation, given: Mapping[str, Any]) -> None:
    """Call an operation and write its result.

    given: values of the command line by the names of ``click_parameters``.
    """
    _check_paging(given)
    _check_output(invocation, operation)
    positional, keywords = arguments_of(invocation, operation, given)
    async with connected(invocation, anonymous=operation.anonymous or invocation.dry_run) as connection:
        with _names_as_typed(operation):
            if invocation.dry_run:
                await _print_request(invocation, operation, connection, positional, keywords)
                return
            await ask_permission(invocation, operation, connection, [*map(str, positional)], keywords)
            method = method_of(operation, connection, connection.caller)
            await write_result(invocation, operation, method(*positional, **keywords), given)


@contextmanager
def _names_as_typed(operation: Operation) -> Generator[None]:
    """Give arguments that the SDK refuses the names that they have on the command line."""
    try:
        yield
    except ArgumentError as error:
        message = str(error)
        for parameter in operation.parameters:
            if re.match(rf"{re.escape(parameter.name)}\b", message):
                raise usage(parameter.shown + message.removeprefix(parameter.name)) from error
        raise


def arguments_of(
    invocation: Invocation, operation: Operation, given: Mapping[str, Any]
) -> tuple[list[object], dict[str, object]]:
    """Return the arguments of the SDK's method: by position, and by name.

    Raises ``Failure`` that names an option which cannot be used.
    """
    reader = Reader(invocation.note, datetime.now(UTC).astimezone())
    null = given.get("null", ())
    positional: list[object] = []
    keywords: dict[str, object] = {}
    for parameter in operation.parameters:
        value = given[f"_{parameter.name}"]
        missing = value is None or value == ()
        if parameter.option in null:
            if not missing:
                raise usage(f"--{parameter.option} has a value and is in --null, too: give one of them")
            keywords[parameter.name] = None
        elif parameter.positional:
            positional.append(reader.value(parameter, value))
        elif not missing:
            keywords[parameter.name] = reader.value(parameter, value)
        elif parameter.required:
            keywords[parameter.name] = reader.value(parameter, ASKED)
    return positional, keywords | _paging(operation, given)


def _paging(operation: Operation, given: Mapping[str, Any]) -> dict[str, object]:
    if not operation.paged:
        return {}
    most = None if given["every"] else given["limit"] or DEFAULT_LIMIT
    return {"page_size": given["page_size"], "offset": given["offset"], "max_items": most}


def _check_paging(given: Mapping[str, Any]) -> None:
    if given.get("every") and given.get("limit"):
        raise usage("--limit and --all exclude each other")


def _check_output(invocation: Invocation, operation: Operation) -> None:
    """Raise ``Failure`` for fields that no result has, before anything is sent."""
    known = operation.result.fields
    if not known or operation.result.shape not in ("record", "list", "pages"):
        return
    settings = invocation.output
    for name in settings.fields:
        if name not in known and name.partition(".")[0] not in known:
            raise usage(
                f"--fields names {name!r}, which {invocation.command} does not have: {', '.join(known)}"
            )
    if settings.format == "id" and "id" not in known:
        raise usage(f"-o id is not possible: {invocation.command} returns nothing with an id")


async def _print_request(
    invocation: Invocation,
    operation: Operation,
    connection: Connection,
    positional: list[object],
    keywords: dict[str, object],
) -> None:
    caller = dry_caller(connection.caller)
    method = method_of(operation, connection, caller)
    print_request(invocation, connection, await caller.request_of(lambda: method(*positional, **keywords)))
