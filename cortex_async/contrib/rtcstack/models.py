# Made by `python -m generator build` from spec/rtcstack.
# Do not edit: change the specification or the generator and run `make generate`.
"""The models and enumerations of cortex_async.contrib.rtcstack. Each group of them is imported on first
use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cortex_async.contrib.rtcstack._generated import models as _models

if TYPE_CHECKING:
    from cortex_async.contrib.rtcstack._generated.models import *  # noqa: F403

__all__ = _models.__all__  # pyright: ignore[reportUnsupportedDunderAll]  # the star import above, for type checkers


def __getattr__(name: str) -> Any:
    try:
        value = globals()[name] = getattr(_models, name)
    except AttributeError:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}") from None
    return value


def __dir__() -> list[str]:
    return list(_models.__all__)
