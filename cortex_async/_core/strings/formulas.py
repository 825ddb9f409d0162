"""Formulas in cells of spreadsheets: https://owasp.org/www-community/attacks/CSV_Injection"""

from __future__ import annotations

import re

_FORMULA = re.compile("((?:^|[;\t\n])[\\s']*+)([=+\\-@\uff1d\uff0b\uff0d\uff20]?)")
"""Where a formula could begin: at the start of a cell, and after what other settings take for a separator."""


def without_formulas(cell: str) -> str:
    """Return a cell with an apostrophe before whatever a spreadsheet could take for a formula."""
    # The pattern matches without a formula too, so a cell is read only once.
    return _FORMULA.sub(lambda found: f"{found[1]}'{found[2]}" if found[2] else found[0], cell)
