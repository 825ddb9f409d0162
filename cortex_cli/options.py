"""The options that commands share. Each group has a heading of its own in ``--help``.

They set attributes of the ``Invocation`` and are not arguments of the command's function. The generator
reserves their names, so that no field of the API takes one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import click
from click.shell_completion import CompletionItem

from cortex_cli.failures import usage
from cortex_cli.invocation import Invocation

if TYPE_CHECKING:
    ParamType = click.ParamType
else:

    class ParamType(click.ParamType):
        """click's, which takes the type of its values as a parameter only since 8.4."""

        def __class_getitem__(cls, _: object) -> type:
            return cls


FORMATS: Final = ("table", "json", "ndjson", "csv", "yaml", "id")
TRANSCRIPT_FORMATS: Final = ("text", "srt", "vtt", "markdown", "html", "jsonl", "csv", "parquet", "arrow")


class OptionGroup(NamedTuple):
    """Options under one heading of ``--help``.

    make: returns new options, since click changes those of a command.
    """

    heading: str
    make: Callable[[], list[click.Option]]


def option(*names: str, attribute: str, **settings: Any) -> click.Option:
    """Make an option that, if it is given, sets an attribute of the ``Invocation`` or of its ``output``."""

    def keep(context: click.Context, _: click.Parameter, value: object) -> None:
        if value is not None and value is not False and value != ():
            invocation = invocation_of(context)
            setattr(
                invocation.output if hasattr(invocation.output, attribute) else invocation, attribute, value
            )

    return click.Option([*names], expose_value=False, callback=keep, **settings)


def invocation_of(context: click.Context) -> Invocation:
    """Return the invocation that all commands of one run share."""
    found = context.find_object(Invocation)
    if found is None:
        found = Invocation()
        context.find_root().obj = found
        context.obj = found
    return found


class _NotEmpty(ParamType[str]):
    """A string. An empty one comes from a variable that is not set, and must not mean the default."""

    name = "text"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if not str(value).strip():
            raise usage(f"{'' if param is None else param.opts[0]} must be a non-empty string, got {value!r}")
        return str(value)


class _Fields(ParamType[tuple[str, ...]]):
    name = "names"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        names = tuple(name.strip() for name in str(value).split(","))
        if not all(all(name.split(".")) for name in names):
            self.fail(f"{value!r} is no list of names separated by commas", param, ctx)
        return names


def _connection() -> list[click.Option]:
    project = option(
        "--project",
        attribute="project",
        type=_NotEmpty(),
        metavar="ID",
        help="The project. [env: CORTEX_PROJECT_ID, or the profile]",
    )
    return [project, *_server()]


def _server() -> list[click.Option]:
    base_url = option(
        "--base-url",
        attribute="base_url",
        type=_NotEmpty(),
        metavar="URL",
        help="The API, or an emulator. [env: CORTEX_BASE_URL, or the profile]",
    )
    return [*_profile(), base_url]


def _profile() -> list[click.Option]:
    return [
        option(
            "--profile",
            attribute="profile",
            type=_NotEmpty(),
            metavar="NAME",
            help="A profile of `cortex login`. [env: CORTEX_PROFILE]",
            shell_complete=_profile_names,
        )
    ]


def _profile_names(context: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
    # Imported late: only completion asks for them.
    from cortex_cli.connection.profile_file import load
    from cortex_cli.failures import Failure

    try:
        names = sorted(load())
    except Failure:
        return []
    return [CompletionItem(name) for name in names if name.startswith(incomplete)]


def _output() -> list[click.Option]:
    return [
        option(
            "-o",
            "--output",
            attribute="format",
            type=click.Choice(FORMATS),
            help="Default: table on a terminal, else json, and ndjson for lists.",
        ),
        option(
            "--fields",
            attribute="fields",
            type=_Fields(),
            metavar="NAME,...",
            help="Only these fields, by their JSON names (a.b for members).",
        ),
        option("--utc", attribute="utc", is_flag=True, help="Show datetimes in UTC, not in local time."),
        option("--wide", attribute="wide", is_flag=True, help="Show all columns, and do not cut them."),
        option(
            "--show-secrets",
            attribute="show_secrets",
            is_flag=True,
            help="Show secret fields on a terminal, too.",
        ),
        click.Option(
            ["--no-pager"],
            expose_value=False,
            callback=_no_pager,
            is_flag=True,
            help="Do not page long tables.",
        ),
    ]


def _no_pager(context: click.Context, _: click.Parameter, value: bool) -> None:
    if value:
        invocation_of(context).output.pager = False


def _confirmation() -> list[click.Option]:
    return [option("-y", "--yes", attribute="yes", is_flag=True, help="Do not ask."), _dry_run()]


def _dry_run() -> click.Option:
    return option(
        "--dry-run", attribute="dry_run", is_flag=True, help="Print the request instead of sending it."
    )


def _debugging() -> list[click.Option]:
    return [option("--debug", attribute="debug", is_flag=True, help="Show tracebacks and the SDK's log.")]


CONNECTION: Final = OptionGroup("Connection", _connection)
SERVER: Final = OptionGroup("Connection", _server)
"""For commands that need no project."""

PROFILE: Final = OptionGroup("Connection", _profile)
OUTPUT: Final = OptionGroup("Output", _output)
CONFIRMATION: Final = OptionGroup("Confirmation", _confirmation)
DRY_RUN: Final = OptionGroup("Confirmation", lambda: [_dry_run()])
DEBUGGING: Final = OptionGroup("Problems", _debugging)
"""Every command has it."""
