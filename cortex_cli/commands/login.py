"""``cortex login``."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, cast

import click
from attrs import evolve

from cortex_async import ConnectionSettings, CortexClient, Unauthorized
from cortex_cli.command import command as cortex_command
from cortex_cli.connection.connected import client_of
from cortex_cli.connection.profiles import DEFAULT, Profile, Store, checked_name, find_profile, wanted_name
from cortex_cli.connection.storing import save
from cortex_cli.connection.target import Target, same_server, shadowed_by
from cortex_cli.connection.trying import rejected, try_credential
from cortex_cli.inputs import ASKED, Inputs
from cortex_cli.options import CONNECTION

if TYPE_CHECKING:
    from cortex_cli.invocation import Invocation


@cortex_command("login", CONNECTION)
@click.option("--token", is_flag=True, help="The credential is an access token, not an API key.")
@click.option(
    "--credential",
    metavar="@FILE|-",
    help="Read the API key or token from a file or stdin instead of asking for it.",
)
@click.option(
    "--store",
    type=click.Choice(("keyring", "file")),
    help="Where the credential is kept. Default: the system's keyring if it works, else a file that only you "
    "may read.",
)
@click.option("--no-check", is_flag=True, help="Do not try the credential first.")
async def command(
    invocation: Invocation, token: bool, credential: str | None, store: str | None, no_check: bool
) -> None:
    """Store an API key or access token as a profile.

    It tries the credential with a cheap call, then stores it in the system's keyring or in a file that only
    you can read. Server and project come from --base-url and --project or the environment; if you log in
    again, the profile keeps them. If the credential sees only one project, that project is stored, too.

    CORTEX_API_KEY, CORTEX_ACCESS_TOKEN, CORTEX_BASE_URL and CORTEX_PROJECT_ID override every profile.

    \b
    cortex login
    cortex login --profile staging --project PROJECT --credential @key.txt
    cortex login --profile emulator --base-url http://127.0.0.1:8787
    """
    profile = _described(invocation, token=token)
    shown = "access token" if token else "API key"
    secret = Inputs().secret("--credential" if credential else shown, credential or ASKED)
    profile = evolve(profile, secret=secret.strip())
    async with _client(profile) as client:
        server = str(client.base_url)
        if not no_check:
            profile = await _checked(invocation, client, profile)
    stored = save(profile, cast("Store | None", store))
    place = "the keyring" if stored.store == "keyring" else "a file that only you may read"
    project = f" and project {stored.project}" if stored.project else ""
    invocation.note(f"profile {stored.name} is stored for {server}{project}; its {shown} is in {place}")
    if stored.project is None:
        invocation.note("it names no project: log in again with --project, or set CORTEX_PROJECT_ID")
    if winner := shadowed_by():
        invocation.note(f"{winner} is set and wins over every profile")


def _described(invocation: Invocation, *, token: bool) -> Profile:
    """Return the profile to be stored, without its credential."""
    name = checked_name(wanted_name(invocation.profile) or DEFAULT)
    old = find_profile(name)
    base_url = invocation.base_url or os.environ.get("CORTEX_BASE_URL", "").strip() or None
    project = invocation.project or os.environ.get("CORTEX_PROJECT_ID", "").strip() or None
    if old is not None and (base_url is None or same_server(base_url, old.base_url)):
        base_url, project = old.base_url, project or old.project
    return Profile(name, base_url, project, "access_token" if token else "api_key")


def _client(profile: Profile) -> CortexClient:
    """Return a client with the profile's credential.

    Raises ``ConfigError`` if no call could be made with it.
    """
    from cortex_async.client import CORTEX

    settings: ConnectionSettings = {"base_url": profile.base_url or CORTEX.base_url}
    key, token = (profile.secret, None) if profile.kind == "api_key" else (None, profile.secret)
    return client_of(Target(api_key=key, access_token=token), **settings)


async def _checked(invocation: Invocation, client: CortexClient, profile: Profile) -> Profile:
    """Try the credential. Returns the profile, with the project if the credential sees only one."""
    try:
        tried = await try_credential(client, profile.project)
    except Unauthorized:
        raise rejected(str(client.base_url), profile.api_key) from None
    if tried.projects is None:
        invocation.note("the credential is accepted, but may not list projects")
    elif profile.project is None and len(tried.projects) == 1:
        return evolve(profile, project=tried.projects[0])
    return profile
