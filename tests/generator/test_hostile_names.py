"""Names of a spec in names.toml, lock.json and file names: kept unchanged, and never leading elsewhere."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from generator.__main__ import main
from generator.emit.files import Files
from generator.naming import is_name, module_name
from generator.refusal import Refusal
from generator.source.lock import lock_text
from generator.source.names import Names
from generator.source.names_file import append, drop, rename
from generator.source.published import Published
from tests.generator.hostile import HOSTILE
from tests.generator.workshop import MINIMAL, changed, document, operation, read, specification

KEYS = HOSTILE.filter(lambda text: not any("\ud800" <= character <= "\udfff" for character in text))
TABLE = st.dictionaries(KEYS, st.just("name"), max_size=5)


@settings(deadline=None)
@given(TABLE, KEYS)
def test_the_table_keeps_every_key(table: dict[str, str], key: str) -> None:
    text = append("", *((("fields",), one, name) for one, name in table.items()))
    assert tomllib.loads(text).get("fields", {}) == table
    text = (
        append(text, (("fields",), key, "new"), (("removed", "fields"), key, {"name": "old", "until": "1.2"}))
        if key not in table
        else text
    )
    declared = tomllib.loads(text)
    if key not in table:
        assert declared == {
            "fields": {**table, key: "new"},
            "removed": {"fields": {key: {"name": "old", "until": "1.2"}}},
        }
        assert tomllib.loads(drop(text, ("fields",), key)).get("fields", {}) == table


@settings(deadline=None)
@given(KEYS, KEYS, KEYS)
def test_an_operation_is_renamed_and_nothing_else(old: str, new: str, other: str) -> None:
    assume(len({old, new, other}) == 3)
    text = append(
        "[repeatable]\n",
        (("operations",), old, "account.rooms.get"),
        (("operations",), other, "account.rooms.list"),
        (("parameters",), f"{old}.id", "name"),
    )
    text = text.replace("[repeatable]\n", f"[repeatable]\noperations = {toml_list([old, other])}\n")
    declared = tomllib.loads(rename(text, old, new, ()))
    assert declared["operations"] == {new: "account.rooms.get", other: "account.rooms.list"}
    assert declared["repeatable"] == {"operations": [new, other]}
    assert declared["parameters"] == {f"{new}.id": "name"}


def toml_list(values: list[str]) -> str:
    import tomlkit

    return "[" + ", ".join(tomlkit.item(value).as_string() for value in values) + "]"


@settings(deadline=None)
@given(
    st.dictionaries(KEYS, st.just("Name")),
    st.dictionaries(KEYS, st.tuples(KEYS)),
    st.dictionaries(KEYS, KEYS),
)
def test_the_lock_keeps_every_name(
    enums: dict[str, str], fields: dict[str, tuple[str]], operations: dict[str, str]
) -> None:
    declared = json.loads(
        lock_text({}, Published({**operations, "@": "@"}, {**fields, "fields": ("@",)}, {**enums, "@": "At"}))
    )
    assert declared["published"] == {
        "operations": {**operations, "@": "@"},
        "fields": {**{key: list(wires) for key, wires in fields.items()}, "fields": ["@"]},
        "enums": {**enums, "@": "At"},
        "path_parameters": {},
        "responses": {},
    }


@pytest.mark.parametrize(
    "value", ["a; import os", "a b", "", "class", "ключ", "ﬁ", "a.b", "x" * 300, "a\nb", "1a", "../a"]
)
@pytest.mark.parametrize("section", ["schemas", "enums", "fields", "parameters"])
def test_an_invalid_name_is_refused_where_it_is_given(section: str, value: str) -> None:
    text = append("", ((section,), "key", value))
    with pytest.raises(
        Refusal,
        match=rf"^names\.toml: \[{section}\] key: .*is not a valid name; use at most 200 ASCII letters",
    ):
        Names("names.toml", text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('[scopes]\n"a b" = "/rooms"', r"\[scopes\]: a b is not a valid name"),
        ('[removed.fields]\nx = {name = "a; b", until = "1.2"}', r"\[removed\.fields\] x: is incomplete"),
        (
            '[removed.operations]\nx = {name = "a.b c.d", until = "1.2"}',
            r"\[removed\.operations\] x: is incomplete",
        ),
        (
            '[operations]\ngetRoom = "account.con.get"',
            r"\[operations\] getRoom: is not scope\.resource\.method",
        ),
        (
            '[operations]\ngetRoom = "account.../x.get"',
            r"\[operations\] getRoom: is not scope\.resource\.method",
        ),
    ],
)
def test_other_sections_are_checked_too(tmp_path: Path, text: str, expected: str) -> None:
    with pytest.raises(Refusal, match=expected):
        read(tmp_path, MINIMAL, names=text)


@settings(deadline=None)
@given(HOSTILE)
def test_a_module_has_a_name_on_every_system(tag: str) -> None:
    name = module_name(tag)
    assert name.isidentifier()
    assert name.isascii()
    assert name.lower() == name
    if is_name(name):
        Files().add(f"operations/{name}.py", "")


@pytest.mark.parametrize(
    "path",
    [
        "a/../b.py",
        "/a.py",
        "a//b.py",
        "a.py/",
        "con.py",
        "a/NUL.py",
        "a/b c.py",
        "a/b.sh",
        "a/.b.py",
        "ä.py",
        "a\\b.py",
        "x" * 300 + ".py",
    ],
)
def test_a_path_leads_nowhere_else(path: str) -> None:
    with pytest.raises(Refusal, match="is not a valid file name on every system"):
        Files().add(path, "")


def test_two_files_differ_in_more_than_case(tmp_path: Path) -> None:
    files = Files()
    files.add("a/Rooms.py", "")
    with pytest.raises(Refusal, match=r"^a/rooms\.py: is the same file as a/Rooms\.py"):
        files.add("a/rooms.py", "")


@pytest.mark.parametrize(
    "tag", ["../../../../tmp/x", "/etc/x", "..", "CON", "nul.txt", "a\\b", "a\x00b", "\u202eyp.", "x" * 150]
)
def test_a_tag_writes_below_its_package(tmp_path: Path, tag: str) -> None:
    root = tmp_path / "deep" / "repository"
    specification(root / "spec" / "cortex", changed(("paths/~1rooms~1{id}/get/tags", [tag])))
    assert main(["build", "--root", str(root)]) == 0
    written = [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()]
    below = tuple(f"deep/repository/{folder}" for folder in ("spec/", "cortex_", "docs/reference/cortex/"))
    assert all(path.startswith(below) for path in written)


def test_a_tag_that_is_too_long_for_a_file_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    specification(tmp_path / "spec" / "cortex", changed(("paths/~1rooms~1{id}/get/tags", ["x" * 1000])))
    assert main(["build", "--root", str(tmp_path)]) == 2
    assert "[operations] getRoom: would be called account.xxx" in capsys.readouterr().err
    assert not (tmp_path / "cortex_async").exists()


@pytest.mark.parametrize("name", ["../cortex", "a/b", "a b", "ä", "", "."])
def test_an_api_is_a_directory_below_spec(
    tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    specification(tmp_path / "spec" / "cortex", MINIMAL)
    assert main(["build", "--root", str(tmp_path), name]) == 2
    assert "is not a valid API name" in capsys.readouterr().err


def test_a_table_in_another_encoding_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = specification(tmp_path / "spec" / "cortex", MINIMAL)
    (folder / "names.toml").write_bytes("# gr\u00f6\u00dfe".encode("latin-1"))
    assert main(["build", "--root", str(tmp_path)]) == 2
    assert "names.toml: is not UTF-8" in capsys.readouterr().err


def test_an_operation_keeps_its_name_under_a_hostile_id(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """End to end: built, renamed to a name with quotes and line ends, built, and renamed again."""
    ids: list[Any] = ["list", 'a"b', "a\nb = 1", "[operations]", "list"]
    for operation_id in ids:
        specification(tmp_path / "spec" / "cortex", document({"/rooms": {"get": operation(operation_id)}}))
        assert main(["build", "--root", str(tmp_path)]) == 0, capsys.readouterr().err
    table = tomllib.loads((tmp_path / "spec" / "cortex" / "names.toml").read_text())
    assert table == {"operations": {"list": "account.things.list"}}
