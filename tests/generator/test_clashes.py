"""Names of a spec that become the same Python name, or one that is taken: each keeps working."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from generator import naming
from generator.emit.coder_names import allocated
from generator.refusal import Refusal
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
    read,
    ref,
    thing,
)


def decoded(package: ModuleType, name: str, value: dict[str, Any]) -> Any:
    kind = getattr(part(package, "models"), name)
    return part(package, f"decoders.{kind.__module__.rpartition('.')[2]}").DECODERS[kind](value)


async def test_models_whose_names_differ_in_capitals_only(tmp_path: Path) -> None:
    schemas = {
        name: thing({wire: STRING}, wire, additionalProperties=True)
        for name, wire in {"HTTPProbe": "a", "HttpProbe": "b", "HttpProbe2": "c", "Http_Probe": "d"}.items()
    }
    paths = {
        f"/{name}": {"get": operation(f"get {number}", ref(name))} for number, name in enumerate(schemas)
    }
    package = generate(tmp_path, document(paths, schemas), names='[schemas]\nHttp_Probe = "HttpProbe"')
    async with serving() as wire, account(package, wire) as client:
        for number, (name, schema) in enumerate(schemas.items()):
            (member,) = schema["properties"]
            wire.reply({member: "x", "more": 1})
            got = await getattr(client.things, f"get_{number}")()
            assert getattr(got, member) == "x", name
            assert got.additional_properties == {"more": 1}


async def test_a_schema_beside_one_whose_suffix_was_dropped(tmp_path: Path) -> None:
    """ParticipantResponse was published as Participant; a Participant that appears later gets another name."""
    schemas = {"ParticipantResponse": thing({"a": STRING}, "a"), "Participant": thing({"b": STRING}, "b")}
    paths = {
        "/x": {
            "get": operation("get", ref("ParticipantResponse")),
            "put": operation("put", ref("Participant")),
        }
    }
    names = '[schemas]\nParticipantResponse = "Participant"'
    package = generate(tmp_path, document(paths, schemas), names=names)
    async with serving() as wire, account(package, wire) as client:
        wire.reply({"a": "x"})
        assert (await client.things.get()).a == "x"
        wire.reply({"b": "y"})
        assert (await client.things.put()).b == "y"


async def test_a_model_a_union_and_responses_of_one_name(tmp_path: Path) -> None:
    schemas = {
        "AOrB": thing({"either": STRING}, "either"),
        "A": thing({"a": STRING}, "a"),
        "B": thing({"b": STRING}, "b"),
        "GetThingsResponse": thing({"things": STRING}, "things"),
        "Event": thing({"kind": {"const": "e"}, "any": {"x-free-form": True}}, "kind"),
    }
    several = {"type": "array", "items": {"oneOf": [ref("A"), ref("B"), {"type": "null"}]}}
    paths = {
        "/x": {"get": operation("getThings", several), "put": operation("get_things", several)},
        "/y": {"get": operation("other", ref("GetThingsResponse")), "put": operation("either", ref("AOrB"))},
        "/z": {
            "get": operation("list events", ref("Event")),
            "post": {**operation("described", {"oneOf": [ref("Event")]}), "x-documentation-only": True},
        },
    }
    names = (
        '[schemas]\nGetThingsResponse = "GetThingsResponse"\n[operations]\nget_things = "account.things.put"'
    )
    package = generate(tmp_path, document(paths, schemas), names=names)
    async with serving() as wire, account(package, wire) as client:
        wire.reply([{"a": "x"}, None, {"b": "y"}])
        for call in (client.things.get_things, client.things.put):
            first, none, last = await call()
            assert (first.a, none, last.b) == ("x", None, "y")
        wire.reply({"things": "x"})
        assert (await client.things.other()).things == "x"
        wire.reply({"either": "x"})
        assert (await client.things.either()).either == "x"
    events = part(package, "events")
    assert type(events.decode_event({"kind": "e"})).__name__ == "Event_"
    assert events.decode_event({"kind": "f"}).raw == {"kind": "f"}
    assert type_errors(tmp_path, package) == ""


@pytest.mark.parametrize("same", [False, True], ids=["different", "the same"])
async def test_two_unions_of_constants_in_one_group(tmp_path: Path, same: bool) -> None:
    one = {"oneOf": [{"const": "a"}, {"const": "b"}]}
    other = one if same else {"oneOf": [{"const": "c"}, {"const": "d"}]}
    schemas = {"A": thing({"one": one, "other": other, "list": {"type": "array", "items": other}}, "one")}
    package = generate(tmp_path, document({"/x": {"get": operation("get", ref("A"))}}, schemas))
    made = decoded(package, "A", {"one": "b", "other": "c", "list": ["d", "e"]})
    assert (made.one, made.other, made.list_) == ("b", "c", ["d", "e"])


async def test_two_unions_of_the_same_models_told_apart_in_two_ways(tmp_path: Path) -> None:
    members = {
        name: thing({"kind": STRING, "at": DATETIME, name: STRING}, "kind", name) for name in ("a", "b")
    }
    by = {
        "oneOf": [ref("a"), ref("b")],
        "discriminator": {
            "propertyName": "kind",
            "mapping": {"1-1": "#/components/schemas/a", "2": "#/components/schemas/b"},
        },
    }
    also = {
        **by,
        "discriminator": {
            "propertyName": "kind",
            "mapping": {"1_1": "#/components/schemas/a", "2": "#/components/schemas/b"},
        },
    }
    schemas = {**members, "All": thing({"one": by, "two": also, "three": {"oneOf": [ref("a"), ref("b")]}})}
    package = generate(tmp_path, document({"/x": {"get": operation("get", ref("All"))}}, schemas))
    made = decoded(
        package,
        "All",
        {
            "one": {"kind": "1-1", "a": "x"},
            "two": {"kind": "1_1", "a": "y"},
            "three": {"kind": "2", "b": "z"},
        },
    )
    assert (made.one.a, made.two.a, made.three.b) == ("x", "y", "z")


@pytest.mark.parametrize("name", ["NULL", "UNSET", "UTC", "JSON", "datetime", "Any", "print"])
def test_names_of_the_emitted_code_in_the_table_are_refused(tmp_path: Path, name: str) -> None:
    schemas = {"A": thing({"a": DATETIME, "kind": {"enum": ["x", "y"]}})}
    paths = {"/x": {"get": operation("get", ref("A"))}}
    for table in (f'[schemas]\nA = "{name}"', f'[enums]\n"A.kind" = "{name}"'):
        with pytest.raises(Refusal, match=f": {name} is not a valid name; use at most 200 ASCII letters"):
            read(tmp_path, document(paths, schemas), names=table)


@pytest.mark.parametrize("name", ["NULL", "UNSET", "UTC"])
async def test_schemas_called_like_names_of_the_emitted_code(tmp_path: Path, name: str) -> None:
    schemas = {name: thing({"at": DATETIME, "next": ref(name), "n": INTEGER}, additionalProperties=True)}
    paths = {"/x": {"post": operation("make", ref(name), requestBody=body(ref(name)))}}
    package = generate(tmp_path, document(paths, schemas))
    async with serving() as wire, account(package, wire) as client:
        wire.reply({"at": "2026-01-01T00:00:00", "next": {"n": 2.0}})
        made = await client.things.make(n=1)
        assert (made.at.year, made.next.n, wire.last().json) == (2026, 2, {"n": 1})


def test_a_field_of_the_table_that_hides_a_type_is_refused(tmp_path: Path) -> None:
    paths = {
        "/x": {"get": operation("get", ref("A"), parameters=[{"name": "q", "in": "query", "schema": STRING}])}
    }
    schemas = {"A": thing({"a": STRING})}
    for table in ('[fields]\n"A.a" = "str"', '[parameters]\n"get.q" = "models"'):
        with pytest.raises(Refusal, match="is not a valid name"):
            read(tmp_path, document(paths, schemas), names=table)


def own_names(kind: type) -> set[str]:
    """Return the public names that a client class has besides the generated resources."""
    every = {name: base.__module__ for base in reversed(kind.__mro__) for name in vars(base)}
    generated = {name for base in kind.__mro__ if "._generated" in base.__module__ for name in vars(base)}
    return {name for name in every if not name.startswith("_")} - generated - set(dir(object))


def test_the_names_of_the_clients_are_known() -> None:
    packages = ("", ".contrib.nimrobo", ".contrib.orga", ".contrib.rtcstack")
    clients = [
        kind
        for side in ("cortex_async", "cortex_sync")
        for package in packages
        for name, kind in vars(import_module(f"{side}{package}.client")).items()
        if isinstance(kind, type)
        and re.fullmatch("[A-Z][A-Za-z]+Client", name)
        and kind.__module__ == f"{side}{package}.client"
    ]
    assert len(clients) == 8
    assert set().union(*map(own_names, clients)) == naming.CLIENT_NAMES


@pytest.mark.parametrize("tag", ["Project", "Request", "Base URL", "inner", "str", "Without Credentials"])
def test_a_tag_does_not_hide_behind_the_client(tmp_path: Path, tag: str) -> None:
    get = {**operation("get", STRING), "tags": [tag]}
    package = generate(tmp_path, document({"/x": {"get": get}}))
    scope = part(package, "scopes").AccountScope
    name = naming.module_name(tag)
    assert hasattr(scope, f"{name}_")
    assert not hasattr(scope, name)
    with pytest.raises(Refusal, match=rf"\[operations\] get: calls its resource {name}, which the client"):
        read(
            tmp_path / "no", document({"/x": {"get": get}}), names=f'[operations]\nget = "account.{name}.get"'
        )


def test_resources_whose_classes_have_one_name(tmp_path: Path) -> None:
    paths = {
        f"/{number}": {"get": {**operation(f"get {number}", schema), "tags": [tag]}}
        for number, (tag, schema) in enumerate(
            [("a1", ref("A1Operations")), ("a 1", STRING), ("inner", STRING), ("LIST", ref("GET"))]
        )
    }
    paths["/4"] = {"get": {**operation("GET", ref("GET")), "tags": ["LIST"]}}
    schemas = {"A1Operations": thing({"a": STRING}), "GET": thing({"b": STRING})}
    package = generate(tmp_path, document(paths, schemas))
    scope = part(package, "scopes").AccountScope
    assert {"a1", "a_1", "inner_", "list"} <= set(vars(scope))
    assert type_errors(tmp_path, package) == ""


PLACES: dict[str, Callable[[], dict[str, Any]]] = {
    "query": lambda: {"name": "a", "in": "query", "required": True, "schema": STRING},
    "header": lambda: {"name": "a", "in": "header", "required": True, "schema": STRING},
}


async def test_a_path_parameter_a_query_a_header_and_a_field_of_one_name(tmp_path: Path) -> None:
    at = {"name": "a", "in": "path", "required": True, "schema": STRING}
    call = operation(
        "make",
        parameters=[at, *(make() for make in PLACES.values())],
        requestBody=body(thing({"a": STRING}, "a")),
    )
    package = generate(tmp_path, document({"/x/{a}": {"post": call}}))
    async with serving() as wire, account(package, wire) as client:
        wire.reply_nothing()
        await client.things.make("1", query_a="2", header_a="3", body_a="4")
        got = wire.last()
        assert (got.path, got.query, got.headers["a"], got.json) == ("/x/1", [("a", "2")], "3", {"a": "4"})


async def test_the_table_names_each_of_them(tmp_path: Path) -> None:
    at = {"name": "a", "in": "path", "required": True, "schema": STRING}
    call = operation(
        "make", parameters=[at, PLACES["query"]()], requestBody=body(thing({"a": STRING, "body_a": STRING}))
    )
    spec = document({"/x/{a}": {"post": call}})
    with pytest.raises(Refusal, match=r'the same name body_a as .*"make\.body_a" = '):
        read(tmp_path / "no", spec)
    names = '[parameters]\n"make.body.a" = "text"\n"make.path.a" = "thing"\n'
    package = generate(tmp_path, spec, names=names)
    async with serving() as wire, account(package, wire) as client:
        wire.reply_nothing()
        await client.things.make("1", a="2", text="3", body_a="4")
        assert wire.last().json == {"a": "3", "body_a": "4"}


def test_allocated_names_are_unique() -> None:
    taken = {"event"}
    found = allocated([(1, "a"), (2, "a"), (3, "a_2"), (4, "event"), (5, "a"), (6, "a_2_2")], taken)
    assert found == {1: "a", 2: "a_3", 3: "a_2", 4: "event_2", 5: "a_4", 6: "a_2_2"}
    assert len(set(found.values())) == len(found)
