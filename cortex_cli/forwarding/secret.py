"""The secret that signs deliveries: the one that is given, or one that is made once and kept in a file.

A made one stays the same, so that a local server can be configured with it once. It is never shown: stderr
names the file, which only its owner can read.
"""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cortex_cli.connection import profile_file
from cortex_cli.failures import Failure
from cortex_cli.hiding import remember
from cortex_cli.inputs import Inputs

if TYPE_CHECKING:
    from cortex_cli.invocation import Invocation

NAME: Final = "listen-secret"
_PREFIX: Final = "whsec_"


def signing_secret(invocation: Invocation, given: str | None) -> str:
    """Return the secret of ``--secret``, or the one in the file, which is made if it does not exist.

    Raises ``Failure`` if it cannot be read, and for an empty one.
    """
    if given is not None:
        found = Inputs().secret("--secret", given)
        if not found.strip():
            raise Failure("--secret must not be empty: with an empty secret anybody could sign")
        return found
    place = profile_file.path().with_name(NAME)
    try:
        found, private = _kept(place)
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8"
        raise Failure(f"{place} cannot be used for a secret: {reason}; give --secret @FILE") from None
    if not private:
        raise Failure(
            f"{place} can be read by others: chmod 600 it, or remove it, so that a new secret is made"
        )
    if not found:
        raise Failure(f"{place} is empty: remove it, so that a new secret is made")
    invocation.note(f"deliveries are signed with the secret in {place} (--secret @FILE takes another one)")
    return remember(found)


def _kept(place: Path) -> tuple[str, bool]:
    """Return the secret of the file, which is made if there is none, and whether others cannot read it."""
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with suppress(FileExistsError):
        descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(descriptor, "w", encoding="ascii") as file:
            file.write(f"{_PREFIX}{secrets.token_urlsafe(32)}\n")
    private = os.name != "posix" or not place.stat().st_mode & 0o077
    return place.read_text("utf-8").strip(), private
