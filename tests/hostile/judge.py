"""What may come out of a call whatever the server sends: a value or a ``CortexError``, soon, and without a credential in it."""

from __future__ import annotations

import copy
import pickle
import time
import traceback
from collections.abc import Awaitable, Iterator
from typing import Any

from cortex_async import CortexError

KEY = 'canary"/+&=%\\key~1'
"""A credential with every character that some encoding changes. What is left of it anywhere still shows ``canary``."""

LONGEST = 6.0
"""Seconds that a call may take: its limits add up to less than two, the rest is for a busy machine."""


async def judged(call: Awaitable[Any]) -> object:
    """What the call gave or raised. Fails for anything but a value or a harmless ``CortexError``."""
    begun = time.perf_counter()
    try:
        result: object = await call
    except CortexError as error:
        result = error
        check_error(error)
    taken = time.perf_counter() - begun
    assert taken < LONGEST, f"{taken:.1f} s"
    return result


def check_error(error: CortexError) -> None:
    """It shows no credential, in any of the ways in which it can be looked at."""
    again = pickle.loads(pickle.dumps(error))
    assert str(again) == str(error)
    assert str(copy.deepcopy(error)) == str(error)
    for shown in _looks(error):
        assert "canary" not in shown, f"{type(error).__name__} shows a credential: {shown[:400]}"


def _looks(error: CortexError) -> Iterator[str]:
    yield str(error)
    yield repr(error)
    yield from traceback.format_exception(error)
    for value in vars(error).values():
        yield str(value)
        yield repr(value)
        if isinstance(value, bytes):
            yield value.decode("utf-8", "replace")
