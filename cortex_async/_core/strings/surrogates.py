"""Lone halves of surrogate pairs, which UTF-8 cannot encode: https://www.rfc-editor.org/rfc/rfc8259#section-8.2"""

from __future__ import annotations

import re

_SURROGATES = re.compile("[\ud800-\udfff]")


def encodable(text: str) -> str:
    """The same string as a plain ``str`` that UTF-8 can encode: lone surrogates become U+FFFD."""
    if type(text) is str and not _SURROGATES.search(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def to_bytes(string: str) -> bytes:
    """UTF-8, and lone surrogates as if it could encode them."""
    return string.encode("utf-8", "surrogatepass")


def to_string(data: bytes) -> str:
    """The inverse of ``to_bytes``. What is not UTF-8 becomes U+FFFD."""
    try:
        return data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return data.decode("utf-8", "replace")
