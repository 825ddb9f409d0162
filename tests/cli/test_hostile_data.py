"""What a server sends reaches a terminal escaped, and secrets reach nobody."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cortex_cli.escaping import json_text, line, lines
from cortex_cli.operations.data import Parameter, load
from tests.cli.running import KEY, environment, ran_beside
from tests.cli.test_every_operation import COMMANDS, line_of
from tests.contract.arguments import API
from tests.contract.conftest import Wire
from tests.contract.conftest import wire as wire
from tests.contract.test_every_operation import WAV

TITLE = "\x1b]0;owned\x07\x1b[2J\x9b1A\r\n\x08\x7f\u202egnp.exe\u2028[red]x"
CANARY = "canary-of-a-secret"
STYLE = re.compile(r"\x1b\[[0-9;]*m")
SESSION = {
    "id": "s\x1b[2J1",
    "tenantId": "t",
    "externalRoomId": "r",
    "projectId": "p1",
    "gateway": "g",
    "title": TITLE,
    "createdByUserId": "u",
    "createdAt": "2026-01-31T12:00:00.000Z",
    "status": "active",
}
SECRETS = [
    (place, parameter)
    for place in COMMANDS.values()
    for parameter in load(*place).parameters
    if parameter.secret
]


def controls(text: str) -> list[str]:
    """The characters of an output that a terminal would obey, besides line ends and styles."""
    return [one for one in STYLE.sub("", text) if one != "\n" and _obeyed(one)]


def _obeyed(one: str) -> bool:
    # https://www.unicode.org/reports/tr9/#Directional_Formatting_Characters
    direction = unicodedata.bidirectional(one) in (
        "LRE",
        "RLE",
        "LRO",
        "RLO",
        "PDF",
        "LRI",
        "RLI",
        "FSI",
        "PDI",
    )
    return direction or one in "\u200e\u200f\u061c" or unicodedata.category(one) in ("Cc", "Zl", "Zp")


@given(st.text(st.characters(categories=["Cc", "Cf", "Zl", "Zp", "Cs", "L"])))
def test_one_line_is_one_line(text: str) -> None:
    assert controls(line(text)) == []
    assert "\n" not in line(text)
    assert lines(text).count("\n") == text.count("\n")


@given(st.lists(st.text(st.characters(categories=["Cc", "Cf", "Zl", "Zp", "L"]))))
def test_escaped_json_is_the_same_json(value: Any) -> None:
    written = json_text(json.dumps(value, ensure_ascii=False))
    assert json.loads(written) == value
    assert controls(written) == []


@pytest.mark.parametrize("terminal", [True, False])
@pytest.mark.parametrize("kind", ["table", "json", "ndjson", "csv", "yaml", "id"])
async def test_a_title_cannot_move_the_cursor(wire: Wire, kind: str, terminal: bool) -> None:
    wire.payload = [SESSION]

    done = await ran_beside(
        "sessions", "list", "-o", kind, "--wide", env=environment(wire.url), terminal=terminal
    )

    assert done.code == 0, done.err
    if terminal or kind == "table":
        assert controls(done.out + done.err) == []
    elif kind in ("json", "ndjson"):
        found = json.loads(done.out)
        assert (found if kind == "ndjson" else found[0])["title"] == TITLE


async def test_no_color_means_no_styles(wire: Wire) -> None:
    wire.payload = [SESSION]
    env = environment(wire.url) | {"NO_COLOR": "1", "TERM": "xterm"}
    plain = await ran_beside("sessions", "list", env=env, terminal=True)
    assert "\x1b" not in plain.out
    styled = await ran_beside(
        "sessions", "list", env=environment(wire.url) | {"TERM": "xterm"}, terminal=True
    )
    assert styled.out != plain.out
    assert [row.rstrip() for row in STYLE.sub("", styled.out).splitlines()] == plain.out.splitlines()


async def test_secret_fields_are_masked_on_a_terminal_only(wire: Wire) -> None:
    wire.payload = {
        "id": "s1",
        "appId": "a",
        "hasSecret": True,
        "isConfigured": True,
        "tokenProviderType": "accessKey",
        "e2eEncryptionPassword": CANARY,
    }
    env = environment(wire.url)
    for kind in ("table", "json", "csv", "yaml"):
        done = await ran_beside("settings", "get", "-o", kind, env=env, terminal=True)
        assert (done.code, CANARY in done.out) == (0, False)
    assert CANARY in (await ran_beside("settings", "get", "--show-secrets", env=env, terminal=True)).out
    assert (await ran_beside("settings", "get", env=env)).json["e2eEncryptionPassword"] == CANARY


@pytest.mark.parametrize(
    ("place", "parameter"), SECRETS, ids=lambda one: getattr(one, "option", " ".join(one[:2]))
)
async def test_a_secret_is_never_on_the_command_line(
    wire: Wire, place: tuple[str, str], parameter: Parameter
) -> None:
    done = await ran_beside(
        *place, f"--{parameter.option}={CANARY}", "--debug", "--", "x", "y", env=environment(wire.url)
    )
    assert done.code == 2
    assert CANARY not in done.err + done.out
    assert wire.requests == []


@pytest.mark.parametrize("place", sorted({place for place, _ in SECRETS}), ids=" ".join)
async def test_a_server_that_repeats_secrets_reveals_none(
    wire: Wire, place: tuple[str, str], tmp_path: Path
) -> None:
    operation = next(op for op in API.operations if COMMANDS[op.id] == place)
    words = line_of(operation, tmp_path)
    for found in tmp_path.iterdir():
        content = found.read_text("utf-8")
        found.write_text(_with_canary(content), "utf-8")
    wire.status, wire.payload = 422, {"message": f"bad {CANARY} with {KEY}", "secret": CANARY}

    for how in ([], ["--debug"], ["-o", "json"]):
        done = await ran_beside(
            *words[:2],
            "--yes" if load(*place).confirm else "--utc",
            *how,
            *words[2:],
            env=environment(wire.url),
        )
        assert done.code == 2
        assert CANARY not in done.out + done.err
        assert KEY not in done.out + done.err


def _with_canary(content: str) -> str:
    """A value of a parameter with the canary in the place of its strings."""
    try:
        return json.dumps(_replaced(json.loads(content)))
    except ValueError:
        return CANARY


def _replaced(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _replaced(member) for name, member in value.items()}
    if isinstance(value, list):
        return [_replaced(item) for item in value]
    return CANARY if isinstance(value, str) else value


async def test_binary_data_is_kept_off_a_terminal(wire: Wire, tmp_path: Path) -> None:
    wire.payload, wire.content_type = WAV, "audio/wav"
    words = ("messages", "download-debug-audio", "s1", "m1")
    refused = await ran_beside(*words, env=environment(wire.url), terminal=True)
    assert (refused.code, refused.out) == (2, "")
    saved = await ran_beside(*words, "--save-to", str(tmp_path / "a.wav"), env=environment(wire.url))
    assert (saved.code, saved.out, (tmp_path / "a.wav").read_bytes()) == (0, "", WAV)
    missing = await ran_beside(*words, "--save-to", str(tmp_path / "no/a.wav"), env=environment(wire.url))
    assert (missing.code, missing.err.startswith("cortex: --save-to ")) == (2, True)
