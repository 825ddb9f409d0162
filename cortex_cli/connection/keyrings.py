"""Credentials in the system's keyring, where there is one that works.

Keyrings fail in many ways on machines without a desktop, and some accept a secret and lose it. So what was
written is read back before it counts.
"""

from __future__ import annotations

import contextlib
from types import ModuleType
from typing import Final

from cortex_cli.failures import Failure

SERVICE: Final = "odin-cortex"


def keeps(name: str, secret: str) -> bool:
    """Store a credential. Returns whether the keyring works and has kept it."""
    keyring = _module()
    if keyring is None:
        return False
    # A keyring raises whatever its back end raises.
    with contextlib.suppress(Exception):
        keyring.set_password(SERVICE, name, secret)
        return bool(keyring.get_password(SERVICE, name) == secret)
    return False


def write(name: str, secret: str) -> None:
    """Store a credential. Raises ``Failure`` if the keyring does not keep it."""
    if not keeps(name, secret):
        raise Failure("--store keyring does not work here: use --store file, or install and unlock a keyring")


def read(name: str) -> str:
    """Return a credential. Raises ``Failure`` if it cannot be had."""
    keyring = _module()
    if keyring is None:
        raise Failure(f"profile {name} is in a keyring: pip install keyring, or log in again")
    try:
        found: object = keyring.get_password(SERVICE, name)
    except Exception as error:
        raise Failure(f"profile {name} cannot be read: the keyring says {type(error).__name__}") from error
    if not isinstance(found, str) or not found:
        raise Failure(f"profile {name} is no longer in the keyring: log in again")
    return found


def forget(name: str) -> None:
    """Remove a credential if the keyring has it."""
    keyring = _module()
    if keyring is not None:
        # It is not there, or the keyring is: neither keeps the profile from being removed.
        with contextlib.suppress(Exception):
            keyring.delete_password(SERVICE, name)


def _module() -> ModuleType | None:
    try:
        import keyring
    except ImportError:
        return None
    return keyring
