"""Python SDK for the ODIN Cortex voice API, for blocking code. It has the names of ``cortex_async``.

Start with ``CortexClient``. Models are in ``cortex_sync.models``, events in ``cortex_sync.events``, live
views in ``cortex_sync.live``, transcripts in ``cortex_sync.transcripts``, archives in
``cortex_sync.archives``, tables in ``cortex_sync.tables``, evidence in ``cortex_sync.evidence``, webhooks in
``cortex_sync.webhooks``, relays and workers in ``cortex_sync.relay``, observers in ``cortex_sync.telemetry``,
rate limits in ``cortex_sync.limits``, test tools in ``cortex_sync.testing``. Names are loaded on first use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cortex_async._core.advice import Advice as Advice
    from cortex_async._core.call_errors import APIError as APIError
    from cortex_async._core.call_errors import BadRequest as BadRequest
    from cortex_async._core.call_errors import CallError as CallError
    from cortex_async._core.call_errors import Conflict as Conflict
    from cortex_async._core.call_errors import ConnectionFailed as ConnectionFailed
    from cortex_async._core.call_errors import DecodeError as DecodeError
    from cortex_async._core.call_errors import Forbidden as Forbidden
    from cortex_async._core.call_errors import InvalidRequest as InvalidRequest
    from cortex_async._core.call_errors import NotAdmitted as NotAdmitted
    from cortex_async._core.call_errors import NotFound as NotFound
    from cortex_async._core.call_errors import RateLimited as RateLimited
    from cortex_async._core.call_errors import RequestFailed as RequestFailed
    from cortex_async._core.call_errors import ResponseTooLarge as ResponseTooLarge
    from cortex_async._core.call_errors import ServerError as ServerError
    from cortex_async._core.call_errors import TimedOut as TimedOut
    from cortex_async._core.call_errors import Unauthorized as Unauthorized
    from cortex_async._core.call_errors import ValidationFailed as ValidationFailed
    from cortex_async._core.codec.codec import Codec as Codec
    from cortex_async._core.errors import ArgumentError as ArgumentError
    from cortex_async._core.errors import ArgumentTypeError as ArgumentTypeError
    from cortex_async._core.errors import ArgumentValueError as ArgumentValueError
    from cortex_async._core.errors import ClientClosed as ClientClosed
    from cortex_async._core.errors import ConfigError as ConfigError
    from cortex_async._core.errors import CortexError as CortexError
    from cortex_async._core.errors import WaitTimedOut as WaitTimedOut
    from cortex_async._core.errors import WebhookError as WebhookError
    from cortex_async._core.errors import WrongLoop as WrongLoop
    from cortex_async._core.free_form import FreeForm as FreeForm
    from cortex_async._core.options import Options as Options
    from cortex_async._core.paging import Page as Page
    from cortex_async._core.response import Headers as Headers
    from cortex_async._core.response import Response as Response
    from cortex_async._core.retry import Retry as Retry
    from cortex_async._core.stream import Connected as Connected
    from cortex_async._core.stream import Disconnected as Disconnected
    from cortex_async._core.stream import Gap as Gap
    from cortex_async._core.stream import Resumed as Resumed
    from cortex_async._core.stream import StreamCounters as StreamCounters
    from cortex_async._core.stream import StreamOptions as StreamOptions
    from cortex_async._core.stream import StreamState as StreamState
    from cortex_async._core.stream.event_patterns import UnknownEventTypeWarning as UnknownEventTypeWarning
    from cortex_async._core.stream.sse import EventTooLarge as EventTooLarge
    from cortex_async._core.telemetry.observer import Observer as Observer
    from cortex_async._core.telemetry.stats import ClientStats as ClientStats
    from cortex_async._core.timeouts import Timeout as Timeout
    from cortex_async._core.types import JSON as JSON
    from cortex_async._core.unset import UNSET as UNSET
    from cortex_async._core.unset import Unset as Unset
    from cortex_async._core.unset import given as given
    from cortex_async.dicts import from_dict as from_dict
    from cortex_async.dicts import to_dict as to_dict
    from cortex_async.join_results import JoinRefused as JoinRefused
    from cortex_async.resources.functions import ActivationFailed as ActivationFailed
    from cortex_async.resources.functions import BuildFailed as BuildFailed
    from cortex_async.resources.functions import DeploymentFailed as DeploymentFailed
    from cortex_async.resources.functions import FunctionResponse as FunctionResponse
    from cortex_async.routing.results import DispatchResult as DispatchResult
    from cortex_async.routing.results import HandlerFailure as HandlerFailure
    from cortex_sync import events as events
    from cortex_sync import feeds as feeds
    from cortex_sync import live as live
    from cortex_sync import models as models
    from cortex_sync import transcripts as transcripts
    from cortex_sync.api_client import ConnectionSettings as ConnectionSettings
    from cortex_sync.bridge.errors import LoopStopped as LoopStopped
    from cortex_sync.bridge.paging import Pager as Pager
    from cortex_sync.bridge.stream import EventStream as EventStream
    from cortex_sync.client import CortexClient as CortexClient
    from cortex_sync.project import ProjectScope as ProjectScope
    from cortex_sync.routing import EventRouter as EventRouter

    __version__: str

_HOMES = {
    "ConnectionSettings": "api_client",
    "CortexClient": "client",
    "EventRouter": "routing",
    "EventStream": "bridge.stream",
    "LoopStopped": "bridge.errors",
    "Pager": "bridge.paging",
    "ProjectScope": "project",
}

_LAZY_MODULES = ("events", "feeds", "live", "models", "transcripts")
"""Public modules that load on first use, as names do."""

_PARTS = frozenset(
    {"contrib", "emulator", "evidence", "limits", "tables", "telemetry", "testing", "webhooks"}
)
"""Public modules that need an import, because PyInstaller packs them only with programs that import them."""

__all__ = [
    "JSON",
    "UNSET",
    "APIError",
    "ActivationFailed",
    "Advice",
    "ArgumentError",
    "ArgumentTypeError",
    "ArgumentValueError",
    "BadRequest",
    "BuildFailed",
    "CallError",
    "ClientClosed",
    "ClientStats",
    "Codec",
    "ConfigError",
    "Conflict",
    "Connected",
    "ConnectionFailed",
    "ConnectionSettings",
    "CortexClient",
    "CortexError",
    "DecodeError",
    "DeploymentFailed",
    "Disconnected",
    "DispatchResult",
    "EventRouter",
    "EventStream",
    "EventTooLarge",
    "Forbidden",
    "FreeForm",
    "FunctionResponse",
    "Gap",
    "HandlerFailure",
    "Headers",
    "InvalidRequest",
    "JoinRefused",
    "LoopStopped",
    "NotAdmitted",
    "NotFound",
    "Observer",
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
    "StreamCounters",
    "StreamOptions",
    "StreamState",
    "TimedOut",
    "Timeout",
    "Unauthorized",
    "UnknownEventTypeWarning",
    "Unset",
    "ValidationFailed",
    "WaitTimedOut",
    "WebhookError",
    "WrongLoop",
    "from_dict",
    "given",
    "to_dict",
]


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name in _HOMES:
        value: Any = getattr(import_module(f".{_HOMES[name]}", __name__), name)
    elif name in _LAZY_MODULES:
        value = import_module(f".{name}", __name__)
    elif name in __all__ or name == "__version__":
        value = getattr(import_module("cortex_async"), name)
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    # What users need: no private modules, although importing them sets them as attributes.
    return sorted({*__all__, *_LAZY_MODULES, *(_PARTS & globals().keys()), "__version__"})
