"""Keyrings that misbehave, as back ends of the package ``keyring``.

``keyring.set_keyring`` puts one in place here; a process loads one with ``PYTHON_KEYRING_BACKEND``.
"""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path

from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordDeleteError


class Kept(KeyringBackend):
    """Works, and shows its items."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # as keyring has it
        self.items: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.items.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.items[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if (service, username) not in self.items:
            raise PasswordDeleteError("not found")
        del self.items[service, username]


class Locked(Kept):
    """Raises, and shows in its errors what it was given."""

    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked(f"locked: {self.items}")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise KeyringLocked(f"locked: {password}")

    def delete_password(self, service: str, username: str) -> None:
        raise KeyringLocked("locked")


class Forgetful(Kept):
    """Accepts a secret and loses it."""

    def set_password(self, service: str, username: str, password: str) -> None:
        pass


class Hanging(Kept):
    """Waits forever for somebody to unlock it."""

    def get_password(self, service: str, username: str) -> str | None:
        threading.Event().wait()
        return None

    set_password = get_password  # type: ignore[assignment]  # whatever is asked of it
    delete_password = get_password  # type: ignore[assignment]


class InFile(KeyringBackend):
    """For processes: keeps its items in the file that ``TEST_KEYRING`` names."""

    priority = 1

    @property
    def _file(self) -> Path:
        return Path(os.environ["TEST_KEYRING"])

    def _items(self) -> dict[str, str]:
        found: dict[str, str] = json.loads(self._file.read_text("utf-8")) if self._file.exists() else {}
        return found

    def get_password(self, service: str, username: str) -> str | None:
        return self._items().get(f"{service} {username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        self._file.write_text(json.dumps(self._items() | {f"{service} {username}": password}), "utf-8")

    def delete_password(self, service: str, username: str) -> None:
        items = self._items()
        del items[f"{service} {username}"]
        self._file.write_text(json.dumps(items), "utf-8")
