"""Find the messages in the error bodies of various web frameworks."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from cortex_async._core.call.problems import line

if TYPE_CHECKING:
    from cortex_async._core.types import JSON

MAX_DEPTH = 8
"""Nested envelopes that are searched. No service needs as many, and a hostile body may have thousands."""

MAX_MESSAGES = 100
"""Maximum number of messages from one body."""

_WORDS = ("message", "msg", "detail", "details", "error", "errors", "issues", "title", "description")
_PLACES = ("loc", "path", "field", "param")


def messages_in(value: JSON) -> tuple[str, ...]:
    """All messages in a string, list or object, such as FastAPI's 422 or the output of other validators.

    Each message is preceded by the place that it is about, if there is one: ``query.email: Field required``.
    """
    return tuple(islice(_messages(value, MAX_DEPTH), MAX_MESSAGES))


def _messages(value: JSON, depth: int) -> Iterator[str]:
    if isinstance(value, str):
        message = line(value)
        if message:
            yield message
    elif isinstance(value, list) and depth > 0:
        for item in value:
            yield from _messages(item, depth - 1)
    elif isinstance(value, dict) and depth > 0:
        place = _place(value)
        for name in _WORDS:
            messages = list(islice(_messages(value.get(name), depth - 1), MAX_MESSAGES))
            if messages:
                yield from (f"{place}: {message}" if place else message for message in messages)
                return


def _place(value: dict[str, JSON]) -> str:
    place = next((value[name] for name in _PLACES if value.get(name)), None)
    steps = place if isinstance(place, list) else [place]
    # "body" says nothing: these APIs take almost everything in the body.
    parts = [str(step) for step in steps if isinstance(step, (str, int)) and step != "body"]
    return line(".".join(parts))
