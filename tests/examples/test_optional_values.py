"""Examples send optional values in the one documented way, and never an empty id."""

from __future__ import annotations

import ast
import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from cortex_async import CortexClient
from cortex_async.emulator import Emulator
from tests.routing.events import event

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.py"))


def empty_arguments(source: str) -> list[int]:
    """Lines where a call gets an empty string, as a literal or in place of an absent value."""
    return [
        keyword.value.lineno
        for call in ast.walk(ast.parse(source))
        if isinstance(call, ast.Call)
        for keyword in call.keywords
        for part in ast.walk(keyword.value)
        if isinstance(part, ast.Constant) and part.value == ""
    ]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_no_example_passes_an_empty_string_for_an_absent_value(path: Path) -> None:
    assert empty_arguments(path.read_text("utf-8")) == []


def test_an_empty_string_would_be_seen() -> None:
    assert empty_arguments('f(a=b or "")\nf(a="x")\nf(a=g(b=""))') == [1, 3, 3]


def loaded(name: str) -> ModuleType:
    path = next(path for path in EXAMPLES if path.name == name)
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("participant_id", ["known", None])
async def test_the_bot_sends_a_participant_only_if_there_is_one(participant_id: str | None) -> None:
    moderation = loaded("moderation_bot.py").moderation
    async with (
        Emulator() as emulator,
        CortexClient(base_url=emulator.base_url, api_key=emulator.api_key) as client,
    ):
        project = client.project(emulator.project_id)
        player = await project.participants.create(external_user_id="bob")
        known = player.id if participant_id else None
        data = {"annotationId": "a", "content": {}, "messageId": "m", "type": "profanity"}
        flagged = event(
            "message.annotation.created",
            payload={"action": "created", "data": {**data, "externalUserId": "bob", "participantId": known}},
        )
        (await moderation(project).dispatch(flagged)).raise_for_failures()
        (sanction,) = await project.sanctions.list_active("bob")
        (sent,) = [entry.body for entry in emulator.requests if entry.operation == "createSanction"]
    assert sanction.participant_id == known
    assert sent.get("participantId", "absent") == (known or "absent")
