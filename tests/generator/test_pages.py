"""A changed spec changes the pages of the reference: a new operation has its page, with an example that can run."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from typing import Any

import pytest

from generator.build import build
from generator.emit.pages.examples import sync_version
from generator.refusal import Refusal
from tests.generator.workshop import DATETIME, STRING, body, document, operation, ref, specification, thing

ROOM = thing(
    {"id": STRING, "name": {"type": "string", "example": "Lobby", "description": "What it is called"}}, "id"
)
NEW = thing(
    {
        "name": {"type": "string", "example": "Lobby"},
        "opensAt": DATETIME,
        "kind": {"enum": ["small", "large"]},
        "seats": {"type": "array", "items": {"type": "integer"}},
        "owner": ref("Owner"),
        "note": STRING,
    },
    *("name", "opensAt", "kind", "seats", "owner"),
)
SCHEMAS = {
    "Room": ROOM,
    "NewRoom": NEW,
    "Owner": thing({"email": {"type": "string", "example": "a@b.c"}}, "email"),
}
PATHS = {
    "/rooms": {
        "post": operation("makeRoom", ref("Room"), requestBody=body(ref("NewRoom")), summary="Make a room")
    },
    "/rooms/{roomId}": {
        "get": operation(
            "getRoom",
            ref("Room"),
            parameters=[{"name": "roomId", "in": "path", "required": True, "schema": STRING}],
        )
    },
}


def pages(
    root: Path, spec: dict[str, Any] | None = None, examples: str = "", code: str = ""
) -> dict[str, str]:
    """The pages of an API called ``rooms``."""
    folder = specification(root / "spec" / "rooms", spec or document(PATHS, SCHEMAS))
    (folder / "examples.toml").write_text(examples, "utf-8")
    package = root / "cortex_async" / "contrib" / "rooms"
    package.mkdir(parents=True, exist_ok=True)
    (package / "things.py").write_text(code, "utf-8")
    prefix = "docs/reference/rooms/"
    return {
        path.removeprefix(prefix): str(text)
        for path, text in build(root, "rooms").files.items()
        if path.startswith(prefix)
    }


def example(page: str, method: str) -> str:
    """The code of the async example of a method."""
    found = re.search(rf"^## {method}\n.*?^```python\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    assert found is not None
    return found[1]


def test_a_new_operation_has_its_page_with_an_example_from_the_spec(tmp_path: Path) -> None:
    page = pages(tmp_path)["account/things.md"]
    assert "## make_room\n\nMake a room\n" in page
    assert "HTTP: `POST /rooms` (operation `makeRoom`)" in page
    shown = example(page, "make_room")
    assert 'name="Lobby"' in shown
    assert 'opens_at=datetime.fromisoformat("2026-01-31T12:00:00.000Z")' in shown
    assert 'kind="small"' in shown
    assert "seats=[1]" in shown
    assert 'owner=models.Owner(email="a@b.c")' in shown
    assert "note" not in shown
    compile(shown, "page", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)


def test_a_changed_spec_changes_its_page_and_a_removed_one_goes(tmp_path: Path) -> None:
    before = pages(tmp_path)
    schemas = {
        **SCHEMAS,
        "Room": thing({"id": STRING, "floor": {"type": "integer", "description": "Which one"}}, "id"),
    }
    after = pages(tmp_path, document({"/rooms": PATHS["/rooms"]}, schemas))
    assert {path for path in before if before[path] != after.get(path)} >= {
        "account/things.md",
        "models/things.md",
    }
    assert "| `floor` | `int \\| None` | `floor` | Optional. Which one |" in after["models/things.md"]
    assert "## get_room" not in after["account/things.md"]


EXAMPLES = """
[prepare.room]
needs = ["owner"]
code = 'room = await client.things.make_room(owner=owner)'
[prepare.owner]
code = 'owner = "ada"'
[values]
room_id = { code = "room.id", prepare = "room" }
[methods."account.things.get_room"]
result = "again"
show = "again.name"
output = '''
Lobby
'''
"""


def test_what_examples_toml_says_is_shown_and_the_rest_derived(tmp_path: Path) -> None:
    page = pages(tmp_path, examples=EXAMPLES)["account/things.md"]
    assert example(page, "get_room") == (
        'owner = "ada"\n'
        "room = await client.things.make_room(owner=owner)\n"
        "again = await client.things.get_room(room.id)\n"
        "print(again.name)\n"
    )
    assert "```text\nLobby\n```" in page


@pytest.mark.parametrize(
    ("examples", "message"),
    [
        ("[methods.x]\nprepare = ['rom']", "names an unknown preparation rom; add it to [prepare]"),
        ("[operation.x]", "has an unknown section operation"),
        ("[methods.x]\noutputs = ''", "unexpected keyword argument 'outputs'"),
        ("[methods", "cannot be read"),
        ("methods = 3", "methods must be a table; correct it"),
        ("[methods]\nx = 1", "examples.toml#x: must be a table; correct it"),
        ("[values]\nowner = 3", "examples.toml#owner: must be a table; correct it"),
        ("intro = 5", "intro must be a string; correct it"),
        ("[methods.x]\ncode = 5", "code must be a string; correct it"),
        ("[methods.x]\nprepare = 'room'", "prepare must be an array of strings; correct it"),
        ("[methods.x]\nprepare = [1]", "prepare must be an array of strings; correct it"),
        ("[methods.x]\narguments = 3", "arguments must be a table of strings; correct it"),
        ("[methods.x]\narguments = { a = 1 }", "arguments must be a table of strings; correct it"),
        (
            "[prepare.a]\nneeds = ['b']\n[prepare.b]\nneeds = ['a']",
            "examples.toml#a: needs itself; correct [prepare]",
        ),
        (
            "[methods.\"account.things.make_room\"]\ncode = 'x = ('",
            "examples.toml#account.things.make_room: gives an example that is no Python",
        ),
        (
            "[methods.\"account.things.make_room\"]\narguments = { owner = '1)' }",
            "examples.toml#account.things.make_room: gives an example that is no Python",
        ),
        ('[methods."account.things.make_room"]\ncode = "print(1)\\u0000"', "is no Python"),
    ],
)
def test_a_wrong_examples_toml_is_refused_in_one_line(tmp_path: Path, examples: str, message: str) -> None:
    with pytest.raises(Refusal, match=re.escape(message)) as refused:
        pages(tmp_path, examples=examples)
    assert "\n" not in str(refused.value)


def test_lines_about_what_the_spec_no_longer_has_are_ignored(tmp_path: Path) -> None:
    gone = "[methods.gone]\nshow = 'x'\n[methods.\"account.things.make_room\"]\narguments = { gone = '1', name = '\"Bar\"' }"
    shown = example(pages(tmp_path, examples=gone)["account/things.md"], "make_room")
    assert 'name="Bar"' in shown
    assert "gone" not in shown


def test_a_link_leads_to_the_model_of_its_name_also_if_others_differ_only_in_case(tmp_path: Path) -> None:
    schemas = {**SCHEMAS, "ROOM": thing({"x": STRING}, "x"), "room_list": thing({"all": STRING}, "all")}
    paths = {**PATHS, "/old": {"get": operation("getOld", ref("ROOM"))}}
    found = pages(tmp_path, document(paths, schemas))
    names = re.findall(r"^## (\w+)$", found["models/things.md"], re.MULTILINE)
    assert names.index("ROOM") < names.index("Room")
    page = found["account/things.md"]
    assert "Returns [`ROOM`](../models/things.md#room):" in page
    assert "Returns [`Room`](../models/things.md#room-1):" in page


CODE = '''
from cortex_async.contrib.rooms._generated.operations.account.things import ThingsOperations

class Waits(ThingsOperations):
    async def wait(self, room_id: str, *, timeout: float = 1.5, unit: str = "s") -> None:
        """Wait for a room, at most ``timeout`` seconds::

            await client.things.wait("lobby")

        Args:
            room_id: the room, which may be
                a long one
            timeout, unit: how long

        Raises: WaitTimedOut
        """

class Things(Waits):
    def watch(self) -> object:
        """Watch."""

    def _private(self) -> None:
        """Not shown."""
'''


def test_what_the_hand_written_layer_adds_is_on_the_page(tmp_path: Path) -> None:
    page = pages(tmp_path, code=CODE)["account/things.md"]
    assert "| [`wait`](#wait) | Wait for a room, at most `timeout` seconds |" in page
    assert 'async def wait(room_id: str, *, timeout: float = 1.5, unit: str = "s") -> None: ...' in page
    assert "- `room_id`: the room, which may be a long one\n- `timeout`, `unit`: how long\n" in page
    assert '```py\nawait client.things.wait("lobby")\n```' in page
    assert "## watch" in page
    assert "private" not in page


def test_without_examples_toml_there_are_no_examples(tmp_path: Path) -> None:
    pages(tmp_path)
    (tmp_path / "spec" / "rooms" / "examples.toml").unlink()
    files = build(tmp_path, "rooms").files
    assert "Example" not in str(files["docs/reference/rooms/account/things.md"])
    assert "0 of them with an example" in str(files["docs/reference/rooms/index.md"])


def test_the_sync_version_has_no_awaits() -> None:
    source = (
        "from cortex_async import CortexClient\n"
        "async with CortexClient() as client:\n"
        "    found = [one async for one in client.things.list()]\n"
        '    print("await async", (await client.things.get("x")).id, awaited)'
    )
    assert sync_version(source) == (
        "from cortex_sync import CortexClient\n"
        "with CortexClient() as client:\n"
        "    found = [one for one in client.things.list()]\n"
        '    print("await async", (client.things.get("x")).id, awaited)'
    )


def test_samples_of_events_are_of_the_spec() -> None:
    page = Path("docs/reference/cortex/events.md").read_text("utf-8")
    first = json.loads(
        re.findall(r"^## session\.created\n.*?^```json\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)[0]
    )
    assert first["payload"]["data"]["title"] == "Daily Standup"
