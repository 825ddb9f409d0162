"""When to begin: ``1h`` stands for an hour ago."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from cortex_cli.datetimes import parse_datetime, parse_length
from cortex_cli.failures import usage

if TYPE_CHECKING:
    from cortex_cli.invocation import Invocation


def starting(invocation: Invocation, shown: str, value: str | None) -> datetime | None:
    """Return the time that ``value`` stands for, None for None.

    Raises ``Failure`` that names the option ``shown``.
    """
    if value is None:
        return None
    now = datetime.now().astimezone()
    found = (
        now - parse_length(shown, value)
        if re.match(r"\d+(\.\d+)?[smhdw]", value)
        else parse_datetime(shown, value, now)
    )
    if found > now:
        raise usage(f"{shown} must be in the past, got {value!r}")
    return found.astimezone(UTC)
