"""What the commands that control an emulator share."""

from __future__ import annotations

import os
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, Final

import click

from cortex_cli import exit_codes
from cortex_cli.connection.target import target_of
from cortex_cli.failures import Failure, usage
from cortex_cli.inputs import ASKED, Inputs
from cortex_cli.options import SERVER, OptionGroup

if TYPE_CHECKING:
    from cortex_async.testing.control_client import ControlClient, RemoteError
    from cortex_cli.invocation import Invocation

ADDRESS: Final = "http://127.0.0.1:8787"
"""Where an emulator listens unless it is told otherwise."""

_TOKEN_VARIABLE: Final = "CORTEX_EMULATOR_TOKEN"  # noqa: S105  (the variable's name)


def _options() -> list[click.Option]:
    token = click.Option(
        ["--control-token"],
        expose_value=False,
        callback=_keep_token,
        metavar="@FILE|-",
        is_flag=False,
        flag_value=ASKED,
        help="The emulator's control token. Without a value, it asks. [env: CORTEX_EMULATOR_TOKEN]",
    )
    return [*SERVER.make(), token]


def _keep_token(context: click.Context, _: click.Parameter, value: str | None) -> None:
    context.meta[_TOKEN_VARIABLE] = value


EMULATOR: Final = OptionGroup("Emulator", _options)


@asynccontextmanager
async def controlled(invocation: Invocation) -> AsyncGenerator[ControlClient]:
    """Connect to the emulator that a command controls::

        async with controlled(invocation) as emulator:
            message = await emulator.send("say", session_id=session, speaker=speaker, text=text)

    Raises ``Failure`` in place of what the controls raise.
    """
    from cortex_async.emulator import BotNotRunning
    from cortex_async.testing.control_client import START_IT, ControlClient, RemoteError

    given = click.get_current_context().meta.get(_TOKEN_VARIABLE)
    token = Inputs().secret("--control-token", given) if given else os.environ.get(_TOKEN_VARIABLE) or None
    emulator = ControlClient(_address(invocation), token)
    emulator.open()
    try:
        yield emulator
    except RemoteError as error:
        message = str(error).replace(START_IT, "start one with: cortex emulator")
        raise Failure(message, _code(error)) from None
    except KeyError as error:
        raise Failure(str(error.args[0]), exit_codes.NOT_FOUND) from None
    except ValueError as error:
        raise usage(str(error)) from None
    except BotNotRunning as error:
        raise Failure(str(error)) from None
    finally:
        await emulator.close()


async def control(invocation: Invocation, name: str, /, **arguments: Any) -> Any:
    """Carry out one control and return its result. Arguments that are None are left out."""
    given = {key: value for key, value in arguments.items() if value is not None}
    async with controlled(invocation) as emulator:
        return await emulator.send(name, **given)


def _address(invocation: Invocation) -> str:
    """Return the address of the emulator, without the ``/api`` that base URLs may end with."""
    return (target_of(invocation, credential=False).base_url or ADDRESS).rstrip("/").removesuffix("/api")


def _code(error: RemoteError) -> int:
    if error.__cause__ is not None:
        return exit_codes.NETWORK
    return exit_codes.AUTH if error.code in ("unauthorized", "forbidden") else exit_codes.OTHER
