"""Masks secrets of URLs that a server made: signatures and tokens in the query, and passwords.

The string is not parsed: URLs are found within anything, also escaped. The time is linear in its length.
"""

from __future__ import annotations

import re

from cortex_async._core.secrets.json_members import plain_name
from cortex_async._core.secrets.masking import MASK
from cortex_async._core.strings.patterns import lazily

_PARAMETER = lazily(
    r"((?:[?&;]|%3f|%26|\\u003f|\\u0026)([\w.~\[\]-]{1,100})(?:=|%3d|\\u003d))"
    r"(?:[^\s&;\"'<>#\\%,()]|%(?!26|23|22)|\\/)+",
    re.IGNORECASE,
)
_PASSWORD = lazily(
    r"((?::|%3a)(?:\\?/|%2f){2}[^\s/?#@:%\"'<>\\]{0,100}(?::|%3a))[^\s/?#@\"'<>\\]{1,1000}?(@|%40)",
    re.IGNORECASE,
)
_SOUNDS_SECRET = lazily(
    "token|secret|passw|apikey|accesskey|signature|credential|authorization|^(?:auth|sig|jwt|hmac)$"
)


def mask_urls(text: str, names: frozenset[str]) -> str:
    """``text`` with passwords of URLs masked, and query parameters that are in ``names`` or sound secret.

    ``names`` are as ``plain_name`` writes them. Names are compared in any case.
    """

    def masked(found: re.Match[str]) -> str:
        name = plain_name(found[2])
        return f"{found[1]}{MASK}" if name in names or _SOUNDS_SECRET().search(name) else found[0]

    return _PARAMETER().sub(masked, _PASSWORD().sub(rf"\g<1>{MASK}\g<2>", text))
