"""``cortex whoami``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cortex_cli.command import command as cortex_command
from cortex_cli.connection.connected import Connection, connected
from cortex_cli.connection.trying import try_credential
from cortex_cli.options import CONNECTION, OUTPUT

if TYPE_CHECKING:
    from cortex_cli.invocation import Invocation


@cortex_command("whoami", CONNECTION, OUTPUT)
async def command(invocation: Invocation) -> None:
    """Show which credential, server and project commands use, and whether the server accepts them.

    For an access token it shows the user. The API does not report a user for API keys, so for an API key it
    shows the number of projects that the key can list.
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
    tried = await try_credential(connection.client, connection.target.project_id)
    found: dict[str, object] = {"projects": None if tried.projects is None else len(tried.projects)}
    if connection.target.access_token:
        user = await connection.client.auth.get_profile()
        found |= {"userId": user.user_id, "username": user.username, "tenantId": user.tenant_id}
    return found
