"""Constructs of real documents that are taken loosely: what they decode to, and the notes that say so."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cortex_async import DecodeError
from cortex_async._core.codec.codec import Codec
from generator.__main__ import main
from generator.refusal import Refusal
from tests.generator.corpus import CASES, Case
from tests.generator.documents import main as documents_main
from tests.generator.exchange import Wire, account
from tests.generator.type_checker import type_errors
from tests.generator.workshop import (
    INTEGER,
    STRING,
    body,
    document,
    generate,
    operation,
    part,
    read,
    ref,
    specification,
    thing,
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("loose")


@pytest.mark.parametrize("name", CASES)
def test_values_of_real_constructs_decode(folder: Path, name: str) -> None:
    case: Case = CASES[name]
    package = generate(folder / name.replace(" ", "_"), case.document)
    codec, thing_class = Codec(package.__name__), part(package, "models").Thing
    for value, expected in case.values:
        found = codec.structure({"x": value}, thing_class).x
        if isinstance(expected, str) and isinstance(value, dict):
            assert type(found).__name__ == expected
            sent = codec.unstructure(thing_class(x=found))
            assert sent == {"x": value}
        else:
            assert found == expected
            assert type(found) is type(expected)
    for value in case.mismatches:
        with pytest.raises(DecodeError, match=r"^x"):
            codec.structure({"x": value}, thing_class)


@pytest.mark.parametrize("name", CASES)
def test_every_loose_reading_is_noted(tmp_path: Path, name: str) -> None:
    notes = [note.text for note in read(tmp_path, CASES[name].document).notes]
    assert len(notes) == len(CASES[name].notes), notes
    for note, expected in zip(notes, CASES[name].notes, strict=True):
        assert expected in note


def test_the_generated_code_of_all_constructs_type_checks(tmp_path: Path) -> None:
    packages = [generate(tmp_path, spec) for spec in (*(case.document for case in CASES.values()), MEDIA)]
    assert type_errors(tmp_path, *packages) == ""


def test_the_build_counts_and_lists_the_notes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    specification(tmp_path / "spec" / "rooms", CASES["no type"].document)
    note = "#/components/schemas/Thing/properties/x: has no type: taken as free-form JSON"
    assert main(["build", "--root", str(tmp_path)]) == 0
    out = capsys.readouterr().out
    assert "rooms: 1 parts of the spec are not taken literally: build --notes lists them" in out
    assert note not in out
    assert main(["build", "--root", str(tmp_path), "--notes"]) == 0
    assert f"rooms: note: {note}" in capsys.readouterr().out


XML = {"application/xml": {"schema": ref("Room")}}
JSON = {"application/json": {"schema": ref("Room")}}
BINARY = {"schema": {"type": "string", "format": "binary"}}


def responding(operation_id: str, content: dict[str, Any]) -> dict[str, Any]:
    return operation(operation_id, responses={"200": {"description": "Fine", "content": content}})


LAYOUT = {"description": "Regions of the picture."}
MEDIA = document(
    {
        "/both": {"get": responding("getBoth", {**XML, **JSON})},
        "/xml": {"get": responding("getXml", XML)},
        "/audio": {"get": responding("getAudio", {"audio/*": BINARY})},
        "/any": {"get": responding("getAny", {"*/*": {"schema": ref("Room")}})},
        "/stream": {"get": responding("getStream", {**JSON, "text/event-stream": {"schema": STRING}})},
        "/empty": {"get": responding("getEmpty", {"application/json": {}})},
        "/failing": {"get": operation("getFailing", responses={"404": {"description": "Gone"}})},
        "/sent": {"post": operation("sendXml", requestBody=body(ref("Room"), "application/xml"))},
        "/text": {"post": operation("sendText", requestBody=body(ref("Room"), "text/xml"))},
        "/form": {
            "post": operation(
                "sendForm",
                requestBody=body(
                    thing(
                        {
                            "layout": LAYOUT,
                            "room": ref("Room"),
                            "rooms": {"type": "array", "items": ref("Room")},
                            "mixed": {"oneOf": [STRING, INTEGER]},
                        }
                    ),
                    "application/x-www-form-urlencoded",
                ),
            )
        },
        "/query": {
            "get": operation(
                "getQuery", parameters=[{"name": "q", "in": "query", "schema": {"description": "Any."}}]
            )
        },
    },
    {"Room": thing({"id": INTEGER})},
)


async def test_the_first_media_type_that_can_be_taken(tmp_path: Path, wire: Wire) -> None:
    package = generate(tmp_path, MEDIA)
    room = part(package, "models").Room
    async with account(package, wire) as scope:
        wire.reply({"id": 5})
        for method in (scope.things.get_both, scope.things.get_any, scope.things.get_stream):
            assert await method() == room(id=5)
        assert wire.last().headers["accept"] == "application/json"
        assert await scope.things.get_empty() == {"id": 5}
        assert await scope.things.get_failing() == {"id": 5}
        wire.reply(b"<room/>", content_type="application/xml")
        assert await scope.things.get_xml() == b"<room/>"
        wire.reply(b"RIFF", content_type="audio/wav")
        assert await scope.things.get_audio() == b"RIFF"
        assert wire.last().headers["accept"] == "audio/*"


async def test_what_cannot_be_encoded_is_sent_unchanged(tmp_path: Path, wire: Wire) -> None:
    package = generate(tmp_path, MEDIA)
    async with account(package, wire) as scope:
        await scope.things.send_xml(body=b"<room/>")
        assert wire.last().raw == b"<room/>"
        assert wire.last().headers["content-type"] == "application/xml"
        await scope.things.send_text(body="<room/>")
        assert wire.last().raw == b"<room/>"
        await scope.things.get_query(q="a b")
        assert wire.last().query == [("q", "a b")]


async def test_values_of_a_form_that_are_no_scalars_become_json(tmp_path: Path, wire: Wire) -> None:
    package = generate(tmp_path, MEDIA)
    room = part(package, "models").Room
    async with account(package, wire) as scope:
        await scope.things.send_form(layout={"a": [1]}, room=room(id=5), rooms=[room(id=6)], mixed=7)
        assert sorted(wire.last().form) == [
            ("layout", '{"a":[1]}'),
            ("mixed", "7"),
            ("room", '{"id":5}'),
            ("rooms", '[{"id":6}]'),
        ]
        await scope.things.send_form(layout='{"b":2}')
        assert wire.last().form == [("layout", '{"b":2}')]


def test_what_is_not_taken_of_media_types_is_noted(tmp_path: Path) -> None:
    notes = {
        note.pointer.partition("/paths/")[2].partition("/")[0]: note.text
        for note in read(tmp_path, MEDIA).notes
    }
    assert notes["~1both"] == "application/xml is not asked for: application/json is taken"
    assert notes["~1xml"] == "describes a value in application/xml: it is returned as it arrives"
    assert notes["~1stream"] == "text/event-stream is not asked for: application/json is taken"
    assert notes["~1sent"] == "describes a value in application/xml: the body is bytes"
    assert notes["~1failing"] == "declare no success: any 2xx response is returned"
    assert notes["~1query"] == "has no type: taken as a string"


def served(*urls: str | None, whole: str | None = None) -> dict[str, Any]:
    """One path for each URL, with it as the server; None for no server of its own."""
    paths = {
        f"/{number}": {
            "get": operation(f"get{number}", STRING),
            **({"servers": [{"url": url}]} if url else {}),
        }
        for number, url in enumerate(urls)
    }
    made = document(paths)
    return {**made, "servers": [{"url": whole}]} if whole else made


A, B = "https://a.example.org", "https://b.example.org"


@pytest.mark.parametrize("urls", [(A, A), (A, f"{A}/", None)])
def test_servers_of_paths_that_agree_are_noted(tmp_path: Path, urls: tuple[str | None, ...]) -> None:
    notes = list(read(tmp_path, served(*urls, whole=A)).notes)
    assert [note.pointer for note in notes] == ["#/paths/~10/servers", "#/paths/~11/servers"]
    assert {note.text for note in notes} == {f"is not followed: give the base URL {A} to the client"}


def test_a_server_that_the_client_cannot_follow_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as caught:
        read(tmp_path, served(None, B, None, whole=A))
    assert str(caught.value).startswith(f"#/paths/~11/servers: leads to {B}, and other operations to {A}; ")


def test_an_alternative_server_may_be_the_common_one(tmp_path: Path) -> None:
    made = served(None, None, whole=A)
    made["paths"]["/0"]["servers"] = [{"url": B}, {"url": A}]
    assert len(read(tmp_path, made).notes) == 1


def test_documents_of_a_folder_are_tried(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is refused is counted and does not end the run."""
    made = document(
        {
            "/room": {
                "get": responding(
                    "getRoom", {"application/json": {"schema": ref("Room"), "example": {"id": 5}}}
                )
            }
        },
        {
            "Room": thing({"id": INTEGER}),
            "Odd": {"if": {}},
            "Bad": {**thing({"id": INTEGER}, "id"), "example": {}},
        },
    )
    (tmp_path / "rooms.json").write_text(json.dumps(made), "utf-8")
    assert documents_main([str(tmp_path), "--details", "--keep", str(tmp_path / "work")]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith(
        "rooms: 1 actions needed, 0 notes, 1 operations, 2 models, examples 1 decoded 1 failed"
    )
    assert "  refused: #/components/schemas/Odd: uses if; declare a plain schema in the overlay" in lines


def test_a_folder_that_is_absent_is_skipped(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert documents_main([str(tmp_path / "nothing")]) == 0
    assert capsys.readouterr().out.startswith("skipped: ")
