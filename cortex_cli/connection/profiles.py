"""Profiles: an address, a project and a credential under a name.

``stored_profile`` is what commands read; ``cortex login`` writes.
"""

from __future__ import annotations

from typing import Final

from attrs import field, frozen

DEFAULT: Final = "default"


@frozen
class Profile:
    """A profile as it is stored.

    base_url: the server that the credential is for, None for the API itself; it is sent to no other.
    store: where the credential is kept, e.g. ``keyring`` or a path; for messages.
    """

    name: str
    base_url: str | None = None
    project: str | None = None
    api_key: str | None = field(default=None, repr=False)
    access_token: str | None = field(default=None, repr=False)
    store: str = ""


def stored_profile(name: str) -> Profile | None:
    """Return the profile of that name, None if there is none.

    Raises ``Failure`` if it cannot be read.
    """
    return None
