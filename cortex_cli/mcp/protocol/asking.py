"""Asks the person at the client, by elicitation.

https://modelcontextprotocol.io/specification/2025-11-25/client/elicitation

In the protocol of 2026-07-28 the result of the call is the question, and the client calls again with the
person's reply. Before, the question is a request to the client while the call goes on. Either way it is the
client that replies, and not the model, which can only choose tools and their arguments.
"""

from __future__ import annotations

import secrets
from typing import Any, Final

from mcp import MCPError
from mcp.server import ServerRequestContext
from mcp_types import (
    CallToolRequestParams,
    ElicitRequest,
    ElicitRequestFormParams,
    ElicitResult,
    InputRequiredResult,
)
from mcp_types.version import MODERN_PROTOCOL_VERSIONS

from cortex_cli.failures import Failure
from cortex_cli.mcp.context import Ask, Reply

_KEY: Final = "decision"
_SCHEMA: Final[dict[str, Any]] = {
    "type": "object",
    "properties": {
        "confirm": {
            "type": "boolean",
            "title": "Create this sanction",
            "description": "Nothing is created unless this is on.",
            "default": False,
        }
    },
    "required": ["confirm"],
}


class InputRequired(BaseException):
    """The call cannot go on before the client has asked the person.

    No ``Exception``, so that no tool takes it for an error of its own.
    """

    def __init__(self, result: InputRequiredResult) -> None:
        super().__init__()
        self.result = result


def asking(request: ServerRequestContext[Any], params: CallToolRequestParams) -> Ask:
    """Return what asks the person in one call of a tool."""

    async def ask(key: str, question: str) -> Reply:
        if not _can_ask(request):
            return "unsupported"
        if request.protocol_version not in MODERN_PROTOCOL_VERSIONS:
            return _reply(await _asked(request, question))
        answer = (params.input_responses or {}).get(_KEY)
        # The key shows that this very question was put to the client before.
        if isinstance(answer, ElicitResult) and secrets.compare_digest(
            (params.request_state or "").encode(errors="replace"), key.encode()
        ):
            return _reply(answer)
        asked = ElicitRequest(params=ElicitRequestFormParams(message=question, requested_schema=_SCHEMA))
        raise InputRequired(InputRequiredResult(input_requests={_KEY: asked}, request_state=key))

    return ask


async def _asked(request: ServerRequestContext[Any], question: str) -> ElicitResult:
    try:
        return await request.session.elicit_form(question, _SCHEMA, related_request_id=request.request_id)
    except (MCPError, ValueError) as error:
        raise Failure(
            "the client could not ask a person: nothing was changed, and the proposal is still open"
        ) from error


def _can_ask(request: ServerRequestContext[Any]) -> bool:
    capabilities = request.session.client_capabilities
    elicitation = None if capabilities is None else capabilities.elicitation
    # A client that names no mode has forms: the mode is newer than elicitation.
    return elicitation is not None and (elicitation.form is not None or elicitation.url is None)


def _reply(answer: ElicitResult) -> Reply:
    """Only a yes is a yes: what was dismissed, or sent without the box, is not confirmed."""
    confirmed = answer.action == "accept" and (answer.content or {}).get("confirm") is True
    return "accepted" if confirmed else "declined"
