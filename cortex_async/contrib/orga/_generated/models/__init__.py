# Made by `python -m generator build` from spec/orga.
# Do not edit: change the specification or the generator and run `make generate`.
"""All models and enumerations. Each group of them is imported on first use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cortex_async._core.runtime.loading import import_module

if TYPE_CHECKING:
    from .common import ErrorEnvelope as ErrorEnvelope
    from .common import ErrorObject as ErrorObject
    from .realtime import Answer as Answer
    from .realtime import Call as Call
    from .realtime import CallParams as CallParams
    from .realtime import ClientSecret as ClientSecret
    from .realtime import CreateCall as CreateCall
    from .realtime import CreateClientSecret as CreateClientSecret
    from .realtime import IceCandidate as IceCandidate
    from .realtime import IceConfig as IceConfig
    from .realtime import IceServer as IceServer
    from .realtime import Modality as Modality
    from .realtime import Offer as Offer

_MODULES = {
    "Answer": "realtime",
    "Call": "realtime",
    "CallParams": "realtime",
    "ClientSecret": "realtime",
    "CreateCall": "realtime",
    "CreateClientSecret": "realtime",
    "ErrorEnvelope": "common",
    "ErrorObject": "common",
    "IceCandidate": "realtime",
    "IceConfig": "realtime",
    "IceServer": "realtime",
    "Modality": "realtime",
    "Offer": "realtime",
}

__all__ = [  # pyright: ignore[reportUnsupportedDunderAll]  # the names are imported above, for type checkers
    "Answer",
    "Call",
    "CallParams",
    "ClientSecret",
    "CreateCall",
    "CreateClientSecret",
    "ErrorEnvelope",
    "ErrorObject",
    "IceCandidate",
    "IceConfig",
    "IceServer",
    "Modality",
    "Offer",
]


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f".{_MODULES[name]}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
