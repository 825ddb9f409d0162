"""Checks of the credential: whether it is accepted, what it may do, and its project."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final

from cortex_async import APIError, CallError, CortexClient, Forbidden, ProjectScope, Unauthorized
from cortex_async._core.auth.jwt import expiry
from cortex_async._core.timing.clock import unix
from cortex_cli.connection.target import Target
from cortex_cli.connection.trying import Tried, try_credential
from cortex_cli.doctor.finding import Finding, failed, ok, skipped, warning
from cortex_cli.failures import Failure

_NOBODY: Final = "00000000-0000-4000-8000-000000000000"
"""An id that nothing has. The API checks scopes before it looks for what an id stands for."""

_SCOPES: Final[dict[str, Callable[[ProjectScope], Awaitable[object]]]] = {
    "sessions": lambda project: project.sessions.get(_NOBODY),
    "messages": lambda project: project.messages.list(_NOBODY),
    "plugins": lambda project: project.plugins.get(_NOBODY),
    "gatherings": lambda project: project.gatherings.get(_NOBODY),
    "functions": lambda project: project.functions.get(_NOBODY),
}
"""A call for each scope that finds nothing and changes nothing."""

_SOON: Final = 3600


async def acceptance(client: CortexClient, target: Target) -> tuple[Finding, Tried | None]:
    """Check that the server accepts the credential. Returns what it says about it, None if it does not."""
    expired = _expiry(target)
    try:
        tried = await try_credential(client, None)
    except Unauthorized as error:
        advice = expired or "make a new one where this one was made, and log in again: `cortex login`"
        return failed("accepted", error, advice), None
    except CallError as error:
        return failed("accepted", error, "try again later; --debug shows more"), None
    if tried.projects is None:
        return ok("accepted", "yes; it may not list projects"), tried
    detail = f"yes; it sees {len(tried.projects)} project{'s' * (len(tried.projects) != 1)}"
    return (warning("accepted", detail, expired) if expired else ok("accepted", detail)), tried


def _expiry(target: Target) -> str:
    """Return what to do about the end of an access token, empty if it is far away or unknown."""
    end = expiry(target.access_token) if target.access_token else None
    if end is None or end > unix() + _SOON:
        return ""
    left = end - unix()
    state = f"ends in {left / 60:.0f} min" if left > 0 else "has ended"
    return f"the token {state}: get a new one, or use an API key"


async def project(client: CortexClient, target: Target, tried: Tried) -> Finding:
    """Check that the credential may use the project."""
    if target.project_id is None:
        seen = ", ".join((tried.projects or ())[:5]) or "none"
        return warning(
            "project", "none is chosen", f"set CORTEX_PROJECT_ID, or use --project; visible: {seen}"
        )
    try:
        await try_credential(client, target.project_id)
    except Failure as error:
        return failed("project", error, "check its id: `cortex projects list`", error.code)
    except CallError as error:
        return failed("project", error, "try again later; --debug shows more")
    return ok("project", target.project_id)


async def scopes(client: CortexClient, target: Target) -> Finding:
    """Find out what an API key may do. The API lists the scopes of keys only for access tokens."""
    if target.access_token:
        return skipped("scopes", "an access token has the rights of its user")
    if target.project_id is None:
        return skipped("scopes", "no project to try them with")
    allowed, denied = list[str](), list[str]()
    for name, call in _SCOPES.items():
        try:
            await call(client.project(target.project_id))
        except Forbidden:
            denied.append(name)
            continue
        except APIError:
            pass  # it was let in, and then found nothing
        except CallError as error:
            return failed("scopes", error, "try again later; --debug shows more")
        allowed.append(name)
    if not denied:
        return ok("scopes", ", ".join(allowed))
    detail = f"{', '.join(allowed) or 'none'}; not {', '.join(denied)}"
    return warning("scopes", detail, "if that is too little, make a key with more scopes and log in with it")
