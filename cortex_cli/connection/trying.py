"""Tries a credential with one or two cheap calls."""

from __future__ import annotations

from attrs import frozen

from cortex_async import CortexClient, Forbidden, NotFound
from cortex_cli import exit_codes
from cortex_cli.failures import Failure, code_of

_SHOWN = 5


@frozen
class Tried:
    """What the server says about a credential that it accepts.

    projects: the ids of those that it lists, None if it does not let the credential list them.
    """

    projects: tuple[str, ...] | None


async def try_credential(client: CortexClient, project: str | None) -> Tried:
    """Try the credential of a client.

    Raises ``Unauthorized`` if the server rejects it, ``Failure`` if it may not use ``project``, and what
    every call raises.
    """
    try:
        projects = tuple(each.id for each in await client.projects.list())
    except Forbidden:
        projects = None
    if project is not None and project not in (projects or ()):
        await _try_project(client, project, projects)
    return Tried(projects)


async def _try_project(client: CortexClient, project: str, projects: tuple[str, ...] | None) -> None:
    try:
        await client.project(project).gatherings.list(page_size=1)
    except (Forbidden, NotFound) as error:
        if projects is None and isinstance(error, Forbidden):
            return  # a credential may have no right to what it is tried with, and be good for other things
        raise Failure(
            f"--project {project} cannot be used with this credential{_seen(projects)}", code_of(error)
        ) from None


def _seen(projects: tuple[str, ...] | None) -> str:
    if projects is None:
        return ""
    if not projects:
        return ": it sees no project"
    more = f" and {len(projects) - _SHOWN} more" if len(projects) > _SHOWN else ""
    return f": it sees {', '.join(projects[:_SHOWN])}{more}"


def rejected(server: str, api_key: str | None) -> Failure:
    """Build the failure of a new credential that a server does not accept."""
    hint = "; it looks like an access token: log in with --token" if _looks_like_token(api_key or "") else ""
    return Failure(f"credential is not accepted by {server}: nothing was stored{hint}", exit_codes.AUTH)


def _looks_like_token(credential: str) -> bool:
    # The encoded beginning of every header of a JSON Web Token: https://www.rfc-editor.org/rfc/rfc7515#section-3.3
    return credential.startswith("eyJ") and credential.count(".") == 2
