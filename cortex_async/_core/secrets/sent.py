"""What a call has sent, kept with its response so that errors about that response can mask it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol, TypeAlias


class HeaderSecrets(Protocol):
    """The part of a ``Service`` that says which header fields are secret."""

    @property
    def secret_headers(self) -> frozenset[str]: ...

    @property
    def proxy_login(self) -> Mapping[str, str]: ...


Sent: TypeAlias = tuple[Mapping[str, str], tuple[Mapping[str, str], ...], Mapping[str, str], HeaderSecrets]
"""Headers of the last credential, headers of earlier ones, other headers, and the API they went to.

A tuple, since one is made for every call and a class takes longer.
"""
