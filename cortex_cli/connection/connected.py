"""The client of a command."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Unpack

from attrs import frozen

from cortex_async import ConnectionSettings, CortexClient
from cortex_cli.connection.target import Target, target_of

if TYPE_CHECKING:
    from cortex_async import ProjectScope
    from cortex_async._core.operations import Caller
    from cortex_async._core.service_client import ServiceClient
    from cortex_cli.invocation import Invocation


@frozen
class Connection:
    """An open client, and where it is connected."""

    client: CortexClient
    target: Target

    @property
    def caller(self) -> Caller:
        """What generated operations call."""
        return self.client._caller  # pyright: ignore[reportPrivateUsage]  # of our own client

    def client_over(self, service_client: ServiceClient) -> CortexClient:
        """Return the client with something else in place of what sends its calls."""
        return self.client._variant(service_client)  # pyright: ignore[reportPrivateUsage]  # of our own client

    @property
    def project(self) -> ProjectScope:
        """The project of the command line, the environment or the profile.

        Raises ``Failure`` if none of them names one.
        """
        return self.client.project(self.target.needed_project())


@asynccontextmanager
async def connected(
    invocation: Invocation, *, anonymous: bool = False, **settings: Unpack[ConnectionSettings]
) -> AsyncGenerator[Connection]:
    """Open the client of a command, and close it at the end::

        async with connected(invocation) as connection:
            session = await connection.project.sessions.get(session_id)

    anonymous: go on without a credential if there is none, for calls that need none.
    settings: of the client, e.g. ``timeout``.

    Raises ``Failure`` if there is no credential, and what ``CortexClient`` raises.
    """
    target = target_of(invocation)
    if not anonymous:
        target.check_credential()
    if target.base_url is not None:
        settings["base_url"] = target.base_url
    async with client_of(target, **settings) as client:
        yield Connection(client, target)


def client_of(target: Target, **settings: Unpack[ConnectionSettings]) -> CortexClient:
    """Return a client with the credential of ``target``, or without one if it has none."""
    if target.api_key is not None:
        return CortexClient(api_key=target.api_key, **settings)
    if target.access_token is not None:
        return CortexClient(access_token=target.access_token, **settings)
    return CortexClient.without_credentials(**settings)
