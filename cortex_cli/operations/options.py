"""The click parameters of an operation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click
from click.shell_completion import CompletionItem

from cortex_cli.command import DescribedArgument
from cortex_cli.failures import usage
from cortex_cli.inputs import ASKED
from cortex_cli.operations.data import DEFAULT_LIMIT, Operation, Parameter
from cortex_cli.options import ParamType

_METAVARS = {
    "int": "NUMBER",
    "float": "NUMBER",
    "datetime": "WHEN",
    "date": "DATE",
    "binary": "@FILE",
    "str": "TEXT",
    "text": "TEXT|@FILE|-",
}


class OpenChoice(ParamType[str]):
    """A string of which some values are known. They are completed, and others are allowed."""

    name = "text"

    def __init__(self, values: Sequence[object]) -> None:
        self.values = [str(value) for value in values]

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        return str(value)

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        return [CompletionItem(value) for value in self.values if value.startswith(incomplete)]


class WholeNumber(ParamType[int]):
    """A whole number of at least ``least``."""

    name = "number"

    def __init__(self, least: int) -> None:
        self._least = least

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        try:
            number = int(value)
        except ValueError:
            number = self._least - 1
        if number < self._least:
            shown = "" if param is None else param.opts[0]
            raise usage(f"{shown} must be a whole number of at least {self._least}, got {value!r}")
        return number


def click_parameters(operation: Operation) -> list[click.Parameter]:
    """Return arguments and options of an operation. Their names are those of the SDK with ``_`` in front."""
    found: list[click.Parameter] = [_made(parameter) for parameter in operation.parameters]
    nullable = [parameter.option for parameter in operation.parameters if parameter.nullable]
    if nullable:
        found.append(_null(nullable))
    if operation.paged:
        found += _paging()
    if operation.result.shape == "bytes":
        text = "Write to this file, completely or not at all. Default: stdout."
        found.append(click.Option(["--save-to", "save_to"], metavar="FILE", help=text))
    return found


def _made(parameter: Parameter) -> click.Parameter:
    name = f"_{parameter.name}"
    if parameter.positional:
        return DescribedArgument(
            [name], help=parameter.help, metavar=parameter.shown, type=OpenChoice(parameter.choices)
        )
    if parameter.kind == "bool":
        return click.Option([_switch(parameter), name], default=None, help=_help(parameter))
    many = parameter.kind.startswith("list:")
    settings: dict[str, Any] = {}
    if parameter.secret and not many and parameter.kind == "str":
        settings = {"is_flag": False, "flag_value": ASKED}
    return click.Option(
        [f"--{parameter.option}", name],
        multiple=many,
        required=parameter.required and not parameter.secret,
        type=OpenChoice(parameter.choices),
        metavar=_metavar(parameter),
        help=_help(parameter),
        **settings,
    )


def _switch(parameter: Parameter) -> str:
    return f"--{parameter.option}/--no-{parameter.option}"


def _metavar(parameter: Parameter) -> str:
    if parameter.secret:
        return "@FILE|-"
    return _METAVARS.get(parameter.kind.removeprefix("list:"), "JSON|@FILE|-")


def _help(parameter: Parameter) -> str:
    facts: list[str] = []
    if parameter.choices:
        facts.append(f"One of {', '.join(map(str, parameter.choices))}.")
    if parameter.kind.startswith("list:"):
        facts.append("May be repeated.")
    if parameter.deprecated:
        facts.append("Deprecated.")
    if parameter.required and parameter.secret:
        facts.append("[required]")
    text = (
        parameter.help if not parameter.help or parameter.help.endswith((".", ")")) else f"{parameter.help}."
    )
    return " ".join([text, *facts]).strip()


def _null(options: list[str]) -> click.Option:
    return click.Option(
        ["--null", "null"],
        multiple=True,
        type=click.Choice(options),
        help="Send null for this field. May be repeated.",
    )


def _paging() -> list[click.Parameter]:
    return [
        click.Option(
            ["--limit", "limit"],
            type=WholeNumber(1),
            metavar="NUMBER",
            help=f"At most so many items. [default: {DEFAULT_LIMIT}]",
        ),
        click.Option(["--all", "every"], is_flag=True, help="Fetch all items."),
        click.Option(
            ["--page-size", "page_size"],
            type=WholeNumber(1),
            default=50,
            metavar="NUMBER",
            help="Items per request. [default: 50]",
        ),
        click.Option(
            ["--offset", "offset"],
            type=WholeNumber(0),
            default=0,
            metavar="NUMBER",
            help="Items to skip at the start. [default: 0]",
        ),
    ]
