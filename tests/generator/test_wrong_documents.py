"""Mistakes in documents that used to end in a traceback, in silence or in code that fails: each is named or works."""

from __future__ import annotations

import json
import typing
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from generator.__main__ import main
from tests.generator.exchange import account, serving
from tests.generator.type_checker import type_errors
from tests.generator.workshop import (
    DATETIME,
    INTEGER,
    STRING,
    body,
    document,
    generate,
    operation,
    part,
    ref,
    specification,
    success,
    thing,
)


def refused(folder: Path, spec: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> str:
    """Build with the command and return its one line, after checking that it wrote nothing."""
    directory = specification(folder / "spec" / "cortex", spec)
    before = sorted(folder.rglob("*"))
    assert main(["build", "--root", str(folder)]) == 2
    assert sorted(folder.rglob("*")) == before
    message = capsys.readouterr().err.replace(str(directory), "")
    assert message.count("\n") == 1
    return message


def get(**more: Any) -> dict[str, Any]:
    return {"/x": {"get": operation("get", ref("A"), **more)}}


def query(name: str, place: str = "query", schema: Any = STRING) -> dict[str, Any]:
    return {"name": name, "in": place, "required": place == "path", "schema": schema}


def nested(levels: int, wrap: Any) -> Any:
    schema: Any = STRING
    for _ in range(levels):
        schema = wrap(schema)
    return schema


def array_of(schema: Any) -> Any:
    return {"type": "array", "items": schema}


A = {"A": thing({"a": STRING})}
CHAIN = {f"B{number:03}": array_of(ref(f"B{number - 1:03}")) if number else DATETIME for number in range(201)}
AT = "#/paths/~1x/get"
WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "placeholder": (
        document({"/x/{a}/{a}": {"get": operation("get", parameters=[query("a", "path")])}}),
        "#/paths/~1x~1{a}~1{a}/get: its path has {a} twice; rename one in the overlay",
    ),
    "statuses": (
        document(
            {"/x": {"get": {"operationId": "get", "responses": {"2XX": success(STRING), "2xx": success(INTEGER)}}}}
        ),
        f"{AT}/responses/2xx: is the same status as 2XX; keep one of them",
    ),
    "no status": (
        document({"/x": {"get": {"operationId": "get", "responses": {"20X": success(STRING)}}}}),
        f"{AT}/responses/20X: is not a status; write three digits, a range such as 2XX, or default",
    ),
    "media types": (
        document(
            {
                "/x": {
                    "get": operation(
                        "get",
                        requestBody={
                            "content": {
                                "application/json": {"schema": STRING},
                                "application/JSON": {"schema": INTEGER},
                            }
                        },
                    )
                }
            }
        ),
        f"{AT}/requestBody/content/application~1json/schema: application/json is the same media type as application/JSON",
    ),
    "surrogate": (
        document(get(), {"A": thing({"a": {**STRING, "description": "x\ud800"}})}),
        "#/components/schemas/A/properties/a/description: contains half of a surrogate pair; write the whole character",
    ),
    "surrogate key": (
        document(get(), {"A": thing({"\udfff": STRING})}),
        r"#/components/schemas/A/properties/\udfff: contains half of a surrogate pair",
    ),
    "inline objects": (
        document(get(), {"A": nested(150, lambda schema: thing({"a": schema}))}),
        "is nested deeper than 100 levels; move parts of it into components",
    ),
    "arrays": (
        document(get(), {"A": thing({"a": nested(200, array_of)})}),
        "is nested deeper than 100 levels; move parts of it into components",
    ),
    "arrays of components": (
        document({"/x": {"get": operation("get", ref("Z"))}}, {"Z": thing({"a": ref("B200")}), **CHAIN}),
        "#/components/schemas/B080: is nested deeper than 80 types; make an object of one of them",
    ),
    "parameters": (
        document(get(parameters=[query("a"), query("a", schema=INTEGER)]), A),
        f"{AT}/parameters/1: declares the query parameter a again; keep one of them",
    ),
    "headers": (
        document(get(parameters=[query("X-A", "header"), query("x-a", "header")]), A),
        f"{AT}/parameters/1: declares the header parameter x-a again; keep one of them",
    ),
    "required beside $ref": (
        document(get(), {"A": thing({"a": {**ref("B"), "required": ["b"]}}), "B": thing({"b": STRING})}),
        "#/components/schemas/A/properties/a: has required beside $ref; use allOf for both in the overlay",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", WRONG)
def test_a_mistake_is_named_with_its_place(
    tmp_path: Path, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    spec, expected = WRONG[kind]
    assert expected in refused(tmp_path, spec, capsys)


@pytest.mark.parametrize("levels", [1, 30, 75])
async def test_nested_arrays_that_are_accepted_are_decoded(tmp_path: Path, levels: int) -> None:
    schemas = {"Z": thing({"a": ref(f"B{levels:03}")}, "a"), **dict(list(CHAIN.items())[:76])}
    package = generate(
        tmp_path, document({"/x": {"post": operation("make", ref("Z"), requestBody=body(ref("Z")))}}, schemas)
    )
    value: Any = "2026-01-01T00:00:00Z"
    for _ in range(levels):
        value = [value]
    async with serving() as wire, account(package, wire) as client:
        wire.reply({"a": value})
        made = await client.things.make(a=(await client.things.make(a=[])).a)
        assert wire.last().json == {"a": value}
    for _ in range(levels):
        (made,) = made.a if hasattr(made, "a") else made
    assert made.year == 2026


async def test_a_null_character_in_every_description(tmp_path: Path) -> None:
    text = "one\0two \x00\n\0"
    schemas = {
        "A": thing({"a": {**STRING, "description": text}, "kind": ref("Kind")}, description=text),
        "Kind": {"enum": ["x", "y\0"], "description": text},
    }
    call = operation(
        "get",
        ref("A"),
        summary=text,
        description=text,
        parameters=[{**query("q"), "description": text}],
        requestBody=body(ref("A")),
    )
    package = generate(tmp_path, document({"/x": {"post": call}}, schemas))
    async with serving() as wire, account(package, wire) as client:
        wire.reply({"kind": "y\0"})
        assert (await client.things.get(a="x")).kind == "y\0"
    assert r"one\x00two" in part(package, "models").A.__doc__


@pytest.mark.parametrize("media", ["multipart/form-data", "application/x-www-form-urlencoded"])
async def test_an_optional_form_with_a_required_part_is_left_out(tmp_path: Path, media: str) -> None:
    form = body(thing({"a": STRING, "b": INTEGER}, "a"), media, required=False)
    picture = body({"type": "string", "format": "binary"}, "image/png", required=False)
    paths = {
        "/x": {"post": operation("make", requestBody=form), "put": operation("put", requestBody=picture)}
    }
    package = generate(tmp_path, document(paths))
    async with serving() as wire, account(package, wire) as client:
        wire.reply_nothing()
        for call in (client.things.make, client.things.put):
            await call()
            assert wire.last().raw == b""
            assert "content-type" not in wire.last().headers
        await client.things.make(body={"a": "x", "b": 1})
        assert wire.last().form == [("a", "x"), ("b", "1")]
        await client.things.put(body=b"x")
        assert wire.last().raw == b"x"
    assert type_errors(tmp_path, package) == ""


async def test_lists_and_maps_of_a_schema_that_is_body_and_response(tmp_path: Path) -> None:
    room = thing(
        {
            "tags": array_of(STRING),
            "rows": array_of(array_of(INTEGER)),
            "owners": {"type": "object", "additionalProperties": ref("Owner")},
            "anything": {"type": "object"},
            "either": {"oneOf": [INTEGER, array_of(STRING), {"type": "null"}]},
        },
        "tags",
        additionalProperties=array_of(STRING),
    )
    owner = thing({"names": array_of(STRING)})
    call = operation("make", ref("Room"), requestBody=body(ref("Room")))
    other = operation("list", array_of(ref("Room")), requestBody=body(array_of(ref("Room")), required=False))
    spec = document({"/x": {"post": call, "put": other}}, {"Room": room, "Owner": owner})
    package = generate(tmp_path, spec)
    owner_class = part(package, "models").Owner
    sent = {
        "tags": ["a"],
        "rows": [[1]],
        "owners": {"o": {"names": ["n"]}},
        "anything": {"x": 1},
        "either": ["z"],
    }
    async with serving() as wire, account(package, wire) as client:
        wire.reply({**sent, "more": ["m"]})
        given = {**sent, "owners": {"o": owner_class(names=["n"])}}
        made = await client.things.make(**given, additional_properties={"more": ["m"]})
        assert wire.last().json == {**sent, "more": ["m"]}
        assert (made.tags, made.owners["o"].names, made.either) == (["a"], ["n"], ["z"])
    assert type_errors(tmp_path, package) == ""


HINTED = {
    "A": thing({"a": {"x-free-form": True}, "b": ref("Shared"), "k": ref("Kind")}, additionalProperties=True),
    "B": thing({"b": ref("Shared"), "at": DATETIME, "self": ref("B")}, "b"),
    "Shared": thing({"s": array_of(ref("Kind")), "u": {"oneOf": [ref("C"), ref("D")]}}),
    "C": thing({"c": {"x-free-form": True}}, "c"),
    "D": thing({"d": {"type": "string", "format": "date"}}, "d"),
    "Kind": {"enum": ["x", "y"]},
    "Unused": thing({"a": ref("A"), "b": {"type": "object", "additionalProperties": ref("B")}}),
    "Happened": thing({"type": {"const": "happened"}, "a": ref("A"), "more": {"x-free-form": True}}, "type"),
}  # fmt: skip


def models_of(package: ModuleType) -> list[type]:
    models = part(package, "models")
    return [kind for name in models.__all__ if isinstance(kind := getattr(models, name), type)]


def test_type_hints_of_every_model(tmp_path: Path) -> None:
    paths = {
        "/a": {"post": {**operation("a", ref("A"), requestBody=body(ref("A"))), "tags": ["A"]}},
        "/b": {"get": {**operation("b", ref("B")), "tags": ["B"]}},
        "/e": {"get": {**operation("events", {"oneOf": [ref("Happened")]}), "x-documentation-only": True}},
    }
    package = generate(tmp_path, document(paths, HINTED))
    found = models_of(package)
    assert {kind.__name__ for kind in found} == set(HINTED) - {"Kind"}
    for kind in (*found, part(package, "events").UnknownEvent):
        assert set(typing.get_type_hints(kind)) == {attribute.name for attribute in kind.__attrs_attrs__}, (
            kind
        )
    assert type_errors(tmp_path, package) == ""


@pytest.mark.parametrize("package", ["", ".contrib.nimrobo", ".contrib.orga", ".contrib.rtcstack"])
def test_type_hints_of_our_own_models(package: str) -> None:
    models = models_of(import_module(f"cortex_async{package}._generated"))
    assert len(models) > 5
    for kind in models:
        typing.get_type_hints(kind)


async def test_an_enum_called_at(tmp_path: Path) -> None:
    schemas = {"@": {"enum": ["a", "b"]}, "A": thing({"a": ref("@")}, "a")}
    directory = specification(tmp_path / "spec" / "cortex", document(get(), schemas))
    for _ in range(2):
        assert main(["build", "--root", str(tmp_path)]) == 0
        published = json.loads((directory / "lock.json").read_text())["published"]
        assert published["enums"] == {"@": "Value"}
        assert published["operations"] == {"get": "GET /x"}
    source = (tmp_path / "cortex_async/_generated/models/things.py").read_text()
    assert 'Value: TypeAlias = Literal["a", "b"]' in source
    assert "    a: Value | str\n" in source
