"""What the body of an error says. Nothing about it is promised, so nothing is relied on."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING, cast

from attrs import frozen

from cortex_async._core.strings.wording import printable, shortened

if TYPE_CHECKING:
    from cortex_async._core.types import JSON

LONGEST_MESSAGE = 1000
"""Characters of one message that are kept."""

_LONGEST_LINE = 4000
_MOST_MESSAGES = 100


@frozen
class Details:
    """Problem details of RFC 9457, as far as the server gives them; ``type`` names the kind, ``instance`` this occurrence."""

    type: str | None = None
    title: str | None = None
    detail: str | None = None
    instance: str | None = None


@frozen
class Problem:
    """A server's account of an error. ``messages`` has at least one.

    permanent: the server says that it did nothing and that trying again cannot help, whatever the status suggests.
    hint: what the caller may have missed, where the server's account tells more than the way of signing in does.
    """

    messages: tuple[str, ...]
    code: str | None = None
    details: Details = Details()
    permanent: bool = False
    hint: str | None = None

    @property
    def message(self) -> str:
        return shortened("; ".join(self.messages), _LONGEST_LINE)


def read_problem(body: JSON) -> Problem | None:
    """``{statusCode, message, error}`` as NestJS writes it, with ``message`` a text or a list; close relatives too."""
    if not isinstance(body, dict):
        return None
    error = body.get("error")
    source = error if isinstance(error, dict) else body
    code = next((line(value) for value in (source.get("code"), error) if isinstance(value, str)), None)
    found = (
        _messages(source.get("message")) or _messages(source.get("detail")) or _messages(body.get("errors"))
    )
    details = read_details(body)
    found = found or _messages(details.title)
    if not found and code is None:
        return None
    return Problem(found or (code or "",), code, details)


def read_details(body: dict[str, JSON]) -> Details:
    """Problem details, whatever media type they come in: many servers send them as plain JSON."""
    texts = {
        name: line(value)
        for name in ("type", "title", "detail", "instance")
        if isinstance(value := body.get(name), str)
    }
    return Details(**texts)


def fallback_problem(status: int, content_type: str, text: str) -> Problem:
    """For a body that says nothing legible: short plain text as it is, else the name of the status."""
    plain = line(text)
    if plain and content_type.startswith("text/plain"):
        return Problem((plain,))
    return Problem((status_name(status),))


def status_name(status: int) -> str:
    """``Not Found`` for 404, ``unknown status`` for numbers that no standard names."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "unknown status"


def line(text: str) -> str:
    """A string of the server as one line of bounded length that a terminal can show."""
    # Cut before it is looked at closely, with room for the white space that goes.
    return shortened(printable(" ".join(text[: 4 * LONGEST_MESSAGE].split())), LONGEST_MESSAGE)


def _messages(value: object) -> tuple[str, ...]:
    """Every string in ``value`` and in the lists within it, however deep; an object counts as one, written as JSON."""
    found: list[str] = []
    pending = [value]
    while pending and len(found) < _MOST_MESSAGES:
        value = pending.pop()
        if isinstance(value, list):
            pending += reversed(cast("list[object]", value))
        elif isinstance(value, dict):
            found.append(line(_written(cast("dict[str, object]", value))))
        elif isinstance(value, str) and value.strip():
            found.append(line(value))
    return tuple(found)


def _written(value: dict[str, object]) -> str:
    try:
        return json.dumps(value, ensure_ascii=False)
    except RecursionError:
        return f"an object nested too deeply to be shown, with {', '.join(list(value)[:10])}"
