"""Credentials inside header values: behind a scheme, in cookies, in parameters of a signature."""

from __future__ import annotations

import binascii
import re
from base64 import b64decode

from cortex_async.emulator.replay.secret_values import SecretValues

_SCHEME = re.compile(
    r"(bearer|basic|apikey|token|digest|negotiate|aws4-hmac-sha256) +(.+)", re.IGNORECASE | re.DOTALL
)
_ASSIGNED = re.compile(r'[\w.-]+\s*=\s*"?([^\s;,"]+)')


def header_value(secrets: SecretValues, name: str, value: str, *, certain: bool) -> str:
    """The value without its credentials, which ``secrets`` learns. An authentication scheme is kept."""
    lower = name.lower()
    if lower in ("cookie", "set-cookie"):
        cookies = value.split(";", 1)[:1] if lower == "set-cookie" else value.split(";")
        for cookie in cookies:
            secrets.placeholder(cookie.partition("=")[2].strip().strip('"'), certain=True)
        return secrets.placeholder(value, certain=True)
    scheme = _SCHEME.fullmatch(value)
    credential = scheme[2].strip() if scheme else value
    if scheme and scheme[1].lower() == "basic":
        for part in _login(credential):
            secrets.placeholder(part, certain=True)
    if certain and "=" in credential.rstrip("="):
        for part in _ASSIGNED.findall(credential):
            secrets.placeholder(part, certain=False)
    replaced = secrets.placeholder(credential, certain=certain)
    return f"{scheme[1]} {replaced}" if scheme else replaced


def _login(credential: str) -> tuple[str, ...]:
    try:
        login = b64decode(credential, validate=True).decode()
    except (binascii.Error, ValueError):
        return ()
    return login, login.partition(":")[2]
