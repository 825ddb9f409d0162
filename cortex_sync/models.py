"""The models and enumerations of the API, by name: ``from cortex_sync.models import Session``.

They are the classes of ``cortex_async.models``. Each group of models loads when the first of its names is
used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cortex_async._generated import models as _models

if TYPE_CHECKING:
    from cortex_async._generated.models import *  # noqa: F403

__all__ = _models.__all__  # pyright: ignore[reportUnsupportedDunderAll]  # the star import above, for type checkers


def __getattr__(name: str) -> Any:
    try:
        value = globals()[name] = getattr(_models, name)
    except AttributeError:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}") from None
    return value


def __dir__() -> list[str]:
    return list(_models.__all__)
