"""The one way in which the generator says no."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from generator.shown import line, shortened


class Refusal(Exception):
    """Something in the inputs that cannot become code: the place, what is wrong and what to do, in one line.

    ``place`` is a JSON pointer into the document after the overlay, or the name of an input file.
    """

    def __init__(self, place: str, problem: str, advice: str) -> None:
        # One line of bounded length, whatever names and values of the document it quotes.
        shown = [shortened(line(part)) for part in (place, problem, advice)]
        super().__init__(line("{}: {}; {}".format(*shown)))
        self.place = place
        self.problem = problem
        self.advice = advice


def pointer(*parts: str | int) -> str:
    """A JSON pointer (RFC 6901) in fragment form: ``#/paths/~1api/get``."""
    return "#" + "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)


def pointer_below(place: str, *parts: str | int) -> str:
    """The pointer ``place``, extended."""
    return place + pointer(*parts)[1:]


@contextmanager
def refusing_depth(place: str) -> Iterator[None]:
    """Turns what is nested too deep for the readers and emitters into a ``Refusal``."""
    try:
        yield
    except RecursionError:
        raise Refusal(place, "nests too deep", "state parts of it as components of their own") from None
