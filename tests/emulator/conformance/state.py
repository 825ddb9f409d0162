"""State with at least one record of every kind."""

from __future__ import annotations

import json
import urllib.request
from typing import Any

from cortex_async.emulator import ThreadedEmulator

WHERE = {"locationCity": "frankfurt", "locationContinent": "europe", "locationCountry": "de"}


def fill(emulator: ThreadedEmulator) -> None:
    """Load the demo data and add what it lacks: webhooks with a log, a published function, a voice access key, another user."""
    emulator.seed("demo")
    receiver = f"{emulator.base_url}/api"
    post(emulator, "/webhooks/subscriptions", {"url": receiver, "secret": "s", "events": ["participant.*"]})
    post(emulator, "/participants", {"externalUserId": "zoe"})
    post(emulator, "/voice/access-keys", {"name": "main"})
    post(emulator, "/users/invite", {"email": "joe@example.com", "role": "developer"})
    post(emulator, "/functions/settings/activate", WHERE)
    emulator.settle()
    function = post(emulator, "/functions", {"name": "hook", "code": ""})
    post(emulator, f"/functions/{function['id']}/publish", {})
    emulator.settle()


def post(emulator: ThreadedEmulator, path: str, body: Any) -> Any:
    request = urllib.request.Request(
        f"{emulator.base_url}/api/projects/{emulator.project_id}{path}",
        json.dumps(body).encode(),
        {"X-API-Key": emulator.api_key, "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=30) as response:
        return json.load(response)


def identifiers(dumped: str) -> dict[str, dict[str, str]]:
    """Path parameters by tag."""
    state: dict[str, Any] = json.loads(dumped)["state"]

    def first(table: str) -> dict[str, Any]:
        partitions: dict[str, list[dict[str, Any]]] = state[table]
        return next(iter(partitions.values()))[0]

    session, gathering, participant = first("sessions"), first("gatherings"), first("participants")
    return {
        "Sessions": {"id": session["id"]},
        "Messages": {"id": session["id"], "messageId": next(iter(state["messages"].values()))["rows"][0][0]},
        "Participants": {"id": participant["id"]},
        "Sanctions": {
            "id": first("sanctions")["id"],
            "externalUserId": "eve",
            "participantId": participant["id"],
        },
        "Gatherings": {
            "id": gathering["id"],
            "joinCode": gathering["joinCode"],
            "memberId": first("members")["id"],
            "participantId": participant["id"],
            "invitationId": first("invitations")["id"],
        },
        "Plugins": {"slug": "session-summary", "sessionId": session["id"]},
        "Plugin Instances": {"id": first("plugin_instances")["id"]},
        "Functions": {"functionId": first("functions")["id"], "packageName": "lodash"},
        "Voice": {"accessKeyId": first("access_keys")["id"]},
    }
