"""Checks that a call soon returns a value or raises a ``CortexError`` that shows no credential."""

from __future__ import annotations

import copy
import pickle
import time
import traceback
from collections.abc import Awaitable, Iterator
from typing import Any

from cortex_async import CortexError

KEY = 'canary"/+&=%\\key~1'
"""A credential with every character that some encoding changes.

Any remainder of it still contains ``canary``.
"""

LONGEST = 30.0
"""Seconds after which a call counts as hanging: its limits add up to less than two, but the machine may be busy."""


async def checked(call: Awaitable[Any]) -> object:
    """What the call returned, or the ``CortexError`` it raised, after ``check_error``.

    Fails for other exceptions.
    """
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
    """Check that an error pickles and copies, and shows no credential in any representation."""
    unpickled = pickle.loads(pickle.dumps(error))
    assert str(unpickled) == str(error)
    assert str(copy.deepcopy(error)) == str(error)
    for shown in _representations(error):
        assert "canary" not in shown, f"{type(error).__name__} shows a credential: {shown[:400]}"


def _representations(error: CortexError) -> Iterator[str]:
    yield str(error)
    yield repr(error)
    yield from traceback.format_exception(error)
    for value in vars(error).values():
        yield str(value)
        yield repr(value)
        if isinstance(value, bytes):
            yield value.decode("utf-8", "replace")
