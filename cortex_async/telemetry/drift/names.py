"""Names that a server sends: which of them may be shown.

They are untrusted. An object that is used as a map has ids or personal data as its keys.
"""

from __future__ import annotations

import re
from typing import Final

LONGEST: Final = 64

_NAME = re.compile(r"[\w$][\w$.:-]*")
_UUID = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}", re.IGNORECASE)
_HEX = re.compile(r"(?=.*\d)[0-9a-f]{8,}", re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_]")


def shown(name: str) -> str | None:
    """Return the name if it can be one of the API's own, None if it is an id, or may harm a log."""
    if not name or len(name) > LONGEST or not name.isprintable() or not _NAME.fullmatch(name):
        return None
    return None if _is_id(name) else name


def _is_id(name: str) -> bool:
    if not _LETTER.search(name) or _UUID.search(name) or _HEX.fullmatch(name):
        return True
    return len(name) > 20 and sum(map(str.isdigit, name)) > 3
