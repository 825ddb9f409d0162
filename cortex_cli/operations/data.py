"""The registry of operations, read into typed values."""

from __future__ import annotations

from importlib import import_module
from typing import Any, Final, NamedTuple

DEFAULT_LIMIT: Final = 50
"""How many items of a paged list are shown, unless an option says otherwise."""


class Parameter(NamedTuple):
    """A parameter of an operation.

    name: of the SDK. option: without dashes. kind: how its values are read, see ``Reader``. choices: known
    values; others are allowed.
    """

    name: str
    option: str
    kind: str
    help: str = ""
    choices: tuple[object, ...] = ()
    positional: bool = False
    required: bool = False
    nullable: bool = False
    secret: bool = False
    deprecated: bool = False

    @property
    def shown(self) -> str:
        """The parameter as people write it, for messages."""
        return self.option.upper().replace("-", "_") if self.positional else f"--{self.option}"


class Result(NamedTuple):
    """The result of an operation.

    shape: ``record``, ``list``, ``pages``, ``events``, ``bytes``, ``text``, ``value`` (any JSON) or ``none``.
    reveals: its purpose is to show a secret.
    """

    shape: str
    fields: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    reveals: bool = False


class Operation(NamedTuple):
    """An operation.

    call: scope, resource and method of the SDK. request: HTTP method and path. home: ``module:Class`` whose
    method has other parameters than the generated one. paid: how to find out that a call costs money.
    """

    id: str
    call: tuple[str, str, str]
    request: str
    summary: str
    help: str
    parameters: tuple[Parameter, ...]
    result: Result
    confirm: bool = False
    paid: dict[str, str] | None = None
    home: str = ""
    anonymous: bool = False
    paged: bool = False


def load(group: str, command: str) -> Operation:
    """Return an operation by the names of its group and its command."""
    module = import_module(f"cortex_cli._generated.of_{group.replace('-', '_')}")
    entry: dict[str, Any] = {**module.OPERATIONS[command]}
    entry["home"] = entry.pop("class", "")
    entry["parameters"] = tuple(Parameter(**parameter) for parameter in entry["parameters"])
    result = {**entry["result"]}
    if "model" in result:
        result |= module.MODELS[result.pop("model")]
    entry["result"] = Result(**result)
    return Operation(**entry)
