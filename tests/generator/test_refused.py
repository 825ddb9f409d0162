"""Third ring: unsupported input ends in one line with its place and advice, and exit status 2."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from generator.__main__ import main
from generator.refusal import Refusal
from tests.generator.workshop import MINIMAL, changed, read, specification

GET = "paths/~1rooms~1{id}/get"
ROOM = "components/schemas/RoomResponse/properties"
ROOM_POINTER = "#/components/schemas/RoomResponse/properties"
OPERATION_POINTER = "#/paths/~1rooms~1{id}/get"


def refused(tmp_path: Path, document: dict[str, Any], **files: str) -> str:
    with pytest.raises(Refusal) as caught:
        read(tmp_path / "spec", document, **files)
    return str(caught.value)


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        (
            f"{ROOM}/x",
            {"$ref": "https://example.org/room.json"},
            f"{ROOM_POINTER}/x: refers to https://example.org/room.json; only #/components/schemas/ is supported for schemas: copy it there",
        ),
        (
            f"{ROOM}/x",
            {"$ref": "#/components/schemas/Nowhere"},
            f"{ROOM_POINTER}/x: refers to #/components/schemas/Nowhere, which does not exist; add the schema or fix the reference",
        ),
        (
            f"{GET}/parameters/1",
            {"name": "timeout", "in": "query", "schema": {"type": "string"}},
            f'{OPERATION_POINTER}: its parameter timeout has the same name timeout as a per-call option; name it under [parameters] in {{names}}: "getRoom.timeout" = "..."',
        ),
        (
            f"{GET}/parameters/1",
            {"name": "token", "in": "cookie", "schema": {"type": "string"}},
            f"{OPERATION_POINTER}/parameters/1: token is in cookie; use path, query or header: the client keeps no cookies",
        ),
        (
            f"{GET}/parameters/1",
            {"name": "filter", "in": "query", "schema": {"type": "object"}},
            f"{OPERATION_POINTER}/parameters/1: filter is an object; only scalars and lists of scalars can be parameters",
        ),
        (
            f"{GET}/parameters",
            [],
            f"{OPERATION_POINTER}: the path parameter id is not declared; declare it in the overlay",
        ),
        (
            f"{GET}/responses/202",
            {"description": "Later", "content": {"text/event-stream": {"schema": {"type": "string"}}}},
            f"{OPERATION_POINTER}/responses/202: has several media types, and another status has a body of its own; "
            "keep one of them in the overlay",
        ),
        (
            f"{GET}/parameters/1",
            {"name": "q", "in": "query", "content": {"application/json": {"schema": {"type": "string"}}}},
            f"{OPERATION_POINTER}/parameters/1: q has no schema; declare one in the overlay; content is not supported for parameters",
        ),
        (
            f"{GET}/parameters/1",
            {"name": "q", "in": "query", "style": "deepObject", "schema": {"type": "object"}},
            f"{OPERATION_POINTER}/parameters/1: q has the style deepObject; only form is supported there",
        ),
        (
            f"{GET}/parameters/1",
            {"name": "q", "in": "query", "schema": {"x-free-form": True}},
            f"{OPERATION_POINTER}/parameters/1: q cannot be sent in a URL or header; declare a scalar in the overlay",
        ),
        (
            f"{GET}/parameters/1",
            {"name": "other", "in": "path", "required": True, "schema": {"type": "string"}},
            f"{OPERATION_POINTER}: the path parameter other is not in the path; fix the path in the overlay",
        ),
        (
            f"{GET}/parameters/0/schema",
            {"type": "array", "items": {"type": "string"}},
            f"{OPERATION_POINTER}/parameters/0: id is a list in a path; declare a scalar in the overlay",
        ),
        (
            f"{GET}/parameters/1",
            {"$ref": "#/components/schemas/RoomResponse"},
            f"{OPERATION_POINTER}/parameters/1: refers to #/components/schemas/RoomResponse; "
            "only #/components/parameters/ is supported here: copy it there",
        ),
        (
            f"{ROOM}/x",
            {"$ref": "#/components/schemas/RoomResponse", "properties": {"a": {"type": "string"}}},
            f"{ROOM_POINTER}/x: has properties beside $ref; use allOf for both in the overlay",
        ),
        (
            f"{ROOM}/x",
            {"const": {"a": 1}},
            f"{ROOM_POINTER}/x/const: not OpenAPI: Input should be a valid string; fix it in the overlay",
        ),
        (
            f"{ROOM}/x",
            {
                "oneOf": [
                    {"$ref": "#/components/schemas/RoomResponse"},
                    {"type": "object", "properties": {"b": {"type": "string"}}},
                ],
                "discriminator": {"propertyName": "kind", "mapping": {"hall": "#/components/schemas/Hall"}},
            },
            f"{ROOM_POINTER}/x/discriminator/mapping/hall: names #/components/schemas/Hall, which is not a member; "
            "add it to the union or drop the line in the overlay",
        ),
        (
            "components/schemas/Alone",
            {
                "type": "object",
                "properties": {"a": {"type": "string"}},
                "discriminator": {"propertyName": "a"},
            },
            "#/components/schemas/Alone: has a discriminator but no schema extends it; drop it in the overlay",
        ),
        (
            f"{ROOM}/x",
            {"allOf": [{"type": "string"}, {"$ref": "#/components/schemas/RoomResponse"}]},
            f"{ROOM_POINTER}/x/allOf/0: combines string with others; declare one schema in the overlay",
        ),
        (
            f"{ROOM}/x",
            {
                "allOf": [
                    {"$ref": "#/components/schemas/RoomResponse"},
                    {"properties": {"id": {"type": "integer"}}},
                ]
            },
            f"{ROOM_POINTER}/x/allOf/1: declares id twice, differently; keep one in the overlay",
        ),
        (
            "components/schemas/Loop",
            {"allOf": [{"$ref": "#/components/schemas/Loop"}, {"properties": {"a": {"type": "string"}}}]},
            "#/components/schemas/Loop/allOf/0: #/components/schemas/Loop contains itself through allOf; break the cycle",
        ),
        (
            f"{ROOM}/x",
            {"type": "object", "patternProperties": {"^x": {"type": "string"}}},
            f"{ROOM_POINTER}/x: uses patternProperties; declare a plain schema in the overlay",
        ),
        (
            f"{ROOM}/x",
            {"type": "array", "prefixItems": [{"type": "string"}]},
            f"{ROOM_POINTER}/x: uses prefixItems; declare a plain schema in the overlay",
        ),
        (
            f"{ROOM}/x",
            {"type": "object", "if": {"type": "object"}, "then": {"type": "object"}},
            f"{ROOM_POINTER}/x: uses if; declare a plain schema in the overlay",
        ),
        (
            f"{ROOM}/x",
            {"type": "string", "format": "binary"},
            f"{OPERATION_POINTER}/responses/200/content/application~1json/schema: contains file content, which JSON cannot carry; "
            "use format byte (base64) in the overlay",
        ),
        (
            f"{GET}/requestBody",
            {"content": {"multipart/form-data": {"schema": {"type": "string"}}}},
            f"{OPERATION_POINTER}/requestBody/content/multipart~1form-data/schema: is not an object with properties; "
            "describe the parts in the overlay",
        ),
        (
            f"{GET}/responses/200/content",
            {"text/event-stream": {"schema": {"type": "string"}}},
            f"{OPERATION_POINTER}: streams events that the spec does not describe; "
            "add an x-documentation-only operation whose response is oneOf of them in the overlay",
        ),
        (
            "paths/~1rooms~1{id}/trace",
            {"responses": {"200": {"description": "x"}}},
            "#/paths/~1rooms~1{id}/trace: is not supported; remove it in the overlay",
        ),
        (
            f"{GET}/responses/200/content",
            {"audio": {"schema": {"type": "string"}}},
            f"{OPERATION_POINTER}/responses/200/content/audio/schema: audio is not a media type; fix it in the overlay",
        ),
        (
            f"{ROOM}/x",
            {"allOf": [{"enum": ["a"]}, {"enum": ["b"]}]},
            f"{ROOM_POINTER}/x: combines scalar with others; declare one schema in the overlay",
        ),
        (
            f"{GET}/security",
            [{"key": [], "token": []}],
            f"{OPERATION_POINTER}/security/0: requires key and token at once; declare one scheme for each alternative in the overlay",
        ),
        ("paths", {}, "#/paths: contain no operation; use the spec of an API that has one"),
        (
            "paths/~1rooms",
            {"get": {"operationId": "getRoom", "responses": {"204": {"description": "Empty"}}}},
            f"{OPERATION_POINTER}: operationId getRoom is also used at #/paths/~1rooms/get; rename one in the overlay",
        ),
    ],
)
def test_an_unsupported_construct_is_named_with_its_pointer(
    tmp_path: Path, path: str, value: Any, expected: str
) -> None:
    nested = {"type": "object", "properties": {"deep": {"type": "object"}}}
    document = changed((path, value), ("components/schemas/Nested", nested))
    assert refused(tmp_path, document) == expected.replace("{names}", str(tmp_path / "spec" / "names.toml"))


def test_two_fields_cannot_have_one_name(tmp_path: Path) -> None:
    document = changed((f"{ROOM}/x_y", {"type": "string"}), (f"{ROOM}/other", {"type": "string"}))
    names = tmp_path / "spec" / "names.toml"
    assert refused(tmp_path, document, names='[fields]\n"RoomResponse.other" = "x_y"\n') == (
        f"{ROOM_POINTER}/x_y: its name x_y is taken by other; "
        f"give one of them another name under [fields] in {names}"
    )


def test_two_schemas_cannot_have_one_public_name(tmp_path: Path) -> None:
    document = changed(
        ("components/schemas/Other", {"type": "object", "properties": {"a": {"type": "string"}}})
    )
    message = refused(tmp_path, document, names='[schemas]\nOther = "Room"\nRoomResponse = "Room"\n')
    assert message.startswith(
        "#/components/schemas/RoomResponse: its public name Room is taken by Other; give it another"
    )


def test_two_operations_cannot_have_one_public_name(tmp_path: Path) -> None:
    document = changed(
        (
            "paths/~1rooms",
            {"get": {"operationId": "listRooms", "responses": {"204": {"description": "Empty"}}}},
        )
    )
    names = '[operations]\ngetRoom = "account.rooms.get"\nlistRooms = "account.rooms.get"\n'
    message = refused(tmp_path, document, names=names)
    assert "#/paths/~1rooms~1{id}/get: its public name account.rooms.get is taken by listRooms" in message


def test_an_enumeration_cannot_take_the_name_of_a_model(tmp_path: Path) -> None:
    document = changed((f"{ROOM}/kind", {"enum": ["a", "b"]}))
    names = '[schemas]\nRoomResponse = "Room"\n[enums]\n"RoomResponse.kind" = "Room"\n'
    message = refused(tmp_path, document, names=names)
    assert message.startswith(
        f"{ROOM_POINTER}/kind: its name Room is taken by #/components/schemas/RoomResponse; give it another"
    )


@pytest.mark.parametrize(
    ("overlay", "expected"),
    [
        (
            "overlay: 1.0.0\nactions:\n- {target: '$.paths.x', description: why, update: {}}",
            "#/actions/0: $.paths.x matches nothing",
        ),
        (
            "overlay: 1.0.0\nactions:\n- {target: '$.paths', update: {}}",
            "#/actions/0: $.paths has no description",
        ),
        (
            "overlay: 1.0.0\nactions:\n- {target: '$.[', description: why, update: {}}",
            "#/actions/0: $.[ is not a JSONPath expression",
        ),
        (
            "overlay: 1.0.0\nactions:\n- {target: '$.paths', description: why}",
            "#/actions/0: $.paths must either update or remove",
        ),
        (
            "overlay: 1.0.0\nactions:\n- {target: '$.paths', reason: why, update: {}}",
            "#/actions/0: has the unknown key reason; one of target, description, update, remove",
        ),
        ("overlay: 1.0.0\naction: []", "has the unknown key action; one of overlay, info, extends, actions"),
        ("overlay: 1.0.0\nactions: {a: 1}", "#/actions: is not a list; give a list of actions"),
        (
            "overlay: 1.0.0\nactions: [5]",
            "#/actions/0: is not an object; give target, description and update or remove",
        ),
        (
            "overlay: 1.0.0\nactions:\n- {target: '$', description: why, remove: true}",
            "#/actions/0: removes the whole document; target a part of it",
        ),
        (
            "overlay: 1.0.0\nactions:\n- {target: '$.info.title', description: why, update: {}}",
            "#/actions/0: the target is neither an object nor an array; target the object that holds it",
        ),
        ("overlay: 2.0.0\nactions: []", "is not an OpenAPI Overlay 1.x"),
        ("overlay: [", "is not YAML"),
    ],
)
def test_a_wrong_overlay_is_named_with_its_action(tmp_path: Path, overlay: str, expected: str) -> None:
    message = refused(tmp_path, MINIMAL, overlay=overlay)
    assert message.startswith(str(tmp_path / "spec" / "overlay.yaml"))
    assert expected in message


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"openapi": ', "cannot be read"),
        ("[]", "is not an object"),
        ('{"openapi": "2.0"}', "#/openapi: version 2.0; give an OpenAPI 3.0 or 3.1 document"),
        (
            '{"openapi": "3.0.0", "info": {"title": "a", "version": "1"}, "paths": {"/a": {"get": {"responses": 5}}}}',
            "#/paths/~1a/get/responses: not OpenAPI",
        ),
    ],
)
def test_anything_but_openapi_is_refused(tmp_path: Path, text: str, expected: str) -> None:
    folder = specification(tmp_path / "spec", MINIMAL)
    (folder / "openapi.json").write_text(text)
    from generator.source.specification import load

    with pytest.raises(Refusal) as caught:
        load(folder)
    assert expected in str(caught.value)


def test_the_command_prints_one_line_and_exits_with_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    specification(tmp_path / "spec" / "rooms", changed((f"{ROOM}/x", {"if": {}})))
    assert main(["build", "--root", str(tmp_path)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert err.startswith(f"error: {ROOM_POINTER}/x: uses if;")
    assert not (tmp_path / "cortex_async").exists()


def test_no_specification_at_all(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--root", str(tmp_path)]) == 2
    assert "holds no specification" in capsys.readouterr().err
