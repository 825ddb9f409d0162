"""Settings of ``cortex mcp`` that cannot be used: one line that says what to do, and exit code 2."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.cli.running import KEY, environment, ran

SHORT = "canary-short"


@pytest.mark.parametrize(
    ("options", "line"),
    [
        (["--evidence", "/no/such/directory"], "--evidence must be a directory, got '/no/such/directory'"),
        (["--http"], "--token is missing: --http needs one, also in CORTEX_MCP_TOKEN"),
        (["--http", "--token", "on-the-line"], "--token must be @FILE or - (stdin), or be given without a"),
        (["--port", "70000"], "Invalid value for '--port'"),
        (["--timeout", "0"], "Invalid value for '--timeout'"),
    ],
)
def test_wrong_options(options: list[str], line: str) -> None:
    found = ran("mcp", *options, env=environment("http://127.0.0.1:9"))
    assert (found.code, found.out) == (2, "")
    assert found.err.startswith(f"cortex: {line}")
    assert found.err.count("\n") == 1


@pytest.mark.parametrize("token", [SHORT, "canary with spaces in it", "canary-\u00fc-of-a-long-token", " "])
def test_tokens_that_are_easy_to_guess_or_cannot_be_sent(token: str) -> None:
    found = ran("mcp", "--http", env=environment("http://127.0.0.1:9") | {"CORTEX_MCP_TOKEN": token})
    assert found.code == 2
    assert found.err.startswith("cortex: --token ")
    assert "canary" not in found.err


def test_no_project_and_no_credential(tmp_path: Path) -> None:
    nothing = environment("http://127.0.0.1:9", project="", key="") | {"CORTEX_CONFIG_DIR": str(tmp_path)}
    assert ran("mcp", env=nothing).err.startswith("cortex: credential is missing: set CORTEX_API_KEY")
    found = ran("mcp", env=nothing | {"CORTEX_API_KEY": KEY})
    assert (found.code, found.out) == (2, "")
    assert found.err.startswith("cortex: --project is missing")


def test_a_host_that_others_reach_needs_the_option() -> None:
    env = environment("http://127.0.0.1:9") | {"CORTEX_MCP_TOKEN": "canary-of-a-token-1234"}
    found = ran("mcp", "--http", "--host", "0.0.0.0", env=env)
    assert found.code == 2
    assert found.err.startswith(
        "cortex: --host 0.0.0.0 can be reached by other machines: give --allow-remote"
    )


def test_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "mcp", None)
    found = ran("mcp", env=environment("http://127.0.0.1:9"))
    assert (found.code, found.out) == (2, "")
    assert found.err == (
        "cortex: cortex mcp needs mcp, which is not installed: pip install 'odin-cortex[mcp]'\n"
    )
