"""``cortex commands``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from cortex_cli.command import command as cortex_command
from cortex_cli.options import OUTPUT

if TYPE_CHECKING:
    from cortex_cli.invocation import Invocation


@cortex_command("commands", OUTPUT)
@click.option("--json", "as_json", is_flag=True, help="The same as -o json.")
async def command(invocation: Invocation, as_json: bool) -> None:
    """List all commands, for programs with their arguments and options.

    An option with the type "choice" takes only its choices; with "known" it takes other values, too. Of an
    operation, "operation" is the id of the API and "request" what is sent.
    """
    if as_json:
        invocation.output.format = "json"
    root = click.get_current_context().find_root()
    invocation.printer.whole_list([*described(root)], ("command", "summary"))


def described(context: click.Context) -> Iterator[dict[str, Any]]:
    """Describe every command below that of a context."""
    group = context.command
    if not isinstance(group, click.Group):
        return
    nodes: Any = getattr(group, "nodes", {})
    for name in group.list_commands(context):
        member = group.get_command(context, name)
        if member is None:
            continue
        inner = click.Context(member, info_name=name, parent=context)
        if not isinstance(member, click.Group) or member.invoke_without_command:
            yield {**_described(member, inner), "summary": nodes[name].summary}
        yield from described(inner)


def _described(command: click.Command, context: click.Context) -> dict[str, Any]:
    path = context.command_path.partition(" ")[2]
    operation = getattr(command, "operation", None)
    found: dict[str, Any] = {
        "id": path,
        "command": path,
        "summary": "",
        "arguments": [_parameter(each, context) for each in _of(command, click.Argument)],
        "options": [_parameter(each, context) for each in _of(command, click.Option)],
    }
    if operation is not None:
        found |= {
            "operation": operation.id,
            "request": operation.request,
            "result": operation.result.shape,
            "asks": operation.confirm or operation.paid is not None,
        }
    return found


def _of(command: click.Command, kind: type[click.Parameter]) -> list[click.Parameter]:
    return [each for each in command.params if isinstance(each, kind)]


def _parameter(parameter: click.Parameter, context: click.Context) -> dict[str, Any]:
    record = parameter.get_help_record(context)
    found: dict[str, Any] = {
        "name": parameter.make_metavar(context)
        if isinstance(parameter, click.Argument)
        else max(parameter.opts, key=len),
        "help": record[1] if record else "",
        "required": parameter.required,
        "repeatable": parameter.multiple or parameter.nargs == -1,
    }
    if isinstance(parameter, click.Option):
        found |= {"names": [*parameter.opts, *parameter.secondary_opts], "takesValue": not parameter.is_flag}
    choices = getattr(parameter.type, "choices", None) or getattr(parameter.type, "values", None)
    if choices:
        kind = "choice" if isinstance(parameter.type, click.Choice) else "known"
        found |= {"type": kind, "choices": [*choices]}
    return found
