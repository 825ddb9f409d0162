"""The error that the generator raises for input that it cannot handle."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from generator.escaping import line, shortened


class Refusal(Exception):
    """Input that cannot become code: the place, the problem and the advice, in one line.

    ``place`` is a JSON pointer into the OpenAPI document after the overlay, or the name of an input file.
    """

    def __init__(self, place: str, problem: str, advice: str) -> None:
        # One line of bounded length, whatever names and values of the spec it quotes.
        shown = [shortened(line(part)) for part in (place, problem, advice)]
        super().__init__(line("{}: {}; {}".format(*shown)))
        self.place = place
        self.problem = problem
        self.advice = advice


def pointer(*parts: str | int) -> str:
    """Return a JSON pointer in fragment form, as in ``#/paths/~1api/get``.

    https://www.rfc-editor.org/rfc/rfc6901
    """
    return "#" + "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)


def pointer_below(place: str, *parts: str | int) -> str:
    """Return ``place`` extended by ``parts``."""
    return place + pointer(*parts)[1:]


@contextmanager
def refusing_depth(place: str) -> Iterator[None]:
    """Turn a ``RecursionError`` of the readers and emitters into a ``Refusal``."""
    try:
        yield
    except RecursionError:
        raise Refusal(place, "is nested too deeply", "move parts of it into components") from None
