"""What went wrong, out of whatever shape a web framework has put it into."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from cortex_async._core.call.problems import line

if TYPE_CHECKING:
    from cortex_async._core.types import JSON

DEEPEST = 8
"""Envelopes within envelopes that are opened; nobody needs as many, and a hostile body may have thousands."""

MOST = 100
"""Messages of one body that are kept."""

_WORDS = ("message", "msg", "detail", "details", "error", "errors", "issues", "title", "description")
_PLACES = ("loc", "path", "field", "param")


def messages_in(value: JSON) -> tuple[str, ...]:
    """Every message in a string, a list or an object, lists of FastAPI's 422 and of validators of other languages among them.

    Each stands behind the place that it is about: ``query.email: Field required``.
    """
    return tuple(islice(_messages(value, DEEPEST), MOST))


def _messages(value: JSON, depth: int) -> Iterator[str]:
    if isinstance(value, str):
        words = line(value)
        if words:
            yield words
    elif isinstance(value, list) and depth > 0:
        for item in value:
            yield from _messages(item, depth - 1)
    elif isinstance(value, dict) and depth > 0:
        place = _place(value)
        for name in _WORDS:
            found = list(islice(_messages(value.get(name), depth - 1), MOST))
            if found:
                yield from (f"{place}: {words}" if place else words for words in found)
                return


def _place(value: dict[str, JSON]) -> str:
    stated = next((value[name] for name in _PLACES if value.get(name)), None)
    steps = stated if isinstance(stated, list) else [stated]
    # Of a request to this API everything is in the body.
    told = [str(step) for step in steps if isinstance(step, (str, int)) and step != "body"]
    return line(".".join(told))
