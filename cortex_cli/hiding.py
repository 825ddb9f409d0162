"""The secrets of this run: what people gave, and the credential. No error or note shows them.

The SDK masks what a call has sent. A server may repeat what it got from another one.
"""

from __future__ import annotations

from typing import Final

from cortex_cli.escaping import line

_SHORTEST: Final = 4
"""Shorter ones are part of ordinary words."""

_known: set[str] = set()


def remember(secret: str) -> str:
    """Keep a secret out of everything that is written to stderr from now on, and return it."""
    if len(secret) >= _SHORTEST:
        _known.add(secret)
    return secret


def forget() -> None:
    """Begin a run without secrets."""
    _known.clear()


def without_known(text: str) -> str:
    """Return ``text`` with the secrets of this run masked, also where they are escaped."""
    if not _known:
        return text
    from cortex_async._core.secrets.redaction import Redactor

    return Redactor({*_known, *map(line, _known)}, frozenset()).text(text)
