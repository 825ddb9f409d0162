"""The line in the log for an error of the SDK that becomes a response."""

from __future__ import annotations

import logging

from cortex_async._core.errors import CortexError
from cortex_async._core.strings.wording import printable, shortened
from cortex_async.integrations.problems import Problem, to_problem

_LONGEST_PATH = 200

_logger = logging.getLogger(__name__)


def reported(error: CortexError, method: str, path: str) -> Problem:
    """Describe an error for the response, and log the error itself, which the response does not show.

    path: the path of the request, without the query, which may hold secrets.
    """
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
