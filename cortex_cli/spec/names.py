"""The names that operations and schemas have in the SDK and on the command line."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from cortex_cli._generated import index
from cortex_cli.operations.data import Operation, load

_SCHEMA: Final = re.compile(r"Schema (\S+) of the API\.")


class Names:
    """Names of what this package was built from."""

    def __init__(self) -> None:
        self._commands: dict[str, tuple[str, Operation]] = {}
        for group, (_, members) in index.GROUPS.items():
            for command in members:
                operation = load(group, command)
                self._commands[operation.id] = (f"{group} {command}", operation)

    def has(self, operation: str) -> bool:
        """Return whether an operation is one of the SDK."""
        return operation in self._commands

    def operation(self, operation: str) -> str:
        """Return e.g. ``project.sanctions.create (cortex sanctions create)``; the id of an unknown one."""
        if operation not in self._commands:
            return f"operation {operation}"
        command, known = self._commands[operation]
        return f"{'.'.join(known.call)} (cortex {command})"

    def keyword(self, operation: str, name: str) -> str:
        """Return e.g. ``external_user_id (--external-user-id)`` for a name of the API."""
        head, dot, rest = name.partition(".")
        snake = _snake(head)
        known = self._commands.get(operation)
        for parameter in known[1].parameters if known else ():
            if parameter.name.strip("_") == snake:
                option = parameter.option.upper() if parameter.positional else f"--{parameter.option}"
                return f"{parameter.name}{dot}{rest} ({option})"
        return f"{snake}{dot}{rest} (--{snake.replace('_', '-')})"

    def model(self, schema: str) -> str:
        """Return e.g. ``models.ApiKey`` for a schema of the API."""
        made = _models().get(schema)
        return f"models.{made} (schema {schema})" if made else f"schema {schema}"

    def attribute(self, name: str) -> str:
        """Return e.g. ``end_at`` for ``endAt``."""
        return ".".join(map(_snake, name.split(".")))


@cache
def _models() -> dict[str, str]:
    """Return the names of model classes by schema, which their docstrings have."""
    from cortex_async import models

    found: dict[str, str] = {}
    for name in models.__all__:
        schema = _SCHEMA.match(str(getattr(models, name).__doc__ or "").strip())
        if schema:
            found[schema[1]] = name
    return found


def _snake(name: str) -> str:
    words = re.sub(r"([a-z0-9])([A-Z])|([A-Z])([A-Z][a-z])", r"\1\3_\2\4", name)
    return re.sub(r"\W+", "_", words).lower()
