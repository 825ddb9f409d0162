"""``cortex login``."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import click
from attrs import evolve

from cortex_async import ConnectionSettings, CortexClient, Forbidden
from cortex_cli.command import command as make
from cortex_cli.connection.connected import client_of
from cortex_cli.connection.profiles import DEFAULT, Profile, Store, save
from cortex_cli.connection.target import Target
from cortex_cli.inputs import ASKED, Inputs
from cortex_cli.options import CONNECTION

if TYPE_CHECKING:
    from cortex_cli.invocation import Invocation


@make("login", CONNECTION)
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

    The credential is tried with one cheap call, then kept in the system's keyring or in a file that only you
    may read. CORTEX_API_KEY, CORTEX_ACCESS_TOKEN and CORTEX_PROJECT_ID win over every profile.
    """
    shown = "access token" if token else "API key"
    secret = Inputs().secret("--credential" if credential else shown, credential or ASKED).strip()
    profile = Profile(
        invocation.profile or DEFAULT,
        invocation.base_url,
        invocation.project,
        None if token else secret,
        secret if token else None,
    )
    if not no_check:
        profile = await _checked(invocation, profile)
    stored = save(profile, cast("Store | None", store))
    place = "the keyring" if stored.store == "keyring" else "a file that only you may read"
    invocation.note(f"profile {stored.name} is stored; its {shown} is in {place}")
    if stored.project is None:
        invocation.note("it names no project: add one with --project, or set CORTEX_PROJECT_ID")


async def _checked(invocation: Invocation, profile: Profile) -> Profile:
    """Try the credential. Returns the profile, with the project if the credential can see only one."""
    target = Target(profile.base_url, profile.project, profile.api_key, profile.access_token, "login")
    settings: ConnectionSettings = {} if profile.base_url is None else {"base_url": profile.base_url}
    async with client_of(target, **settings) as client:
        try:
            return await _tried(client, profile)
        except Forbidden:
            invocation.note("the credential is accepted, but may not read what it was tried with")
            return profile


async def _tried(client: CortexClient, profile: Profile) -> Profile:
    if profile.project is not None:
        await client.project(profile.project).gatherings.list(page_size=1)
        return profile
    projects = await client.projects.list()
    return evolve(profile, project=projects[0].id) if len(projects) == 1 else profile
