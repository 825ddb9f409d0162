# Made by `python -m generator build` from tests/generator/golden/spec.
# Do not edit: change the specification or the generator and run `make generate`.
"""The models and enumerations of tests.generator.golden.made. Each group of them is imported on first use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.generator.golden.made._generated import models as _models

if TYPE_CHECKING:
    from tests.generator.golden.made._generated.models import *  # noqa: F403

__all__ = _models.__all__  # pyright: ignore[reportUnsupportedDunderAll]  # the star import above, for type checkers


def __getattr__(name: str) -> Any:
    try:
        value = globals()[name] = getattr(_models, name)
    except AttributeError:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}") from None
    return value


def __dir__() -> list[str]:
    return list(_models.__all__)
