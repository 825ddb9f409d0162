"""The server: lists tools, and calls them."""

from __future__ import annotations

from typing import Any, Final

from attrs import evolve
from mcp.server import Server, ServerRequestContext
from mcp_types import (
    CallToolRequestParams,
    CallToolResult,
    InputRequiredResult,
    ListToolsResult,
    PaginatedRequestParams,
    TextContent,
    ToolAnnotations,
)
from mcp_types import Tool as ListedTool

from cortex_async._core.version import VERSION
from cortex_cli.mcp.calling import Caller, ToolError
from cortex_cli.mcp.catalog import INSTRUCTIONS
from cortex_cli.mcp.protocol.asking import InputRequired, asking
from cortex_cli.mcp.results import encoded
from cortex_cli.mcp.tool import Tool
from cortex_cli.mcp.untrusted import NOTICE

NAME: Final = "odin-cortex"


def server_of(caller: Caller) -> Server[Any]:
    """Return a server for the tools of a caller. It can serve several connections."""

    async def list_tools(_: ServerRequestContext[Any], __: PaginatedRequestParams | None) -> ListToolsResult:
        return ListToolsResult(tools=[_listed(tool) for tool in caller.tools.values()])

    async def call_tool(
        request: ServerRequestContext[Any], params: CallToolRequestParams
    ) -> CallToolResult | InputRequiredResult:
        context = evolve(caller.context, ask=asking(request, params))
        try:
            result = await caller.call(params.name, params.arguments or {}, context)
        except ToolError as error:
            return CallToolResult(content=[TextContent(text=str(error))], is_error=True)
        except InputRequired as required:
            return required.result
        # The text is the same JSON, for clients that do not read structured content:
        # https://modelcontextprotocol.io/specification/2025-11-25/server/tools#structured-content
        return CallToolResult(content=[TextContent(text=encoded(result))], structured_content=result)

    server = Server[Any](
        NAME,
        version=VERSION,
        title="ODIN Cortex",
        instructions=INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )
    # Nothing about calls leaves this process by another way.
    server.middleware.clear()
    return server


def _listed(tool: Tool) -> ListedTool:
    return ListedTool(
        name=tool.name,
        title=tool.title,
        description=f"{tool.description} {NOTICE}" if tool.untrusted else tool.description,
        input_schema=tool.input_schema,
        annotations=ToolAnnotations(
            title=tool.title,
            read_only_hint=not (tool.writes or tool.local),
            destructive_hint=tool.writes,
            idempotent_hint=not tool.writes,
            open_world_hint=False,
        ),
    )
