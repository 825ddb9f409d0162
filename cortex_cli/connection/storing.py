"""Stores and removes profiles.

A credential in the keyring has a name that was never used before, and the old one is removed last. Whatever
fails in between, the profile has the old credential or the new one.
"""

from __future__ import annotations

import secrets

from attrs import evolve

from cortex_cli.connection import keyrings, profile_file
from cortex_cli.connection.profiles import Profile, Store
from cortex_cli.failures import Failure
from cortex_cli.notes import note


def save(profile: Profile, store: Store | None) -> Profile:
    """Store a profile with its credential and return it with the store that was used.

    store: None for the keyring if it works, else the file.

    Raises ``Failure`` if it cannot be stored. Then, what was stored before is still there.
    """
    stored = _with_store(profile, store)
    try:
        with profile_file.changing() as entries:
            old = entries.get(stored.name)
            entries[stored.name] = {
                "base_url": stored.base_url or "",
                "project": stored.project or "",
                "kind": stored.kind,
                "store": stored.store,
                "item": stored.item,
                "secret": stored.secret if stored.store == "file" else "",
            }
    except BaseException:
        if stored.item:
            keyrings.forget(stored.item)
        raise
    if old is not None:
        _forget(old["item"])
    return stored


def remove(name: str) -> bool:
    """Remove a profile with its credential. Returns whether there was one."""
    with profile_file.changing() as entries:
        entry = entries.pop(name, None)
    if entry is not None:
        _forget(entry["item"])
    return entry is not None


def _with_store(profile: Profile, store: Store | None) -> Profile:
    if store == "file":
        return evolve(profile, store="file", item="")
    item = f"{profile.name} {secrets.token_hex(8)}"
    try:
        keyrings.write(item, profile.secret)
    except keyrings.Unusable as problem:
        if store == "keyring":
            raise Failure(
                f"--store keyring is not possible: the keyring {problem}; or use --store file"
            ) from None
        return evolve(profile, store="file", item="")
    return evolve(profile, store="keyring", item=item)


def _forget(item: str) -> None:
    if item and not keyrings.forget(item):
        note(
            f"the keyring still has the old credential: remove {item!r} of {keyrings.SERVICE} from it by hand"
        )
