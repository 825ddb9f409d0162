"""The statuses that the emulator may return in addition to those that the spec declares.

The spec declares few error statuses: only some operations have a 400 for a bad body. A real server returns
more.
"""

from __future__ import annotations

from collections.abc import Mapping

from cortex_async.emulator.spec import Operation, route_key

ALL_OPERATIONS: Mapping[int, str] = {
    405: "the path exists, but not with this method",
    408: "the body did not arrive in time",
    413: "the body is too large",
    501: "the emulator has no handler for the operation yet",
}

WITH_INPUT: Mapping[int, str] = {
    400: "failed validation, or not allowed in the current state",
    415: "the body is not JSON",
    422: "failed validation, with validation_status=422",
}
"""For operations with a body or query parameters."""

WITH_CREDENTIALS: Mapping[int, str] = {
    401: "no valid credentials",
    403: "the key is bound to another project or lacks the scope",
}

IN_A_PROJECT: Mapping[int, str] = {404: "the project, or something named in the path or body, does not exist"}

BY_OPERATION: Mapping[str, frozenset[int]] = {
    # Not allowed in the current state.
    route_key("POST", "/api/projects/{projectId}/gatherings/{id}/start"): frozenset({409}),
    route_key("POST", "/api/projects/{projectId}/gatherings/{id}/end"): frozenset({409}),
    route_key("DELETE", "/api/projects/{projectId}/gatherings/{id}"): frozenset({409}),
    route_key("PATCH", "/api/projects/{projectId}/gatherings/{id}"): frozenset({409}),
    route_key("POST", "/api/projects/{projectId}/gatherings/{id}/members"): frozenset({409}),
    route_key("PATCH", "/api/projects/{projectId}/gatherings/{id}/members/{memberId}"): frozenset({409}),
    route_key("POST", "/api/projects/{projectId}/gatherings/{id}/invite"): frozenset({409}),
    route_key("POST", "/api/projects/{projectId}/gatherings/invitations/{invitationId}/decline"): frozenset(
        {409}
    ),
    route_key("PATCH", "/api/projects/{projectId}/sanctions/{id}"): frozenset({409}),
    route_key("POST", "/api/projects/{projectId}/users/invite"): frozenset({409}),
    route_key("POST", "/api/projects/{projectId}/functions/settings/runtime/start"): frozenset({400}),
    route_key("POST", "/api/projects/{projectId}/functions/settings/runtime/stop"): frozenset({400}),
    route_key("POST", "/api/projects/{projectId}/functions/settings/runtime/restart"): frozenset({400}),
    route_key("POST", "/api/projects/{projectId}/functions/{functionId}/deploy"): frozenset({400}),
    route_key("POST", "/api/projects/{projectId}/functions/{functionId}/stop"): frozenset({400}),
    # Something outside a project does not exist.
    route_key("POST", "/api/api-keys"): frozenset({404}),
    route_key("POST", "/api/projects/token"): frozenset({404}),
    route_key("POST", "/api/auth/login-credentials"): frozenset({401}),
}


def allowed(operation: Operation) -> frozenset[int]:
    """Every status that the operation may return."""
    statuses = set(operation.statuses) | set(ALL_OPERATIONS) | BY_OPERATION.get(operation.key, frozenset())
    if operation.body is not None or operation.query:
        statuses |= set(WITH_INPUT)
    if operation.schemes:
        statuses |= set(WITH_CREDENTIALS)
    if operation.in_project:
        statuses |= set(IN_A_PROJECT)
    return frozenset(statuses)
