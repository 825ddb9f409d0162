"""Writes the result of an operation."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from cortex_async import to_dict
from cortex_cli.failures import usage
from cortex_cli.operations.data import DEFAULT_LIMIT

if TYPE_CHECKING:
    from cortex_async import EventStream, Pager
    from cortex_cli.invocation import Invocation
    from cortex_cli.operations.data import Operation


async def write_result(
    invocation: Invocation, operation: Operation, called: Any, given: Mapping[str, Any]
) -> None:
    """Await what a method of the SDK returned, and write it.

    called: a coroutine, a pager or an event stream.
    """
    printer, result = invocation.printer, operation.result
    printer.reveals = result.reveals
    match result.shape:
        case "pages":
            await _write_pages(invocation, operation, called, given)
        case "events":
            await _write_events(invocation, called)
        case "bytes":
            await _write_bytes(invocation, await called, given["save_to"])
        case "record":
            printer.record(as_json(await called))
        case "list":
            printer.whole_list(as_json(await called), result.columns)
        case "none":
            await called
            if printer.on_terminal:
                invocation.note("done")
        case _:
            printer.value(as_json(await called))


def as_json(value: object) -> Any:
    """Return a value of the SDK as the JSON of the API."""
    if hasattr(type(value), "__attrs_attrs__"):
        return to_dict(value, names="api")
    if isinstance(value, Mapping):
        return {name: as_json(member) for name, member in cast("Mapping[str, object]", value).items()}
    if isinstance(value, (list, tuple)):
        return [as_json(item) for item in cast("Iterable[object]", value)]
    return value.isoformat() if isinstance(value, date) else value


async def _write_pages(
    invocation: Invocation, operation: Operation, pager: Pager[object], given: Mapping[str, Any]
) -> None:
    count, total = 0, None

    async def records() -> AsyncIterator[Mapping[str, object]]:
        nonlocal count, total
        async for page in pager.pages():
            total = page.total
            for item in page.items:
                count += 1
                yield as_json(item)

    await invocation.printer.records(records(), operation.result.columns, operation.result.fields)
    if given["every"] or count < (given["limit"] or DEFAULT_LIMIT):
        return
    if total is None:
        invocation.note(f"the first {count} are shown, and there may be more: --all shows them")
    elif total > given["offset"] + count:
        invocation.note(f"{count} of {total} are shown: --all shows all")


async def _write_events(invocation: Invocation, stream: EventStream[object]) -> None:
    if invocation.output.format in ("", "table", "json"):
        invocation.output.format = "ndjson"

    async def records() -> AsyncIterator[Mapping[str, object]]:
        async with stream:
            async for event in stream:
                yield as_json(event)

    await invocation.printer.records(records())


async def _write_bytes(invocation: Invocation, content: bytes, save_to: str | None) -> None:
    if save_to is None:
        if invocation.printer.on_terminal:
            raise usage(f"--save-to is needed on a terminal: {len(content)} bytes that are no text")
        invocation.printer.binary(content)
        return
    from cortex_async._core.files.whole_file import WholeFile

    try:
        with WholeFile(save_to) as file:
            file.write(content)
            file.finish()
    except OSError as error:
        raise usage(f"--save-to {save_to} cannot be written: {error.strerror}") from None
    invocation.note(f"{len(content)} bytes are in {save_to}")
