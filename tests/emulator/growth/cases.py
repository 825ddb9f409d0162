"""One call of every operation. In curly brackets: what ``fresh`` in ``state`` has made."""

from __future__ import annotations

from typing import Any

from attrs import frozen

REASONS = {
    "stream": "opens a stream; those are in test_growth.py",
    "series": "a series covers at most 10,000 samples",
}

NOT_COUNTED = {
    "GET /api/events/stream": "stream",
    "GET /api/projects/{}/events/stream": "stream",
    "GET /api/projects/{}/voice/analytics": "series",
    "GET /api/projects/{}/voice/rooms-analytics": "series",
}
"""Operations that are not counted, and why."""


@frozen
class Case:
    """A call.

    whole: its response has every record of a kind in the project, so only what others have may grow.
    refused: whether the response is an error.
    """

    method: str
    path: str
    body: Any = None
    whole: bool = False
    refused: bool = False


def case(method: str, path: str, body: Any = None, *, whole: bool = False, refused: bool = False) -> Case:
    below = path if path.startswith("/api") else f"/api/projects/{{project}}{path}"
    return Case(method, below, body, whole, refused)


WHERE = {"locationCity": "frankfurt", "locationContinent": "europe", "locationCountry": "de"}
SIGNED = {
    "type": "session.created",
    "source": "fleet:api",
    "resourceId": "session:x",
    "payload": {"action": "created", "data": {}},
}

