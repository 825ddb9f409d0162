"""What a call has sent, kept with its response: errors about the response mask it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol, TypeAlias


class HeaderSecrets(Protocol):
    """The part of a ``Service`` that knows which header fields are secret."""

    @property
    def secret_headers(self) -> frozenset[str]: ...

    @property
    def proxy_login(self) -> Mapping[str, str]: ...


Sent: TypeAlias = tuple[Mapping[str, str], tuple[Mapping[str, str], ...], Mapping[str, str], HeaderSecrets]
"""Headers of the last credential, headers of earlier ones, other headers, and the API they were sent to.

A tuple, because every call makes one and a class takes longer to make.
"""
