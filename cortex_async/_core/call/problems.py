"""Reads error bodies. Their format is not specified, so nothing in them is relied on."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING, cast

from attrs import frozen

from cortex_async._core.strings.wording import printable, shortened

if TYPE_CHECKING:
    from cortex_async._core.types import JSON

LONGEST_MESSAGE = 1000
"""The most characters of one message that are kept."""

_LONGEST_LINE = 4000
_MOST_MESSAGES = 100


@frozen
class Details:
    """Problem details, each None if the server does not send it.

    https://www.rfc-editor.org/rfc/rfc9457#section-3.1
    """

    type: str | None = None
    title: str | None = None
    detail: str | None = None
    instance: str | None = None


@frozen
class Problem:
    """What the body of an error says.

    messages: at least one.
    code: the server's short name of the problem, None if it sends none.
    permanent: True if the server says that it did nothing and that another attempt cannot help, whatever the
        status.
    hint: a likely mistake of the caller, None for the hint of the credential, if that has one.
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
    """Read ``{statusCode, message, error}`` as NestJS writes it, and similar formats.

    ``message`` is a string or a list. Returns None if there is neither a message nor a code.
    https://docs.nestjs.com/exception-filters
    """
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
    """Read problem details of any media type: many servers send them as ``application/json``."""
    members = {
        name: line(value)
        for name in ("type", "title", "detail", "instance")
        if isinstance(value := body.get(name), str)
    }
    return Details(**members)


def fallback_problem(status: int, content_type: str, body: str) -> Problem:
    """Return the problem of a body of unknown format: the body if it is plain text, else the status."""
    plain = line(body)
    if plain and content_type.startswith("text/plain"):
        return Problem((plain,))
    return Problem((status_name(status),))


def status_name(status: int) -> str:
    """Return the reason phrase, e.g. ``Not Found`` for 404; ``unknown status`` for a number without one."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "unknown status"


def line(message: str) -> str:
    """Return a string from the server as one printable line of bounded length."""
    # Cut first, to bound the work, with room for the white space that is removed.
    return shortened(printable(" ".join(message[: 4 * LONGEST_MESSAGE].split())), LONGEST_MESSAGE)


def _messages(value: object) -> tuple[str, ...]:
    """Collect every string in ``value`` and in nested lists; an object counts as one message, as JSON."""
    found: list[str] = []
    pending = [value]
    while pending and len(found) < _MOST_MESSAGES:
        value = pending.pop()
        if isinstance(value, list):
            pending += reversed(cast("list[object]", value))
        elif isinstance(value, dict):
            found.append(line(_as_json(cast("dict[str, object]", value))))
        elif isinstance(value, str) and value.strip():
            found.append(line(value))
    return tuple(found)


def _as_json(value: dict[str, object]) -> str:
    try:
        return json.dumps(value, ensure_ascii=False)
    except RecursionError:
        return f"an object nested too deeply to be shown, with {', '.join(list(value)[:10])}"
