"""The arguments of commands that have somebody do something in a session of an emulator."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar

import click

from cortex_cli.command import DescribedArgument

Function = TypeVar("Function", bound=Callable[..., Any])


def _argument(name: str, text: str) -> Callable[[Function], Function]:
    return click.argument(name, cls=DescribedArgument, metavar=name.upper(), help=text)


SESSION: Final = _argument("session", "The session's id.")
SPEAKER: Final = _argument("speaker", "An external user id.")
TEXT: Final = _argument("text", "What is said.")
