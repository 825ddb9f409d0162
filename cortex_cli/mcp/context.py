"""What tools work with."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from attrs import field, frozen

from cortex_cli.mcp.proposals import Proposals
from cortex_cli.mcp.untrusted import Untrusted

if TYPE_CHECKING:
    from cortex_async import ProjectScope

Reply: TypeAlias = Literal["accepted", "declined", "unsupported"]
Ask: TypeAlias = Callable[[str, str], Awaitable[Reply]]
"""Asks the person at the client a yes-or-no question: ``(key, question)``. The key is its secret."""


@frozen(kw_only=True)
class ToolContext:
    """What tools work with.

    project: the only project that they reach.
    untrusted: shows strings of players.
    evidence: the directory that evidence is written to; None without one.
    collecting: the files in it that are being written.
    proposals: proposed sanctions that a person may confirm; None if nothing may be written.
    command: the beginning of commands that a person runs instead, without a credential.
    note: writes a line for the person who started the server.
    ask: asks the person at the client, in the call of a tool.
    """

    project: ProjectScope
    untrusted: Untrusted
    evidence: Path | None = None
    collecting: set[str] = field(factory=set[str])
    proposals: Proposals | None = None
    command: tuple[str, ...] = ("cortex",)
    note: Callable[[str], None]
    ask: Ask | None = None
