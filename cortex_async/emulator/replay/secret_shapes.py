"""Secrets that are recognized by their form: API keys, JWTs, private keys, and signatures of URLs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote_plus

from cortex_async.emulator.replay.secret_names import is_secret_parameter

_SHAPES = re.compile(
    r"(?<![A-Za-z0-9])eyJ[\w-]{5,}\.[\w-]+\.[\w-]*"  # a JWT (RFC 7519)
    r"|\bots_[A-Za-z]+_[\w-]{12,}"  # an API key of Cortex
    r"|-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)",
    re.DOTALL,
)
_BEARER = re.compile(r"\b(?:bearer|basic|apikey) +([\w.~+/=-]{8,})", re.IGNORECASE)
_PARAMETER = re.compile(r"""[?&#;]([\w.~%+-]{1,100})=([^&#;\s"'<>\\]+)""")
_LOGIN = re.compile(r"://[^/\s:@]*:([^/\s@]+)@")
_URL_PATH = re.compile(r"""https?://[^/\s"'<>?#]+(/[^\s"'<>?#]*)""", re.IGNORECASE)
_RANDOM = re.compile(r"(?=[\w-]*\d)(?=[\w-]*[a-z])(?=[\w-]*[A-Z])[\w-]{20,}")


def secrets_by_shape(text: str) -> Iterator[str]:
    """The secrets in a text, as far as their form or their place in a URL gives them away."""
    yield from _SHAPES.findall(text)
    yield from _BEARER.findall(text)
    if "=" in text:
        for name, value in _PARAMETER.findall(text):
            if is_secret_parameter(unquote_plus(name)):
                yield unquote_plus(value)
    if "://" in text:
        yield from (unquote_plus(password) for password in _LOGIN.findall(text))
        for path in _URL_PATH.findall(text):
            yield from (segment for segment in path.split("/") if _RANDOM.fullmatch(segment))
