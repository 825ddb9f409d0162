"""The line in the log for an error of the SDK that becomes a response."""

from __future__ import annotations

import logging
from typing import cast

from cortex_async._core.errors import CortexError
from cortex_async._core.strings.wording import printable, shortened
from cortex_async.integrations.problems import Problem, to_problem

_LONGEST_PATH = 200

_logger = logging.getLogger(__name__)


def reported(error: Exception, method: str, path: str) -> Problem | None:
    """Describe an error for the response, and log the error itself, which the response does not show.

    Of a group of errors, as ``asyncio.TaskGroup`` raises it, the problem with the highest status. None, and
    nothing in the log, if the error is not one of the SDK, or the group holds any other.

    path: the path of the request, without the query, which may hold secrets.
    """
    errors = _errors_of(error)
    problems = [_logged(one, method, path) for one in errors]
    return max(problems, key=lambda one: one.status, default=None)


def _errors_of(error: Exception) -> list[CortexError]:
    if isinstance(error, CortexError):
        return [error]
    if not isinstance(error, ExceptionGroup):
        return []
    group = cast("ExceptionGroup[Exception]", error)
    if group.split(CortexError)[1] is not None:
        return []
    return [one for inner in group.exceptions for one in _errors_of(inner)]


def _logged(error: CortexError, method: str, path: str) -> Problem:
    problem = to_problem(error)
    level = logging.ERROR if problem.status >= 500 else logging.INFO
    _logger.log(
        level,
        "%s %s: response %d: %s: %s",
        method,
        shortened(printable(path), _LONGEST_PATH),  # a visitor chose it
        problem.status,
        type(error).__name__,
        error,
    )
    return problem
