"""The tables, options and numbers of docs/mcp.md are those of the code. tests/docs runs its example."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

from cortex_async import ProjectScope
from cortex_async.evidence.flags import SCORE
from cortex_cli.commands.mcp import PORT, command
from cortex_cli.mcp import calling, proposals, results, untrusted
from cortex_cli.mcp.catalog import TOOLS
from cortex_cli.mcp.survey import MOST_SESSIONS
from tests.mcp.serving import Tools

GUIDE = (Path(__file__).parents[2] / "docs" / "mcp.md").read_text("utf-8")
WORDS = " ".join(GUIDE.split())


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", GUIDE, re.DOTALL)


async def test_the_command_is_the_one_of_a_proposal(project: ProjectScope, tools: Tools) -> None:
    printed = next(one for one in blocks("sh") if "sanctions create" in one)
    proposed = await tools.call(
        "propose_sanction",
        type="mute",
        external_user_id="bob",
        reason="Threats in a ranked match",
        length="30m",
    )
    words = shlex.split(printed)
    assert [one for one in words if one != "--project=p1"] == shlex.split(proposed["command"])


def test_configurations_name_options_that_exist() -> None:
    configuration, line = map(json.loads, blocks("json"))
    server = configuration["mcpServers"]["odin-cortex"]
    known = {name for one in command.params for name in one.opts}
    words = [*server["args"], *WORDS.replace("`", " ").split()]
    options = {one for one in words if re.fullmatch("--[a-z-]+", one)}
    assert options <= known, options - known
    assert (server["command"], server["args"][0]) == ("cortex", "mcp")
    assert set(line["from_players"]) == {"speaker", "external_user_id", "text"}


def test_the_table_lists_the_tools() -> None:
    rows = re.findall(r"^\| `(\w+)` \| .* \| (.*) \|$", GUIDE, re.MULTILINE)
    assert [name for name, _ in rows] == [tool.name for tool in TOOLS]
    listed = {"always": False, "with `--evidence DIR`": True, "with `--allow-write`": True}
    assert [listed[when] for _, when in rows] == [tool.local or tool.writes for tool in TOOLS]


def test_the_numbers_are_those_of_the_code() -> None:
    for said in (
        f"severity of {SCORE:g}",
        f"at most `max_sessions` ({MOST_SESSIONS.default}) in a call",
        f"said after {untrusted.LONGEST} characters",
        f"ids after {untrusted.LONGEST_ID} and names after {untrusted.LONGEST_NAME}.",
        f"at most {results.MOST_BYTES} bytes",
        f"open for {proposals.LIFETIME / 60:g} minutes",
        f"for {proposals.PAUSE / 60:g} minutes, for the same type and user",
        f"http://127.0.0.1:{PORT}/mcp",
        "at least 16 characters",
        "may take 60 seconds",
    ):
        assert said in WORDS, said
    assert calling.AT_ONCE == 4