CASES = (
    case("GET", "/api"),
    case("GET", "/api/api-keys", whole=True),
    case("POST", "/api/api-keys", {"name": "n", "scopes": []}),
    case("GET", "/api/api-keys/scopes"),
    case("DELETE", "/api/api-keys/{key}"),
    case("POST", "/api/auth/login", {"fusionSessionId": "{fusion}"}),
    case("POST", "/api/auth/login-credentials", {"email": "{email}", "password": "emulator"}),
    case("GET", "/api/auth/me"),
    case("POST", "/api/events/ingest", SIGNED),
    case("GET", "/api/events/schema"),
    case("GET", "/api/plugins"),
    case("POST", "/api/plugins/annotations/messages/batch", {"messageIds": ["{message}"]}),
    case("GET", "/api/plugins/annotations/sessions/{session}"),
    case("GET", "/api/plugins/session-summary"),
    case("GET", "/api/projects", whole=True),
    case("POST", "/api/projects/token", {"roomId": "r", "projectId": "{project}", "secret": "{secret}"}),
    case("GET", "/functions", whole=True),
    case("POST", "/functions", {"name": "new {unique}", "code": ""}),
    case("GET", "/functions/npm-package/lodash"),
    case("GET", "/functions/settings"),
    case("PUT", "/functions/settings", {"maxFunctions": 100}),
    case("POST", "/functions/settings/activate", WHERE, refused=True),
    case("PUT", "/functions/settings/dependencies", {"dependencies": []}),
    case("PUT", "/functions/settings/env-vars", {"envVars": []}),
    case("GET", "/functions/settings/locations"),
    case("GET", "/functions/settings/resource-packages"),
    case("GET", "/functions/settings/runtime-status"),
    case("POST", "/functions/settings/runtime/restart"),
    case("POST", "/functions/settings/runtime/start"),
    case("POST", "/functions/settings/runtime/stop"),
    case("POST", "/functions/settings/runtime/upgrade", {"version": "v1"}),
    case("GET", "/functions/settings/runtime/versions"),
    case("POST", "/functions/settings/verify-credentials"),
    case("GET", "/functions/{function}"),
    case("PUT", "/functions/{function}", {"name": "m"}),
    case("DELETE", "/functions/{function}"),
    case("POST", "/functions/{function}/deploy"),
    case("POST", "/functions/{function}/publish", {}),
    case("POST", "/functions/{function}/stop"),
    case("GET", "/functions/{function}/versions"),
    case(
        "POST",
        "/gatherings",
        {"name": "g", "type": "lobby", "participants": [{"name": "a", "email": "a@b.c"}]},
    ),
    case("GET", "/gatherings?limit=10"),
    case("GET", "/gatherings?type=lobby&status=pending&listed=false&limit=3&offset=2"),
    case("GET", "/gatherings/invitations/pending?participantId={guest}"),
    case("POST", "/gatherings/invitations/{invitation}/accept", {"participantId": "{guest}"}),
    case("POST", "/gatherings/invitations/{invitation}/decline"),
    case("POST", "/gatherings/join", {"joinCode": "{code}", "participantId": "{participant}"}),
    case("GET", "/gatherings/lookup/{code}"),
    case("GET", "/gatherings/{gathering}?includeMembers=true"),
    case("PATCH", "/gatherings/{gathering}", {"name": "h", "listed": True}),
    case("DELETE", "/gatherings/{gathering}"),
    case("POST", "/gatherings/{gathering}/end"),
    case("GET", "/gatherings/{gathering}/invitations"),
    case(
        "POST",
        "/gatherings/{gathering}/invite",
        {"invitedById": "{participant}", "participantIds": ["{participant}"], "emails": ["x@y.z"]},
    ),
    case("POST", "/gatherings/{gathering}/members", {"participantId": "{participant}"}),
    case("GET", "/gatherings/{gathering}/members"),
    case("PATCH", "/gatherings/{gathering}/members/{member}", {"status": "ready"}),
    case("DELETE", "/gatherings/{gathering}/members/{owner}"),
    case("POST", "/gatherings/{gathering}/start", {"roomId": "r"}),
    case("GET", "/participants?limit=10"),
    case("GET", "/participants?limit=2&offset=3"),
    case("GET", "/participants?search={unique}"),
    case("POST", "/participants", {"externalUserId": "new-{unique}"}),
    case("GET", "/participants/{participant}"),
    case("PATCH", "/participants/{participant}", {"displayName": "n"}),
    case("DELETE", "/participants/{speaker}"),
    case("GET", "/plugins/instances"),
    case("POST", "/plugins/instances", {"pluginId": "amanda", "settings": {"apiKey": "k"}}),
    case("GET", "/plugins/instances/{plugin}"),
    case("PUT", "/plugins/instances/{plugin}", {"isEnabled": True}),
    case("DELETE", "/plugins/instances/{plugin}"),
    case("POST", "/sanctions", {"type": "mute", "externalUserId": "{unique}"}),
    case("GET", "/sanctions?limit=10"),
    case("GET", "/sanctions?type=mute&activeOnly=true&limit=3&offset=2"),
    case("GET", "/sanctions/participant/{speaker}"),
    case("GET", "/sanctions/user/{unique}"),
    case("GET", "/sanctions/user/{unique}/active?type=mute"),
    case("GET", "/sanctions/{sanction}"),
    case("PATCH", "/sanctions/{sanction}", {"reason": "r", "endAt": None}),
    case("POST", "/sanctions/{sanction}/revoke", {}),
    case("POST", "/sessions", {"title": "t", "externalRoomId": "r"}),
    case("GET", "/sessions", whole=True),
    case("GET", "/sessions/{session}"),
    case("GET", "/sessions/{session}/actions"),
    case("GET", "/sessions/{session}/messages"),
    case("GET", "/sessions/{session}/messages/{message}/debug-audio"),
    case("POST", "/sessions/{session}/regenerate-summary"),
    case("POST", "/sessions/{session}/start"),
    case("POST", "/sessions/{session}/stop"),
    case("GET", "/settings"),
    case(
        "PUT",
        "/settings",
        {"tokenProviderType": "access_key", "accessKeyConfig": {"accessKey": "k", "botUserId": "b"}},
    ),
    case("PATCH", "/settings", {"debugAudioEnabled": True}),
    case("PATCH", "/settings/debug-audio", {"enabled": True}),
    case("PATCH", "/settings/e2e-encryption", {"mode": "disabled"}),
    case("POST", "/settings/sync-secret"),
    case("GET", "/settings/secret"),
    case("DELETE", "/settings/revoke-secret"),
    case("DELETE", "/settings"),
    case("POST", "/token", {"roomId": "r", "userId": "u"}),
    case("GET", "/users", whole=True),
    case("POST", "/users/change-role", {"permissionId": "{user}", "role": "admin"}),
    case("POST", "/users/invite", {"email": "{unique}@x.y", "role": "developer"}),
    case("POST", "/users/remove", {"permissionId": "{user}"}),
    case("GET", "/voice/access-keys", whole=True),
    case("POST", "/voice/access-keys", {"name": "n"}),
    case("PUT", "/voice/access-keys/{access}", {"name": "n"}),
    case("DELETE", "/voice/access-keys/{access}"),
    case("POST", "/voice/activate"),
    case("PUT", "/voice/peer-limit", {"peerLimit": 5}),
    case("GET", "/voice/settings"),
    case("GET", "/webhooks/events?limit=10"),
    case("GET", "/webhooks/events?status=pending&limit=3&offset=2"),
    case("GET", "/webhooks/events/{row}"),
    case("POST", "/webhooks/subscriptions", {"url": "http://x.y", "secret": "s", "events": ["a.b"]}),
    case("GET", "/webhooks/subscriptions", whole=True),
    case("GET", "/webhooks/subscriptions/{subscription}"),
    case("PUT", "/webhooks/subscriptions/{subscription}", {"events": ["a.c"]}),
    case("DELETE", "/webhooks/subscriptions/{subscription}"),
)
