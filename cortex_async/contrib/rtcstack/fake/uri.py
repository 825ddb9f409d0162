"""The validation of ``format: uri``: an absolute URI by the grammar of RFC 3986."""

from __future__ import annotations

import ipaddress
import re

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*")
_CHARACTERS = re.compile(r"(?:[A-Za-z0-9\-._~!$&'()*+,;=:/?@\[\]]|%[0-9A-Fa-f]{2})*")
_AUTHORITY = re.compile(r"(?:[^@]*@)?(?P<host>\[[^\[\]@]*\]|[^\[\]:@]*)(?::[0-9]*)?")


def is_uri(string: str) -> bool:
    """Whether the string is an absolute URI. Any scheme is accepted, as by the service's validator."""
    scheme, colon, rest = string.partition(":")
    before, _, fragment = rest.partition("#")
    if not colon or not _SCHEME.fullmatch(scheme) or not re.match(r"[^?]", before):
        return False
    if not all(_CHARACTERS.fullmatch(part) for part in (before, fragment)):
        return False
    authority, path = "", before
    if before.startswith("//"):
        authority, path = re.split(r"(?=[/?]|\Z)", before[2:], maxsplit=1)
    return _is_authority(authority) and not any(bracket in path + fragment for bracket in "[]")


def _is_authority(string: str) -> bool:
    match = _AUTHORITY.fullmatch(string)
    host = match["host"] if match else "["
    if not host.startswith("["):
        return True
    try:
        return ipaddress.ip_address(host[1:-1]).version == 6
    except ValueError:
        return False
