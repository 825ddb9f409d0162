"""What a tool is."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

from attrs import frozen

from cortex_cli.mcp.context import ToolContext
from cortex_cli.mcp.parameters import Parameter, input_schema

Function: TypeAlias = Callable[..., Awaitable[dict[str, object]]]
"""Takes a ``ToolContext``, and the parameters by name. Raises ``Failure`` and the errors of the SDK."""


@frozen(kw_only=True)
class Tool:
    """A tool.

    description: what it does, for the model.
    parameters: what the function takes by name.
    untrusted: whether results hold strings of players.
    writes: whether it changes something at the API.
    local: whether it writes a file on this machine.
    waits_for_person: whether it asks a person, and so has no time limit.
    available: whether a context has what it needs.
    """

    name: str
    title: str
    description: str
    parameters: tuple[Parameter, ...]
    function: Function
    untrusted: bool = True
    writes: bool = False
    local: bool = False
    waits_for_person: bool = False
    available: Callable[[ToolContext], bool] = lambda _: True

    @property
    def input_schema(self) -> dict[str, Any]:
        """The JSON Schema of its arguments."""
        return input_schema(self.parameters)
