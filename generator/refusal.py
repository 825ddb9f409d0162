"""The one way in which the generator says no."""

from __future__ import annotations


class Refusal(Exception):
    """Something in the inputs that cannot become code: the place, what is wrong and what to do, in one line.

    ``place`` is a JSON pointer into the document after the overlay, or the name of an input file.
    """

    def __init__(self, place: str, problem: str, advice: str) -> None:
        # One line, whatever names and values of the document it quotes.
        super().__init__(" ".join(f"{place}: {problem}; {advice}".split()))
        self.place = place
        self.problem = problem
        self.advice = advice


def pointer(*parts: str | int) -> str:
    """A JSON pointer (RFC 6901) in fragment form: ``#/paths/~1api/get``."""
    return "#" + "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)


def pointer_below(place: str, *parts: str | int) -> str:
    """The pointer ``place``, extended."""
    return place + pointer(*parts)[1:]
