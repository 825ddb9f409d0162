"""Profiles: an address, a project and a credential under a name.

All of it is in one file that only its owner may read, except for credentials that the system's keyring keeps.
A profile says which of the two it is: a keyring that is locked or gone later is an error with a name, not a
missing login.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from attrs import evolve, field, frozen

from cortex_cli.failures import Failure, usage

if TYPE_CHECKING:
    from collections.abc import Mapping

DEFAULT: Final = "default"

Kind: TypeAlias = Literal["api_key", "access_token"]
Store: TypeAlias = Literal["keyring", "file"]

_NAME: Final = re.compile(r"\w[\w.@-]{0,63}")


@frozen
class Profile:
    """A profile as it is stored.

    base_url: the server that the credential is for, None for the API itself; it is sent to no other.
    kind: of its credential. store: where that is kept, ``keyring`` or ``file``. item: its name in the
        keyring.
    secret: the credential; empty in profiles that were only looked up.
    """

    name: str
    base_url: str | None = None
    project: str | None = None
    kind: Kind = "api_key"
    store: str = ""
    item: str = ""
    secret: str = field(default="", repr=False)

    @property
    def api_key(self) -> str | None:
        """The credential if it is an API key."""
        return self.secret or None if self.kind == "api_key" else None

    @property
    def access_token(self) -> str | None:
        """The credential if it is an access token."""
        return self.secret or None if self.kind == "access_token" else None


def wanted_name(given: str | None, environ: Mapping[str, str] | None = None) -> str | None:
    """Return the name of a profile from the command line or the environment, None if neither has one."""
    variables = os.environ if environ is None else environ
    return given or variables.get("CORTEX_PROFILE", "").strip() or None


def checked_name(name: str) -> str:
    """Return the name of a new profile. Raises ``Failure`` if it cannot be one."""
    if not _NAME.fullmatch(name):
        raise usage(f"--profile must be a name of at most 64 letters, digits and . @ _ -, got {name!r}")
    return name


def find_profile(name: str) -> Profile | None:
    """Return the profile of that name without its credential, None if there is none.

    Raises ``Failure`` if it cannot be read.
    """
    from cortex_cli.connection import profile_file

    entry = profile_file.load().get(name)
    return None if entry is None else _profile(name, entry)


def with_credential(profile: Profile) -> Profile:
    """Return the profile with its credential. Raises ``Failure`` if that cannot be had."""
    from cortex_cli.connection import keyrings, profile_file

    if profile.store == "keyring":
        return evolve(profile, secret=keyrings.read(profile.name, profile.item))
    entry = profile_file.load().get(profile.name)
    if entry is None or not entry["secret"]:
        raise Failure(f"profile {profile.name} has no credential: log in again")
    return evolve(profile, secret=entry["secret"])


def all_profiles() -> list[Profile]:
    """Return all profiles without their credentials, sorted by name."""
    from cortex_cli.connection import profile_file

    return [_profile(name, entry) for name, entry in sorted(profile_file.load().items())]


def _profile(name: str, entry: Mapping[str, str]) -> Profile:
    return Profile(
        name,
        entry["base_url"] or None,
        entry["project"] or None,
        "access_token" if entry["kind"] == "access_token" else "api_key",
        entry["store"],
        entry["item"],
    )
