"""``cortex whoami``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cortex_cli.command import command as make
from cortex_cli.connection.connected import Connection, connected
from cortex_cli.options import CONNECTION, OUTPUT

if TYPE_CHECKING:
    from cortex_cli.invocation import Invocation


@make("whoami", CONNECTION, OUTPUT)
async def command(invocation: Invocation) -> None:
    """Show which credential, server and project commands use, and whether the server accepts them.

    The API tells about a user only to access tokens. An API key is tried with one cheap call.
    """
    async with connected(invocation) as connection:
        target = connection.target
        shown: dict[str, object] = {
            "credential": "access_token" if target.access_token else "api_key",
            "from": target.source,
            "baseUrl": str(connection.client.base_url),
            "project": target.project_id,
        }
        shown.update(await _found(connection))
    invocation.printer.record(shown)


async def _found(connection: Connection) -> dict[str, object]:
    if connection.target.access_token:
        user = await connection.client.auth.get_profile()
        return {"userId": user.user_id, "username": user.username, "tenantId": user.tenant_id}
    if connection.target.project_id is not None:
        await connection.project.gatherings.list(page_size=1)
    else:
        await connection.client.projects.list()
    return {}
