"""The keyword options of every operation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypedDict

from cortex_async._core.response import Response
from cortex_async._core.retry import Retry
from cortex_async._core.timeouts import Timeout


class Options(TypedDict, total=False):
    """Keyword options of every operation. ``timeout`` and ``retry`` default to the client's settings.

    timeout: seconds for the whole call, including retries and the waits between them, or a ``Timeout`` that
        sets each limit; None removes the total limit.
    retry: a ``Retry`` policy, False for exactly one attempt, True for the default policy. Regardless of it,
        the call is sent once more after a 401 if the credential is a function and returned another one.
    headers: additional headers. They override the SDK's own, except for the credentials.
    on_response: function, async or not, that is called with the ``Response`` (status, headers, request id,
        attempts, raw body) of the last attempt that got one, before it is decoded or raised. For an error,
        the body is its first 64 KiB as received. An exception in the function is logged and does not affect
        the call.
    """

    timeout: Timeout | float | None
    retry: Retry | bool
    headers: Mapping[str, str]
    on_response: Callable[[Response], object]


OPTION_NAMES: frozenset[str] = frozenset(Options.__annotations__)
