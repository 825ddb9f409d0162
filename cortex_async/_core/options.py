"""Options that every operation takes by keyword."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypedDict

from cortex_async._core.response import Response
from cortex_async._core.retry import Retry
from cortex_async._core.timeouts import Timeout


class Options(TypedDict, total=False):
    """Options that every operation takes by keyword, beside its own parameters.

    timeout: seconds for the whole call, including retries and waits, or a ``Timeout`` that sets each limit; ``None`` removes
        the total limit.
    retry: a ``Retry`` policy, ``False`` for exactly one attempt, ``True`` for the default policy. After a 401 the call is sent
        once more regardless, if the credential is a function and returned another one.
    headers: sent in addition. They override the SDK's own headers, except for the credentials.
    on_response: called with the ``Response`` (status, headers, request id, attempts, raw body) of the last attempt that got a
        response, before it is decoded or raised. For an error, the body is its first 64 KiB as received. May be async. An
        exception in it is logged and does not affect the call.
    """

    timeout: Timeout | float | None
    retry: Retry | bool
    headers: Mapping[str, str]
    on_response: Callable[[Response], object]


OPTION_NAMES: frozenset[str] = frozenset(Options.__annotations__)
