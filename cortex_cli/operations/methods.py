"""The SDK's method of an operation."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any

from cortex_async._generated import scopes

if TYPE_CHECKING:
    from cortex_async._core.operations import Caller
    from cortex_cli.connection.connected import Connection
    from cortex_cli.operations.data import Operation


def method_of(operation: Operation, connection: Connection, caller: Caller) -> Callable[..., Any]:
    """Return the generated method of an operation, or another one where the registry says so.

    The generated ones have the parameters of the spec, which those of the public classes may have more of.

    Raises ``Failure`` if it needs a project and there is none.
    """
    scope, resource, method = operation.call
    bound = () if scope == "account" else (connection.target.needed_project(),)
    if operation.home:
        module, _, name = operation.home.partition(":")
        operations: Any = getattr(import_module(module), name)(caller, bound)
    else:
        found: Any = getattr(scopes, f"{scope.title().replace('_', '')}Scope")
        operations = getattr(found(caller, *bound), resource)
    called: Callable[..., Any] = getattr(operations, method)
    return called
