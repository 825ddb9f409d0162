"""Regular expressions that are compiled when they are first used."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, partial
from typing import AnyStr


def lazily(pattern: AnyStr, flags: re.RegexFlag = re.NOFLAG) -> Callable[[], re.Pattern[AnyStr]]:
    """Return a function that returns the compiled pattern.

    For patterns that most processes never need, such as those of errors: compiling one takes longer than
    importing a small module.
    """
    return cache(partial(re.compile, pattern, flags))
