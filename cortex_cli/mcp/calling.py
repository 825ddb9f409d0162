"""Runs a tool: arguments, time limit, size, and one line for each error."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from contextlib import nullcontext
from typing import Final

from cortex_async import CortexError
from cortex_async._core.timing.clock import time_limit
from cortex_cli.failures import Failure
from cortex_cli.hiding import without_known
from cortex_cli.mcp.catalog import available
from cortex_cli.mcp.context import ToolContext
from cortex_cli.mcp.parameters import values
from cortex_cli.mcp.proposals import LIFETIME
from cortex_cli.mcp.results import finished
from cortex_cli.mcp.tool import Tool
from cortex_cli.mcp.untrusted import NOTICE, visible

AT_ONCE: Final = 4
"""Tools that run at once; others wait."""

_LONGEST_ERROR: Final = 500

_logger = logging.getLogger(__name__)


class ToolError(Exception):
    """A tool could not do what it was asked for. The message is one line for the model."""


class Caller:
    """Calls the tools of a context.

    seconds: how long a tool may take, without the time in which a person thinks.
    """

    def __init__(self, context: ToolContext, seconds: float) -> None:
        self.context = context
        self.tools = available(context)
        self._seconds = seconds
        self._slots = asyncio.Semaphore(AT_ONCE)

    async def call(
        self, name: str, arguments: Mapping[str, object], context: ToolContext
    ) -> dict[str, object]:
        """Return the result of a tool. Raises ``ToolError``.

        context: that of this call, with its way to ask a person.
        """
        tool = self.tools.get(name)
        if tool is None:
            raise ToolError(f"no tool has this name: there are {', '.join(self.tools)}")
        try:
            given = values(tool.parameters, arguments)
            result = await self._limited(tool, given, context)
            return finished({"notice": NOTICE, "untrusted": True, **result} if tool.untrusted else result)
        except (Failure, CortexError, OSError) as error:
            raise ToolError(_line(error)) from error
        except Exception as error:
            # What it says may be anything, so it is for the log.
            _logger.exception("%s failed", name)
            raise ToolError(f"{name} failed: {type(error).__name__}; --debug shows more on stderr") from error

    async def _limited(
        self, tool: Tool, given: Mapping[str, object], context: ToolContext
    ) -> dict[str, object]:
        # A person who thinks about a question keeps no other tool waiting.
        slot = nullcontext() if tool.waits_for_person else self._slots
        seconds = self._seconds + (LIFETIME if tool.waits_for_person else 0)
        async with slot:
            scope: asyncio.Timeout | None = None
            try:
                async with time_limit(seconds) as scope:
                    return await tool.function(context, **given)
            except TimeoutError:
                if scope is None or not scope.expired():
                    raise
                raise Failure(
                    f"{tool.name} took longer than {seconds:g} s: ask for less, e.g. with since or fewer sessions"
                ) from None


def _line(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        message = error.strerror  # not the path
    else:
        message = str(error) or type(error).__name__
    shown = visible(without_known(message))[0]
    return shown if len(shown) <= _LONGEST_ERROR else f"{shown[: _LONGEST_ERROR - 1]}…"
