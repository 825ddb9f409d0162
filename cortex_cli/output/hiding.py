"""Fields that are secret, on a terminal: people share their screens."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from cortex_async._core.secrets.masking import MASK
from cortex_async._generated.secrets import SECRET_FIELDS


def without_secrets(value: object) -> object:
    """Return JSON with the values of secret fields masked, wherever they are."""
    if isinstance(value, Mapping):
        members = cast("Mapping[str, object]", value).items()
        return {
            name: MASK if name in SECRET_FIELDS and member else without_secrets(member)
            for name, member in members
        }
    if isinstance(value, list):
        return [without_secrets(item) for item in cast("list[object]", value)]
    return value
