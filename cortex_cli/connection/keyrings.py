"""Credentials in the system's keyring, where there is one that works.

Keyrings fail in many ways on machines without a desktop: they raise anything, wait forever for somebody to
unlock them, or accept a secret and lose it. So each use has a time limit, and what was written is read back
before it counts.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from types import ModuleType
from typing import Final, TypeVar

from cortex_cli.failures import Failure
from cortex_cli.notes import note
from cortex_cli.signals import interruptible

T = TypeVar("T")

SERVICE: Final = "odin-cortex"
"""Under this name, a keyring lists the credentials of ``cortex``."""

QUIET: Final = 2.0
"""Seconds after which a person is told what the command waits for."""

LIMIT: Final = 30.0
"""Seconds after which a keyring is given up."""


class Unusable(Exception):
    """A keyring cannot be used. The message says why, to follow ``the keyring``."""


def write(item: str, secret: str) -> None:
    """Store a credential. Raises ``Unusable`` if the keyring does not keep it."""

    def kept(keyring: ModuleType) -> bool:
        keyring.set_password(SERVICE, item, secret)
        return bool(keyring.get_password(SERVICE, item) == secret)

    if not _within_limit(kept):
        raise Unusable("did not keep what was stored")


def read(profile: str, item: str) -> str:
    """Return the credential of a profile. Raises ``Failure`` if it cannot be had."""
    try:
        found: object = _within_limit(lambda keyring: keyring.get_password(SERVICE, item))
    except Unusable as problem:
        raise Failure(
            f"profile {profile} cannot be read: the keyring {problem}; log in again with --store file if it stays "
            "like that"
        ) from None
    if not isinstance(found, str) or not found:
        raise Failure(f"profile {profile} is no longer in the keyring: log in again")
    return found


def forget(item: str) -> bool:
    """Remove a credential. Returns whether the keyring does not have it any more."""

    def forgotten(keyring: ModuleType) -> bool:
        if keyring.get_password(SERVICE, item) is not None:
            keyring.delete_password(SERVICE, item)
        return True

    try:
        return _within_limit(forgotten)
    except Unusable:
        return False


def _within_limit(use: Callable[[ModuleType], T]) -> T:
    """Use the keyring on a thread, which is left alone if it hangs. Raises ``Unusable``."""
    results: list[T] = []
    problems: list[str] = []

    def attempt() -> None:
        try:
            import keyring
        except ImportError:
            problems.append("needs the package keyring: pip install 'odin-cortex[keyring]'")
            return
        # Every back end has errors of its own. Their messages may repeat what was stored.
        try:
            results.append(use(keyring))
        except BaseException as error:  # noqa: BLE001
            problems.append(f"failed ({type(error).__name__})")

    thread = threading.Thread(target=attempt, name="keyring", daemon=True)
    thread.start()
    with interruptible():
        thread.join(QUIET)
        if thread.is_alive():
            note("waiting for the keyring: it may ask to be unlocked")
            thread.join(LIMIT - QUIET)
    if results:
        return results[0]
    raise Unusable(problems[0] if problems else f"did not respond within {LIMIT:g} s")
