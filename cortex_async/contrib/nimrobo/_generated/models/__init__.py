# Made by `python -m generator build` from spec/nimrobo.
# Do not edit: change the specification or the generator and run `make generate`.
"""All models and enumerations. Each group of them is imported on first use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cortex_async._core.runtime.loading import import_module

if TYPE_CHECKING:
    from .common import ErrorBody as ErrorBody
    from .sessions import InstantFlag as InstantFlag
    from .sessions import RegenerateSummary as RegenerateSummary
    from .sessions import SessionAudio as SessionAudio
    from .sessions import SessionStatus as SessionStatus
    from .sessions import SessionSummary as SessionSummary
    from .sessions import SessionTranscript as SessionTranscript
    from .sessions import SessionType as SessionType
    from .sessions import SummaryGenerating as SummaryGenerating
    from .sessions import SummaryRegenerating as SummaryRegenerating

_MODULES = {
    "ErrorBody": "common",
    "InstantFlag": "sessions",
    "RegenerateSummary": "sessions",
    "SessionAudio": "sessions",
    "SessionStatus": "sessions",
    "SessionSummary": "sessions",
    "SessionTranscript": "sessions",
    "SessionType": "sessions",
    "SummaryGenerating": "sessions",
    "SummaryRegenerating": "sessions",
}

__all__ = [  # pyright: ignore[reportUnsupportedDunderAll]  # the names are imported above, for type checkers
    "ErrorBody",
    "InstantFlag",
    "RegenerateSummary",
    "SessionAudio",
    "SessionStatus",
    "SessionSummary",
    "SessionTranscript",
    "SessionType",
    "SummaryGenerating",
    "SummaryRegenerating",
]


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f".{_MODULES[name]}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
