"""The controls of a remote emulator that do not wait, the same with and without an event loop."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final, NoReturn

from cortex_async.emulator.controls import Dump
from cortex_async.emulator.settings import Settings
from cortex_async.testing.control_client import ControlClient
from cortex_async.testing.remote_parts import RemoteFaults, RemoteRecording, not_remote


class RemoteControls:
    """Properties and methods that block for one short request, as they return at once in ``Emulator``."""

    def __init__(self, base_url: str, *, token: str | None = None) -> None:
        self._client = ControlClient(base_url, token)
        self.faults: Final = RemoteFaults(self._client)
        self.requests: Final = RemoteRecording(self._client)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self.base_url}>"

    @property
    def base_url(self) -> str:
        """The address of the emulator, as it was given."""
        return self._client.base_url

    @property
    def control_enabled(self) -> bool:
        """True: otherwise there is no remote control. Raises ``RemoteError`` if the emulator refuses or
        cannot be reached.
        """
        self._client.call("project_id")
        return True

    @property
    def control_token(self) -> str | None:
        """The control token, as it was given."""
        return self._client.token

    @property
    def api_key(self) -> str:
        """The key that clients use."""
        return str(self._client.call("api_key"))

    @property
    def project_id(self) -> str:
        """The default project."""
        return str(self._client.call("project_id"))

    @property
    def tenant_id(self) -> str:
        """The default project's tenant."""
        return str(self._client.call("tenant_id"))

    @property
    def access_token(self) -> str:
        """A JWT of the tenant's first user, valid for 24 hours from now."""
        return str(self._client.call("access_token"))

    @property
    def credentials(self) -> tuple[str, str]:
        """E-mail address and password of the tenant's first user, for ``login-credentials``."""
        found = self._client.call("credentials")
        return found["email"], found["password"]

    @property
    def fusion_session(self) -> str:
        """A Fusion session id of the tenant's first user, for ``login``."""
        return str(self._client.call("fusion_session"))

    @property
    def settings(self) -> Settings:
        """The emulator's settings, without its control token."""
        return Settings(**self._client.call("settings"))

    @property
    def events(self) -> list[dict[str, Any]]:
        """The latest domain events, oldest first, whether or not anything was listening."""
        found: list[dict[str, Any]] = self._client.call("events")
        return found

    @property
    def violations(self) -> Sequence[str]:
        """Responses and events that do not conform to the spec. Each one is a bug in the emulator: please
        report it.
        """
        return tuple(self._client.call("violations"))

    @property
    def streams(self) -> int:
        """The number of open event streams."""
        return int(self._client.call("streams"))

    @property
    def world(self) -> NoReturn:
        """Raises ``NotImplementedError``: the emulator's objects stay in its process."""
        raise not_remote("world", "its objects stay in the emulator's process; use dump() to see the state")

    @property
    def functions(self) -> NoReturn:
        """Raises ``NotImplementedError``: a stand-in is Python code and cannot be sent."""
        raise not_remote("functions", "a stand-in is Python code, which cannot be sent to another process")

    def add_npm_package(self, name: str, versions: Iterable[str]) -> None:
        """Make an npm package known to ``get_npm_package``, or replace its versions, newest first.

        The emulator contacts no registry: it knows ``@scope/package``, ``lodash`` and ``node-mailjet``.
        Raises ``ValueError`` for an empty name or no version.
        """
        listed = [versions] if isinstance(versions, str) else list(versions)
        self._client.call("add_npm_package", name=name, versions=listed)

    def add_project(self, name: str, *, configured: bool = True, secret: bool = True) -> str:
        """Add a project to the tenant; returns its id.

        configured: whether the project has settings; without them it cannot create sessions.
        secret: whether the billing system has a secret for the project.
        """
        return str(self._client.call("add_project", name=name, configured=configured, secret=secret))

    def add_tenant(self, name: str) -> tuple[str, str]:
        """Add another tenant with one project; returns its API key and the project's id."""
        made: dict[str, str] = self._client.call("add_tenant", name=name)
        return made["apiKey"], made["projectId"]

    def project_secret(self, project_id: str | None = None) -> str | None:
        """The secret that signs calls to ``events/ingest``. Default: the secret of the emulator's first
        project.
        """
        secret: str | None = self._client.call("project_secret", project_id=project_id)
        return secret

    def cut_streams(self) -> None:
        """Break every open event stream, as a failing network would."""
        self._client.call("cut_streams")

    def reset(self) -> None:
        """Restore the initial state with the same key and project. Open streams break."""
        self._client.call("reset")

    def seed(self, name: str = "demo", *, sessions: int | None = None, messages: int | None = None) -> None:
        """Add sample data to the default project. Raises ``ValueError`` for an unknown name or a size out of
        range.

        name: ``demo``, a bit of everything, or ``large``, many sessions with long transcripts.
        sessions, messages: for ``large`` the number of sessions, and of messages in each one. Default 10,000
            and 100.
        """
        self._client.call("seed", name=name, sessions=sessions, messages=messages)

    def dump(self) -> str:
        """The whole state as JSON.

        It contains secrets that the emulator needs, such as those of webhooks. Its repr does not show them.
        """
        return Dump(self._client.call("dump"))

    def load(self, dumped: str) -> None:
        """Replace the whole state. The emulator's own key keeps working. Raises ``ValueError`` for an invalid
        dump.
        """
        self._client.call("load", dumped=dumped)
