"""Finds the router of a worker: ``package.module:router``."""

from __future__ import annotations

import importlib
import os
import sys
from operator import attrgetter

from cortex_async._core.errors import ArgumentValueError
from cortex_async.routing.registry import HandlerRegistry


def load_router(target: str) -> HandlerRegistry:
    """Import ``module:attribute``, also from the current folder, and return the router that it names.

    A function in its place is called without arguments and has to return a router.

    Raises ``ArgumentError`` that says what to write instead; what the module itself raises passes through.
    """
    module_name, _, attribute = target.partition(":")
    if not module_name or not attribute:
        raise _wrong(target, "must be MODULE:ROUTER, such as bot.handlers:router")
    if os.getcwd() not in sys.path:
        sys.path.insert(0, os.getcwd())
    try:
        module = importlib.import_module(module_name)
    except ModuleNotFoundError as error:
        if error.name is None or not (module_name + ".").startswith(error.name + "."):
            raise
        raise _wrong(
            target, f"cannot be imported: no module {error.name} in this folder or on PYTHONPATH"
        ) from None
    try:
        found: object = attrgetter(attribute)(module)
    except AttributeError:
        raise _wrong(
            target, f"cannot be used: the module {module_name} has no attribute {attribute}"
        ) from None
    if not isinstance(found, HandlerRegistry) and callable(found):
        found = found()
    if not isinstance(found, HandlerRegistry):
        raise _wrong(
            target, f"must name an EventRouter or a function that returns one, not a {type(found).__name__}"
        )
    return found


def _wrong(target: str, problem: str) -> ArgumentValueError:
    return ArgumentValueError(f"{target!r} {problem}", parameter="router")
