"""How wide the columns of a table are on a terminal. No I/O."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

GAP: Final = 2
"""Spaces between two columns."""

LEAST: Final = 8
"""A column is not cut to less than this."""

MOST: Final = 60


def fitted(natural: Sequence[int], width: int, uncut: Sequence[bool] = ()) -> list[int]:
    """Return the widths of as many columns as fit, from the left.

    natural: widths of the columns' contents. uncut: which columns are useless when cut, such as ids.

    The widest of the others give way first. When none can, the last column is left out.
    """
    fixed = [place < len(uncut) and uncut[place] for place in range(len(natural))]
    full = [one if keep else min(one, MOST) for one, keep in zip(natural, fixed, strict=True)]
    least = [one if keep else min(one, LEAST) for one, keep in zip(full, fixed, strict=True)]
    count = len(full)
    while count > 1 and _needed(least[:count]) > width:
        count -= 1
    widths = full[:count]
    while _needed(widths) > width:
        widest = max(range(count), key=lambda place: widths[place] if widths[place] > least[place] else 0)
        if widths[widest] <= least[widest]:
            break  # a single column that is wider than the terminal
        widths[widest] -= 1
    return widths


def _needed(widths: Sequence[int]) -> int:
    return sum(widths) + GAP * (len(widths) - 1)
