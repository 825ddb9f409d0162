"""What the command line prints once the emulator is ready: what to copy into a shell and into Python."""

from __future__ import annotations

import shlex

from cortex_async.emulator.base import BaseEmulator
from cortex_async.emulator.command_options import TOKEN_VARIABLE
from cortex_async.emulator.control.surface import SPEC_PATH

PYTHON = """\
from cortex_sync import CortexClient

with CortexClient() as client:
    project = client.project("{project}")
    session = project.sessions.create(title="Raid", external_room_id="room-1")
    project.participants.create(external_user_id="ada", display_name="Ada")
    project.sanctions.create(external_user_id="ada", type="mute", reason="shouting")
    print(session.id, session.status)
    print([one.type for one in project.sanctions.list_active("ada")])
    print(len(project.sessions.list()), "sessions")"""
"""Ten lines that run as they are in a shell with the exported variables."""


def greeting(emulator: BaseEmulator) -> str:
    """Addresses and keys, ``export`` lines, a curl command, and ten lines of Python."""
    url, key, project = emulator.base_url, emulator.api_key, emulator.project_id
    control = url + SPEC_PATH if emulator.control_enabled else "off; switch it on with --control"
    return "\n".join(
        (
            f"ODIN Cortex emulator on {url}",
            f"  API key     {key}",
            f"  project     {project}",
            f"  status      {url}/",
            f"  spec        {url}/api/docs-json",
            f"  control     {control}",
            "",
            *exports(emulator),
            "",
            PYTHON.format(project=project),
            "",
            f"  curl -s {url}/api/projects/{project}/sessions -H 'X-API-Key: {key}' -H 'Content-Type: application/json' \\",
            '       -d \'{"title": "Raid", "externalRoomId": "room-1"}\'',
            "",
        )
    )


def exports(emulator: BaseEmulator) -> list[str]:
    """The environment of a client."""
    variables = {
        "CORTEX_BASE_URL": emulator.base_url,
        "CORTEX_API_KEY": emulator.api_key,
        "CORTEX_PROJECT_ID": emulator.project_id,
        TOKEN_VARIABLE: emulator.control_token,
    }
    return [f"export {name}={shlex.quote(value)}" for name, value in variables.items() if value is not None]
