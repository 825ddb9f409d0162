"""Errors of the SDK as HTTP responses: problem details by RFC 9457. The table is in
``cortex_async.integrations.problems``.
"""

from __future__ import annotations

from cortex_async.integrations.problems import MEDIA_TYPE, Problem, to_problem

__all__ = ["MEDIA_TYPE", "Problem", "to_problem"]
