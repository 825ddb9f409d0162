"""Whatever the names of a spec are: it is refused in one line, or the package imports and every call works."""

from __future__ import annotations

import asyncio
import builtins
import keyword
import tempfile
import typing
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from generator import ir
from generator.refusal import Refusal
from tests.generator.exchange import account, serving
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
    success,
    thing,
)

_EMITTED = """o m v get new one many mapping integer array rest joined NULL UNSET UTC Unset JSON Any Literal models
    decode_a encode_a decode_event a_fields _A_FIELDS DECODERS ENCODERS Route Parameter Request Json Form Content Multipart
    Operations AccountScope account Event UnknownEvent Pager inner self cls options body query path headers timeout
    project request events common responses_ general things additional_properties limit offset page_size builtins
    date datetime str int list dict bool bytes float property field define masked warn_deprecated unless_empty
    GET LIST get list a_or_b AOrB AResponse ARequest A a A_ aDto Response Request Dto value Value cached_property
    getattr globals import_module con nul aux com1 __init__ __class__ _ __ 1 1a 2XX @ . / ~ ~1 a.b a/b a-b a_b aB AB ab 12:30 on null true""".split()  # noqa: SIM905  # shorter than a list
_WORDS = [*_EMITTED, *keyword.kwlist, *keyword.softkwlist, *dir(builtins)]
_LETTERS = "aAbB_-. 1/~@{}é\u00df\u0130\u202eﬁ日\0\"'\\"


_CHANGES: list[Callable[[str], str]] = [str, str.upper, str.lower, str.title, str.swapcase]


def _ref(schema: str) -> dict[str, str]:
    return {"$ref": "#/components/schemas/" + schema.replace("~", "~0").replace("/", "~1")}


@st.composite
def _nasty(draw: st.DrawFn) -> str:
    word = draw(st.sampled_from(_WORDS) | st.text(_LETTERS, max_size=6) | st.text(max_size=4))
    change = draw(st.sampled_from(_CHANGES))
    return change(word) + draw(st.sampled_from(["", "", "", "_", "2", "_2", "Response", "Request", " "]))


NAMES = st.lists(_nasty(), min_size=3, max_size=7, unique=True)


def _model(names: list[str], number: int, fields: list[str]) -> dict[str, Any]:
    properties = {
        field: [
            STRING,
            DATETIME,
            {"type": "array", "items": _ref(names[number])},
            {"oneOf": [INTEGER, {"type": "array", "items": _ref(names[-1])}]},
            {"x-free-form": True},
        ][place % 5]
        for place, field in enumerate(fields)
    }
    return thing(properties, additionalProperties=INTEGER if number % 2 else False)


def _spec(names: list[str], fields: list[str], ids: list[str], tags: list[str]) -> dict[str, Any]:
    """Every schema is the body and the response of one operation, and a list of it the response of another."""
    schemas = {name: _model(names, number, fields) for number, name in enumerate(names)}
    schemas[names[0]] = thing({fields[0]: STRING, fields[1]: DATETIME}, fields[0])
    schemas[names[-1]] = {"enum": ["a", "b"]}
    paths: dict[str, Any] = {}
    for number, name in enumerate(names):
        made = operation(ids[number % len(ids)], _ref(name), requestBody=body(_ref(name)))
        several = operation(f"{ids[-1]} {number}", parameters=[_query(field) for field in fields[:2]])
        several["responses"] = {
            "200": success({"type": "array", "items": {"oneOf": [_ref(name), INTEGER, {"type": "null"}]}}),
            "201": success(_ref(name)),
        }
        made["tags"] = several["tags"] = [tags[number % len(tags)]]
        paths[f"/{number}"] = {"post": made, "get": several} if number < len(ids) else {"get": several}
    return document(paths, schemas)


def _query(name: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": True, "schema": INTEGER}


EXAMPLES: dict[type[ir.Type], Any] = {ir.ListOf: [], ir.KindUnion: 5}
SCALARS = {"str": "x", "datetime": "2026-01-02T03:04:05Z", "json": {"a": [1]}}


def _example(model: ir.Model) -> dict[str, Any]:
    found = {
        f.wire: SCALARS[f.type.kind] if isinstance(f.type, ir.Scalar) else EXAMPLES[type(f.type)]
        for f in model.fields
    }
    return found if model.extra is None else {**found, "one more member": 7}


async def _check(folder: Path, package: Any, api: ir.Api) -> None:
    """Import every module, look at every class, and call every operation."""
    for path in sorted(folder.rglob("*.py")):
        name = ".".join(path.relative_to(folder).with_suffix("").parts)
        import_module(name.removesuffix(".__init__"))
    for model in api.models:
        kind = getattr(part(package, "models"), model.name)
        shown = model.schema.replace('"""', "'''")  # what would end the docstring
        assert f"Schema {shown} of the API." in kind.__doc__ or not shown.isprintable()
        assert len(typing.get_type_hints(kind)) == len(kind.__attrs_attrs__)
        assert len(kind.__attrs_attrs__) == len(model.fields) + (model.extra is not None)
    async with serving() as wire, account(package, wire) as client:
        for operation in api.operations:
            call = getattr(getattr(client, operation.resource), operation.method)
            if operation.body is None:
                given = {p.name: number for number, p in enumerate(operation.parameters)}
                wire.reply([5, None])
                assert await call(**given) == [5, None]
                assert dict(wire.last().query) == {p.wire: str(given[p.name]) for p in operation.parameters}
            else:
                await _round_trip(call, wire, operation.body, api)
            assert wire.last().path == operation.path


async def _round_trip(call: Any, wire: Any, declared: ir.Body, api: ir.Api) -> None:
    if not isinstance(declared.type, ir.ModelRef):
        wire.reply("a")
        assert await call(body="a") == "a"
        return
    example = _example(api.model(declared.type.name))
    wire.reply(example)
    keywords = declared.keywords or ()
    got = await call(**{k.name: "x" for k in keywords if k.field.required})
    sent = {k.name: getattr(got, k.field.name) for k in keywords}
    if declared.extra is not None:
        sent["additional_properties"] = got.additional_properties
    await call(**sent)
    assert wire.last().json == example


@settings(
    max_examples=25,
    deadline=None,
    # Without shrinking, which takes minutes: the names are short.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(NAMES, NAMES, NAMES, NAMES)
def test_any_names_are_refused_or_work(
    names: list[str], fields: list[str], ids: list[str], tags: list[str]
) -> None:
    _check_refused_or_working(_spec(names, fields, ids, tags))


def test_modules_hide_nothing_that_their_package_calls() -> None:
    tags = ["Getattr ", "globals", "ImportModule", "list", "cached_property"]
    _check_refused_or_working(_spec(["A", "B", "C", "D", "E"], ["x", "y", "z"], [*"pqrst"], tags))


def _check_refused_or_working(spec: dict[str, Any]) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        message = ""
        try:
            api = read(folder / "read", spec)
            package = generate(folder / "made", spec)
        except Refusal as refused:
            message = str(refused)
        if message:
            assert "bug of the generator" not in message
            assert "\n" not in message
            assert not list(folder.glob("made/made_*"))
            return
        assert {model.schema for model in api.models} == {
            name for name, schema in spec["components"]["schemas"].items() if "properties" in schema
        }
        (folder / "made" / "spec" / "openapi.json").unlink()
        asyncio.run(_check(folder / "made", package, api))
