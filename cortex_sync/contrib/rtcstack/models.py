"""The models and enumerations of RTCstack, by name.

They are the classes of ``cortex_async.contrib.rtcstack.models``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cortex_async.contrib.rtcstack._generated import models as _models

if TYPE_CHECKING:
    from cortex_async.contrib.rtcstack._generated.models import *  # noqa: F403

__all__ = _models.__all__  # pyright: ignore[reportUnsupportedDunderAll]  # the star import above, for type checkers


def __getattr__(name: str) -> Any:
    try:
        return getattr(_models, name)
    except AttributeError:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}") from None


def __dir__() -> list[str]:
    return list(_models.__all__)
