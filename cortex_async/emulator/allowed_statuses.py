"""The statuses that the emulator answers besides those that the document declares; it gives no others.

The document declares few error statuses (3 of 117 operations say 400 for a bad body, one says 403). A real server gives more.
"""

from __future__ import annotations

from collections.abc import Mapping

from cortex_async.emulator.document import Operation

EVERYWHERE: Mapping[int, str] = {
    405: "the path has other methods",
    408: "the body did not arrive in time",
    413: "the body is too large",
}

WITH_INPUT: Mapping[int, str] = {
    400: "failed validation, or a request that the state does not allow",
    415: "the body is not JSON",
    422: "failed validation, by setting",
}
"""Of operations that take a body or query parameters."""

WITH_CREDENTIALS: Mapping[int, str] = {
    401: "no valid credentials",
    403: "the key is bound to another project or lacks the scope",
}

OF_A_PROJECT: Mapping[int, str] = {404: "the project, or what the path or the body names, does not exist"}

OF_OPERATIONS: Mapping[str, frozenset[int]] = {
    # A step that the state does not allow.
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
    # What is named outside of a project.
    "createKey": frozenset({404}),
    "generateTokenLegacy": frozenset({404}),
    "loginWithCredentials": frozenset({401}),
}


def allowed(operation: Operation) -> frozenset[int]:
    """Every status that the operation may answer with."""
    found = set(operation.statuses) | set(EVERYWHERE) | OF_OPERATIONS.get(operation.id, frozenset())
    if operation.body is not None or operation.query:
        found |= set(WITH_INPUT)
    if operation.schemes:
        found |= set(WITH_CREDENTIALS)
    if "{projectId}" in operation.path:
        found |= set(OF_A_PROJECT)
    return frozenset(found)
