"""Profiles: an address, a project and a credential under a name.

All of it is in one file that only its owner may read, except for credentials that the system's keyring keeps.
A profile says which of the two it is: a keyring that is locked or gone later is an error with a name, not a
missing login.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from attrs import evolve, field, frozen

if TYPE_CHECKING:
    from collections.abc import Mapping

DEFAULT: Final = "default"

Kind: TypeAlias = Literal["api_key", "access_token"]
Store: TypeAlias = Literal["keyring", "file"]


@frozen
class Profile:
    """A profile as it is stored.

    base_url: the server that the credential is for, None for the API itself; it is sent to no other.
    store: where the credential is kept: ``keyring`` or ``file``.
    """

    name: str
    base_url: str | None = None
    project: str | None = None
    api_key: str | None = field(default=None, repr=False)
    access_token: str | None = field(default=None, repr=False)
    store: str = ""

    @property
    def kind(self) -> Kind:
        """The kind of its credential."""
        return "access_token" if self.access_token else "api_key"

    @property
    def secret(self) -> str:
        """Its credential."""
        return self.access_token or self.api_key or ""


def stored_profile(name: str) -> Profile | None:
    """Return the profile of that name, None if there is none.

    Raises ``Failure`` if it cannot be read.
    """
    from cortex_cli.connection import keyrings, profile_file

    entry = profile_file.load().get(name)
    if entry is None:
        return None
    secret = keyrings.read(name) if entry["store"] == "keyring" else entry["secret"]
    return _profile(name, entry, secret)


def described_profiles() -> list[Profile]:
    """Return all profiles, sorted by name, without their credentials."""
    from cortex_cli.connection import profile_file

    return [_profile(name, entry, "") for name, entry in sorted(profile_file.load().items())]


def save(profile: Profile, store: Store | None) -> Profile:
    """Store a profile and return it with the store that was used.

    store: None for the keyring if it works, else the file.

    Raises ``Failure`` if it cannot be stored.
    """
    from cortex_cli.connection import keyrings, profile_file

    with profile_file.changing() as entries:
        if store is None:
            store = "keyring" if keyrings.keeps(profile.name, profile.secret) else "file"
        elif store == "keyring":
            keyrings.write(profile.name, profile.secret)
        old = entries.get(profile.name)
        entries[profile.name] = {
            "base_url": profile.base_url or "",
            "project": profile.project or "",
            "kind": profile.kind,
            "store": store,
            "secret": profile.secret if store == "file" else "",
        }
    if old is not None and old["store"] == "keyring" and store == "file":
        keyrings.forget(profile.name)
    return evolve(profile, store=store)


def remove(name: str) -> bool:
    """Remove a profile with its credential. Returns whether there was one."""
    from cortex_cli.connection import keyrings, profile_file

    with profile_file.changing() as entries:
        entry = entries.pop(name, None)
    if entry is not None and entry["store"] == "keyring":
        keyrings.forget(name)
    return entry is not None


def _profile(name: str, entry: Mapping[str, str], secret: str | None) -> Profile:
    is_token = entry["kind"] == "access_token"
    return Profile(
        name,
        entry["base_url"] or None,
        entry["project"] or None,
        None if is_token else secret or None,
        (secret or None) if is_token else None,
        entry["store"],
    )
