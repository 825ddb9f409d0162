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
    return None if value is None else moment(shown, value)


def moment(shown: str, value: str) -> datetime:
    """Return a time that has passed, in UTC: a datetime, or a length such as ``1h``, which is how long ago.

    Raises ``Failure`` that names the option or parameter ``shown``.
    """
    now = datetime.now().astimezone()
    try:
        found = (
            now - parse_length(shown, value)
            if re.match(r"\d+(\.\d+)?[smhdw]", value)
            else parse_datetime(shown, value, now)
        ).astimezone(UTC)
    except OverflowError:
        raise usage(f"{shown} is too long ago, got {value!r}") from None
    if found > now:
        raise usage(f"{shown} must be in the past, got {value!r}")
    return found
