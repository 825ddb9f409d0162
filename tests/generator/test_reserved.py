"""Reserved names of Python, the emitted code and the naming rules, at every place: the result is imported and used."""

from __future__ import annotations

import ast
import builtins
import keyword
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from generator import naming
from generator.model.clashes import PAGER_KEYWORDS, PER_CALL_OPTIONS
from generator.refusal import Refusal
from tests.generator.exchange import Wire, account
from tests.generator.golden.__main__ import FOLDER
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

BUILTINS = [name for name in dir(builtins) if not name.startswith("_")]
EMITTED = sorted(
    {
        node.id if isinstance(node, ast.Name) else node.name
        for path in FOLDER.glob("made*/**/*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, (ast.Name, ast.alias))
        and "." not in (node.id if isinstance(node, ast.Name) else node.name)
    }
)
RESERVED = sorted(
    {
        *keyword.kwlist,
        *keyword.softkwlist,
        *BUILTINS,
        *naming._CLASS_NAMES,
        *naming._PARAMETER_NAMES,
        *naming._FIELD_NAMES,
        *EMITTED,
    }
)


def one_spelling(names: list[str], rule: Any) -> list[str]:
    """Without those that become the same name, which is refused for another reason."""
    return list({rule(name): name for name in names}.values())


def decoded(package: ModuleType, schema: str, value: dict[str, Any]) -> Any:
    models = part(package, "models")
    kind = getattr(models, schema)
    home = kind.__module__.rpartition(".")[2]
    return part(package, f"decoders.{home}").DECODERS[kind](value)


def test_every_reserved_name_as_a_schema(tmp_path: Path) -> None:
    names = one_spelling(RESERVED, naming.class_name)
    chain = {
        name: thing({"a": STRING, "next": ref(names[(number + 1) % len(names)]), "at": DATETIME}, "a")
        for number, name in enumerate(names)
    }
    package = generate(
        tmp_path,
        document(
            {
                "/x": {
                    "get": operation("get", ref(names[0])),
                    "post": operation("make", ref(names[0]), requestBody=body(ref(names[0]))),
                }
            },
            chain,
        ),
    )
    public = naming.default_schema_names(names)
    assert len(set(public.values())) == len(names) > 300
    for name in names:
        made = decoded(package, public[name], {"a": "x", "next": {"a": "y"}})
        assert (made.a, made.next.a) == ("x", "y")


def test_every_reserved_name_as_a_property_and_a_keyword(tmp_path: Path) -> None:
    taken = PER_CALL_OPTIONS | {"additional_properties"}
    names = [
        name for name in one_spelling(RESERVED, naming.field_name) if naming.field_name(name) not in taken
    ]
    schemas = {
        "Sent": thing(dict.fromkeys(names, STRING)),
        "Got": thing(dict.fromkeys(names, DATETIME), *names),
    }
    paths = {"/x": {"post": operation("make", ref("Got"), requestBody=body(ref("Sent")))}}
    package = generate(tmp_path, document(paths, schemas))
    made = decoded(package, "Got", dict.fromkeys(names, "2026-01-01T00:00:00Z"))
    assert {getattr(made, naming.field_name(name)).year for name in names} == {2026}
    part(package, "operations.account.things")


def test_every_reserved_name_as_a_parameter(tmp_path: Path) -> None:
    rules = {"path": naming.parameter_name, "query": naming.parameter_name, "header": naming.parameter_name}
    names = [
        name
        for name in one_spelling(RESERVED, naming.parameter_name)
        if naming.parameter_name(name) not in PER_CALL_OPTIONS
    ]
    paths: dict[str, Any] = {}
    for where in rules:
        path = f"/{where}" + "".join(f"/{{{name}}}" for name in names if where == "path")
        parameters = [
            {
                "name": name,
                "in": where,
                "required": True,
                "schema": {"type": "array", "items": INTEGER} if where == "query" else INTEGER,
            }
            for name in names
            if not (where == "header" and name.lower() in ("accept", "authorization", "content-type"))
        ]
        paths[path] = {"get": operation(f"get_{where}", STRING, parameters=parameters)}
    package = generate(tmp_path, document(paths))
    part(package, "operations.account.things")


def test_every_reserved_name_as_an_operation_and_a_tag(tmp_path: Path) -> None:
    names = one_spelling(RESERVED, lambda name: naming.constant(naming.method_name(name)))
    paths = {
        f"/{number}": {
            "get": {**operation(name, INTEGER), "tags": [name]},
            "post": {**operation(f"make {name}", requestBody=body(thing({"a": STRING}))), "tags": ["All"]},
        }
        for number, name in enumerate(names)
    }
    package = generate(tmp_path, document(paths))
    scope = part(package, "scopes").AccountScope
    for name in names:
        resource = naming.resource_name(name, of_client=True)
        module = part(package, f"operations.account.{resource}")
        assert hasattr(scope, resource)
        assert [member for member in vars(module).values() if hasattr(member, naming.method_name(name))]


@pytest.mark.parametrize("name", sorted(PER_CALL_OPTIONS))
def test_a_per_call_option_as_a_parameter_is_refused(tmp_path: Path, name: str) -> None:
    parameter = {"name": name, "in": "query", "schema": STRING}
    with pytest.raises(Refusal, match="as a per-call option"):
        read(tmp_path, document({"/x": {"get": operation("get", parameters=[parameter])}}))


@pytest.mark.parametrize("name", sorted(PAGER_KEYWORDS))
def test_a_keyword_of_the_pager_is_refused_beside_it_alone(tmp_path: Path, name: str) -> None:
    parameters = [{"name": wire, "in": "query", "schema": INTEGER} for wire in ("limit", "offset")]
    extra = {"name": f"{name}-", "in": "query", "schema": INTEGER}
    response = {"type": "array", "items": ref("Room")}
    schemas = {"Room": thing({"a": STRING})}
    with pytest.raises(Refusal, match="as a keyword of the pager"):
        read(
            tmp_path / "paged",
            document({"/x": {"get": operation("get", response, parameters=[*parameters, extra])}}, schemas),
        )
    read(tmp_path / "not", document({"/x": {"get": operation("get", response, parameters=[extra])}}, schemas))


@pytest.mark.parametrize("suffix", naming._SCHEMA_SUFFIXES)
def test_a_schema_called_like_a_suffix_keeps_a_name(tmp_path: Path, suffix: str) -> None:
    schemas = {name: thing({"a": STRING}, "a") for name in (suffix, f"Room{suffix}", f"{suffix}{suffix}")}
    names = naming.default_schema_names(schemas)
    assert all(names.values())
    assert len(set(names.values())) == 3
    package = generate(tmp_path, document({"/x": {"get": operation("get", ref(suffix))}}, schemas))
    assert decoded(package, names[suffix], {"a": "x"}).a == "x"


def test_unions_of_every_two_kinds_with_and_without_null(tmp_path: Path) -> None:
    kinds: dict[str, tuple[Any, Any]] = {
        "text": (STRING, "x"),
        "whole": (INTEGER, 1),
        "flag": ({"type": "boolean"}, True),
        "moment": (DATETIME, "2026-01-01T00:00:00Z"),
        "list": ({"type": "array", "items": INTEGER}, [1]),
        "map": ({"type": "object", "additionalProperties": INTEGER}, {"a": 1}),
        "model": (ref("Room"), {"id": "x"}),
        "half": ({"type": "number"}, 0.5),
    }
    alone = {"text", "moment"}, {"whole", "half"}, {"map", "model"}
    pairs = [
        (one, other)
        for one in kinds
        for other in kinds
        if one < other and not any({one, other} <= same for same in alone)
    ]
    fields = {f"{one} {other}": {"oneOf": [kinds[one][0], kinds[other][0]]} for one, other in pairs}
    fields |= {
        f"{name} null": {"anyOf": [*declared["oneOf"], {"type": "null"}]} for name, declared in fields.items()
    }
    schemas = {"Room": thing({"id": STRING}, "id"), "All": thing(fields)}
    package = generate(
        tmp_path,
        document(
            {
                "/x": {
                    "get": operation("get", ref("All")),
                    "post": operation("make", ref("All"), requestBody=body(ref("All"))),
                }
            },
            schemas,
        ),
    )
    module = part(package, "models")
    for one, other in pairs:
        for kind in (one, other):
            for end in ("", " null"):
                name, sent = f"{one} {other}{end}", kinds[kind][1]
                made = decoded(package, "All", {name: sent})
                encode = part(package, f"decoders.{module.All.__module__.rpartition('.')[2]}").ENCODERS[
                    module.All
                ]
                # Datetimes are written by the codec.
                expected = datetime(2026, 1, 1, tzinfo=UTC) if kind == "moment" else sent
                assert encode(made)[name] == expected, name
            assert decoded(package, "All", {f"{one} {other} null": None}) is not None


@pytest.mark.parametrize(
    ("members", "value", "expected"),
    [
        ([STRING, INTEGER], 5, ["5"]),
        ([STRING, {"type": "array", "items": STRING}], ["a", "b"], ["a", "b"]),
        ([INTEGER, ref("Room")], {"a": "b"}, ['{"a":"b"}']),
        ([{"const": "x"}, {"const": "y"}], "y", ["y"]),
        ([STRING], "a", ["a"]),
    ],
    ids=["scalars", "list", "model", "constants", "one"],
)
async def test_a_union_in_a_form_is_sent(
    tmp_path: Path, wire: Wire, members: list[Any], value: Any, expected: list[str]
) -> None:
    form = body(thing({"a": {"oneOf": [*members, {"type": "null"}]}}), "application/x-www-form-urlencoded")
    paths = {"/x": {"post": operation("make", requestBody=form)}}
    package = generate(tmp_path, document(paths, {"Room": thing({"a": STRING})}))
    async with account(package, wire) as scope:
        await scope.things.make(a=value)
    assert wire.last().form == [("a", one) for one in expected]
