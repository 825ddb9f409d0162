"""Python SDK for the ODIN Cortex voice API, asynchronous. ``cortex_sync`` is the same without ``async``.

Start with ``CortexClient``. Models are in ``cortex_async.models``, events in ``cortex_async.events``. Names load on first use.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cortex_async.client import ConnectionSettings as ConnectionSettings
    from cortex_async.client import CortexClient as CortexClient
    from cortex_async.core.codec import Codec as Codec
    from cortex_async.core.errors import APIError as APIError
    from cortex_async.core.errors import ArgumentError as ArgumentError
    from cortex_async.core.errors import ArgumentTypeError as ArgumentTypeError
    from cortex_async.core.errors import ArgumentValueError as ArgumentValueError
    from cortex_async.core.errors import BadRequest as BadRequest
    from cortex_async.core.errors import CallError as CallError
    from cortex_async.core.errors import ClientClosed as ClientClosed
    from cortex_async.core.errors import ConfigError as ConfigError
    from cortex_async.core.errors import Conflict as Conflict
    from cortex_async.core.errors import ConnectionFailed as ConnectionFailed
    from cortex_async.core.errors import CortexError as CortexError
    from cortex_async.core.errors import DecodeError as DecodeError
    from cortex_async.core.errors import Forbidden as Forbidden
    from cortex_async.core.errors import InvalidRequest as InvalidRequest
    from cortex_async.core.errors import NotFound as NotFound
    from cortex_async.core.errors import RateLimited as RateLimited
    from cortex_async.core.errors import RequestFailed as RequestFailed
    from cortex_async.core.errors import ResponseTooLarge as ResponseTooLarge
    from cortex_async.core.errors import ServerError as ServerError
    from cortex_async.core.errors import StreamGap as StreamGap
    from cortex_async.core.errors import TimedOut as TimedOut
    from cortex_async.core.errors import Unauthorized as Unauthorized
    from cortex_async.core.errors import ValidationFailed as ValidationFailed
    from cortex_async.core.errors import WaitTimedOut as WaitTimedOut
    from cortex_async.core.errors import WebhookError as WebhookError
    from cortex_async.core.errors import WrongLoop as WrongLoop
    from cortex_async.core.event_patterns import UnknownEventTypeWarning as UnknownEventTypeWarning
    from cortex_async.core.paging import Page as Page
    from cortex_async.core.paging import Pager as Pager
    from cortex_async.core.request import JSON as JSON
    from cortex_async.core.request import Options as Options
    from cortex_async.core.response import Headers as Headers
    from cortex_async.core.response import Response as Response
    from cortex_async.core.response import StreamedResponse as StreamedResponse
    from cortex_async.core.retry import Retry as Retry
    from cortex_async.core.stream import Connected as Connected
    from cortex_async.core.stream import Disconnected as Disconnected
    from cortex_async.core.stream import EventStream as EventStream
    from cortex_async.core.stream import Gap as Gap
    from cortex_async.core.stream import Resumed as Resumed
    from cortex_async.core.stream import StreamOptions as StreamOptions
    from cortex_async.core.stream import StreamState as StreamState
    from cortex_async.core.timeouts import Timeout as Timeout
    from cortex_async.core.unset import UNSET as UNSET
    from cortex_async.core.unset import Unset as Unset
    from cortex_async.core.unset import given as given
    from cortex_async.project import ProjectScope as ProjectScope

    __version__: str

_HOMES = {
    "APIError": "core.errors",
    "ArgumentError": "core.errors",
    "ArgumentTypeError": "core.errors",
    "ArgumentValueError": "core.errors",
    "BadRequest": "core.errors",
    "CallError": "core.errors",
    "ClientClosed": "core.errors",
    "Codec": "core.codec",
    "ConfigError": "core.errors",
    "Conflict": "core.errors",
    "Connected": "core.stream",
    "ConnectionFailed": "core.errors",
    "ConnectionSettings": "client",
    "CortexClient": "client",
    "CortexError": "core.errors",
    "DecodeError": "core.errors",
    "Disconnected": "core.stream",
    "EventStream": "core.stream",
    "Forbidden": "core.errors",
    "Gap": "core.stream",
    "Headers": "core.response",
    "InvalidRequest": "core.errors",
    "JSON": "core.request",
    "NotFound": "core.errors",
    "Options": "core.request",
    "Page": "core.paging",
    "Pager": "core.paging",
    "ProjectScope": "project",
    "RateLimited": "core.errors",
    "RequestFailed": "core.errors",
    "Response": "core.response",
    "ResponseTooLarge": "core.errors",
    "Resumed": "core.stream",
    "Retry": "core.retry",
    "ServerError": "core.errors",
    "StreamGap": "core.errors",
    "StreamOptions": "core.stream",
    "StreamState": "core.stream",
    "StreamedResponse": "core.response",
    "TimedOut": "core.errors",
    "Timeout": "core.timeouts",
    "UNSET": "core.unset",
    "Unauthorized": "core.errors",
    "UnknownEventTypeWarning": "core.event_patterns",
    "Unset": "core.unset",
    "ValidationFailed": "core.errors",
    "WaitTimedOut": "core.errors",
    "WebhookError": "core.errors",
    "WrongLoop": "core.errors",
    "given": "core.unset",
}

__all__ = [
    "JSON",
    "UNSET",
    "APIError",
    "ArgumentError",
    "ArgumentTypeError",
    "ArgumentValueError",
    "BadRequest",
    "CallError",
    "ClientClosed",
    "Codec",
    "ConfigError",
    "Conflict",
    "Connected",
    "ConnectionFailed",
    "ConnectionSettings",
    "CortexClient",
    "CortexError",
    "DecodeError",
    "Disconnected",
    "EventStream",
    "Forbidden",
    "Gap",
    "Headers",
    "InvalidRequest",
    "NotFound",
    "Options",
    "Page",
    "Pager",
    "ProjectScope",
    "RateLimited",
    "RequestFailed",
    "Response",
    "ResponseTooLarge",
    "Resumed",
    "Retry",
    "ServerError",
    "StreamGap",
    "StreamOptions",
    "StreamState",
    "StreamedResponse",
    "TimedOut",
    "Timeout",
    "Unauthorized",
    "UnknownEventTypeWarning",
    "Unset",
    "ValidationFailed",
    "WaitTimedOut",
    "WebhookError",
    "WrongLoop",
    "given",
]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        value: Any = getattr(import_module(f".{_HOMES[name]}", __name__), name)
    elif name == "__version__":
        from cortex_async.core.version import VERSION

        value = VERSION
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__, "__version__"})
