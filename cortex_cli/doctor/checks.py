"""All checks in order. What makes no sense after a failure is skipped."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from attrs import evolve

from cortex_async import ConfigError
from cortex_cli.connection.connected import client_of
from cortex_cli.connection.target import Target, target_of
from cortex_cli.doctor import access, machine, network, server, stream
from cortex_cli.doctor.finding import Finding, failed, skipped
from cortex_cli.failures import Failure

if TYPE_CHECKING:
    from cortex_async import ConnectionSettings, CortexClient
    from cortex_cli.invocation import Invocation

_AFTER_CREDENTIAL: Final = ("accepted", "project", "scopes", "stream")
_AFTER_NETWORK: Final = ("clock", *_AFTER_CREDENTIAL)


async def findings(invocation: Invocation, seconds: float) -> AsyncIterator[Finding]:
    """Check everything. Each finding appears when its check is done.

    seconds: the longest time for one check.
    """
    yield machine.versions()
    yield machine.profiles()
    target, found = _target(invocation)
    yield found
    try:
        anonymous = _client(evolve(target, api_key=None, access_token=None), seconds)
        client = _client(target, seconds)
    except ConfigError as error:
        yield failed("address", error, "correct --base-url, CORTEX_BASE_URL or the credential")
        return
    async with anonymous, client:
        is_reached = False
        async for finding in _network(anonymous, seconds):
            is_reached = finding.status != "failed"
            yield finding
        if not is_reached:
            for name in _AFTER_NETWORK:
                yield skipped(name, "the server was not reached")
        elif not target.source:
            for name in _AFTER_CREDENTIAL:
                yield skipped(name, "no credential")
        else:
            async for finding in _access(client, target, seconds):
                yield finding


def _target(invocation: Invocation) -> tuple[Target, Finding]:
    """Return where to connect, without a credential if that cannot be had."""
    try:
        target = target_of(invocation)
        return target, machine.credential(target)
    except Failure as error:
        problem = failed("credential", error, "")
    try:
        return target_of(invocation, credential=False), problem
    except Failure:
        return Target(invocation.base_url), problem


def _client(target: Target, seconds: float) -> CortexClient:
    settings: ConnectionSettings = {"timeout": seconds, "retry": False}
    if target.base_url is not None:
        settings["base_url"] = target.base_url
    return client_of(target, **settings)


async def _network(client: CortexClient, seconds: float) -> AsyncIterator[Finding]:
    """Check step by step until one fails."""
    base_url = str(client.base_url)
    finding, proxy = machine.proxy(base_url)
    yield finding
    if finding.status == "failed":
        return
    address = urlsplit(proxy.url if proxy else base_url)
    for check in (network.resolution, network.connection):
        finding = await check(address, seconds)
        yield finding
        if finding.status == "failed":
            return
    for finding in await server.server(client):
        yield finding


async def _access(client: CortexClient, target: Target, seconds: float) -> AsyncIterator[Finding]:
    finding, tried = await access.acceptance(client, target)
    yield finding
    if tried is None:
        for name in _AFTER_CREDENTIAL[1:]:
            yield skipped(name, "the credential was not accepted")
        return
    finding = await access.project(client, target, tried)
    yield finding
    if finding.status == "failed":
        for name in _AFTER_CREDENTIAL[2:]:
            yield skipped(name, "the project cannot be used")
        return
    yield await access.scopes(client, target)
    yield await stream.stream(client, target.project_id, seconds)
