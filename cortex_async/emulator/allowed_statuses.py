"""The statuses that the emulator may return in addition to those that the spec declares.

The spec declares few error statuses: 3 of 117 operations have a 400 for a bad body, and one has a 403. A real
    server returns more.
"""

from __future__ import annotations

from collections.abc import Mapping

from cortex_async.emulator.spec import Operation

ALL_OPERATIONS: Mapping[int, str] = {
    405: "the path exists, but not with this method",
    408: "the body did not arrive in time",
    413: "the body is too large",
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
    "startGathering": frozenset({409}),
    "endGathering": frozenset({409}),
    "cancelGathering": frozenset({409}),
    "updateGathering": frozenset({409}),
    "addMember": frozenset({409}),
    "updateMember": frozenset({409}),
    "sendInvitations": frozenset({409}),
    "declineInvitation": frozenset({409}),
    "updateSanction": frozenset({409}),
    "inviteProjectUser": frozenset({409}),
    "startRuntime": frozenset({400}),
    "stopRuntime": frozenset({400}),
    "restartRuntime": frozenset({400}),
    "deployFunction": frozenset({400}),
    "stopDeployment": frozenset({400}),
    # Something outside a project does not exist.
    "createKey": frozenset({404}),
    "generateTokenLegacy": frozenset({404}),
    "loginWithCredentials": frozenset({401}),
}


def allowed(operation: Operation) -> frozenset[int]:
    """Every status that the operation may return."""
    statuses = set(operation.statuses) | set(ALL_OPERATIONS) | BY_OPERATION.get(operation.id, frozenset())
    if operation.body is not None or operation.query:
        statuses |= set(WITH_INPUT)
    if operation.schemes:
        statuses |= set(WITH_CREDENTIALS)
    if "{projectId}" in operation.path:
        statuses |= set(IN_A_PROJECT)
    return frozenset(statuses)
