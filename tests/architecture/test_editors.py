"""Completion in editors without a type checker: jedi, which notebooks use."""

from __future__ import annotations

import jedi
import pytest

SOURCE = {
    "async": (
        "from cortex_async import CortexClient\n"
        "async def main(client: CortexClient):\n"
        "    session = await client.project('p').sessions.create("
    ),
    "sync": (
        "from cortex_sync import CortexClient\n"
        "def main(client: CortexClient):\n"
        "    session = client.project('p').sessions.create("
    ),
}


@pytest.mark.parametrize("version", ["async", "sync"])
def test_a_notebook_shows_the_signature(version: str) -> None:
    (signature,) = jedi.Script(SOURCE[version]).get_signatures()
    names = [parameter.name for parameter in signature.params]
    assert names[:2] == ["external_room_id", "title"]
    assert {"auto_start", "gateway", "idle_timeout"} <= set(names)
    assert "Create" in signature.docstring()


@pytest.mark.parametrize("version", ["async", "sync"])
def test_a_notebook_completes_the_response(version: str) -> None:
    source = SOURCE[version] + "title='t', external_room_id='r')\n    session."
    names = {completion.name for completion in jedi.Script(source).complete()}
    assert {"id", "created_at", "external_room_id", "status", "idle_timeout"} <= names
