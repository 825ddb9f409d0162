"""``UNSET``, which tells a field that was not given from one that is null.

A request field that is left at ``UNSET`` is not sent; a field that is None is sent as null.
"""

from __future__ import annotations

import enum
from typing import Final, Literal, TypeAlias, TypeVar


class _Sentinel(enum.Enum):
    UNSET = "UNSET"

    def __repr__(self) -> str:
        return "UNSET"

    def __bool__(self) -> Literal[False]:
        return False


Unset: TypeAlias = Literal[_Sentinel.UNSET]
UNSET: Final = _Sentinel.UNSET
"""Leaves a field or parameter out of the request."""

T = TypeVar("T")


def given(value: T | None) -> T | Unset:
    """Return ``value``, or ``UNSET`` for None, so that a missing value is left out of the request.

    For values that are received as ``X | None`` and sent as optional parameters, where None would be sent as
    null: ``sanctions.create(..., participant_id=given(message.participant_id))``.
    """
    return UNSET if value is None else value
