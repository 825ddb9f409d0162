"""Second ring, request bodies: JSON, forms, files, and optional bodies."""

from __future__ import annotations

import asyncio
import inspect
from datetime import UTC, datetime
from types import ModuleType
from typing import Any

import pytest

from cortex_async._core.codec.bodies import File
from cortex_async._core.errors import CortexError
from tests.generator.exchange import Wire, account, blocking
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
    thing,
)

FILE = {"type": "string", "format": "binary"}
FORM = "application/x-www-form-urlencoded"
PARTS = "multipart/form-data"

DOCUMENT = document(
    {
        "/form": {"post": operation("sendForm", requestBody=body(ref("Login"), FORM))},
        "/open-form": {"post": operation("sendOpenForm", requestBody=body({"type": "object"}, FORM))},
        "/parts": {
            "post": operation(
                "sendParts",
                requestBody=body(
                    thing(
                        {
                            "title": STRING,
                            "count": INTEGER,
                            "at": DATETIME,
                            "audio": FILE,
                            "pages": {"type": "array", "items": FILE},
                            "meta": ref("Meta"),
                            "tags": {"type": "array", "items": STRING},
                        },
                        "title",
                        "audio",
                    ),
                    PARTS,
                ),
            )
        },
        "/raw": {"put": operation("sendRaw", requestBody=body(FILE, "audio/wav"))},
        "/untyped": {
            "put": operation(
                "sendUntyped", requestBody={"required": True, "content": {"application/octet-stream": {}}}
            )
        },
        "/text": {"put": operation("sendText", requestBody=body(STRING, "text/plain"))},
        "/patch": {
            "patch": operation("sendPatch", requestBody=body(ref("Meta"), "application/merge-patch+json"))
        },
        "/list": {"post": operation("sendList", requestBody=body({"type": "array", "items": ref("Meta")}))},
        "/optional": {"post": operation("sendOptional", requestBody=body(ref("Meta"), required=False))},
        "/optional-form": {
            "post": operation("sendOptionalForm", requestBody=body(ref("Meta"), FORM, required=False))
        },
        "/optional-whole": {
            "post": operation("sendOptionalWhole", requestBody=body(ref("Login"), required=False))
        },
        "/needed": {"post": operation("sendNeeded", requestBody=body(ref("Meta")))},
        "/shared": {
            "post": operation("sendShared", requestBody={"$ref": "#/components/requestBodies/Shared"})
        },
        "/extra": {"post": operation("sendExtra", ref("Extra"), requestBody=body(ref("Extra")))},
        "/two-ways": {"post": operation("sendTwoWays", ref("Owned"), requestBody=body(ref("Owned")))},
        "/either": {
            "post": operation(
                "sendEither",
                requestBody={
                    "required": True,
                    "content": {
                        "application/xml": {"schema": STRING},
                        "application/json": {"schema": ref("Meta")},
                    },
                },
            )
        },
    },
    {
        "Login": thing(
            {"user": STRING, "scopes": {"type": "array", "items": STRING}, "until": DATETIME}, "user"
        ),
        "Meta": thing({"language": STRING, "level": INTEGER}),
        "Extra": thing({"name": STRING}, "name", additionalProperties=INTEGER),
        "Owned": thing(
            {"id": {**STRING, "readOnly": True}, "name": STRING, "password": {**STRING, "writeOnly": True}},
            "id",
            "name",
            "password",
        ),
    },
    requestBodies={"Shared": body(ref("Meta"))},
)


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    return generate(tmp_path_factory.mktemp("bodies"), DOCUMENT)


async def send(package: ModuleType, wire: Wire, method: str, **arguments: Any) -> Any:
    async with account(package, wire) as scope:
        return await getattr(scope.things, method)(**arguments)


async def test_a_form_repeats_lists_and_leaves_out_unset_fields(package: ModuleType, wire: Wire) -> None:
    await send(package, wire, "send_form", user="ü & co", scopes=["a", "b c"])
    arrived = wire.last()
    assert arrived.headers["content-type"] == FORM
    assert sorted(arrived.form) == [("scopes", "a"), ("scopes", "b c"), ("user", "ü & co")]
    await send(package, wire, "send_form", user="u", until=datetime(2026, 1, 31, 12, tzinfo=UTC))
    assert sorted(wire.last().form) == [("until", "2026-01-31T12:00:00Z"), ("user", "u")]


async def test_a_form_without_declared_fields(package: ModuleType, wire: Wire) -> None:
    await send(package, wire, "send_open_form", body={"x": 1, "y": True})
    assert wire.last().form == [("x", "1"), ("y", "true")]


async def test_files_scalars_lists_and_objects_as_parts(package: ModuleType, wire: Wire) -> None:
    await send(
        package,
        wire,
        "send_parts",
        title='the "first"\r\n',
        audio=File(b"RIFF", 'a "b".wav', "audio/wav"),
        pages=[b"one", File(b"two", "2.txt", "text/plain")],
        count=3,
        at=datetime(2026, 1, 31, tzinfo=UTC),
        meta=part(package, "models").Meta(language="en"),
        tags=["x", "y"],
    )
    arrived = wire.last()
    assert arrived.headers["content-type"].startswith(f"{PARTS}; boundary=")
    form = arrived.form
    assert ("title", 'the "first"\r\n') in form
    assert ("audio", ("a %22b%22.wav", "audio/wav", b"RIFF")) in form
    assert ("pages", ("file", "application/octet-stream", b"one")) in form
    assert ("pages", ("2.txt", "text/plain", b"two")) in form
    assert ("count", "3") in form
    assert ("at", "2026-01-31T00:00:00Z") in form
    assert [value for name, value in form if name == "tags"] == ["x", "y"]
    assert ("meta", '{"language":"en"}') in form


async def test_parts_that_are_not_given_are_not_sent(package: ModuleType, wire: Wire) -> None:
    def run() -> None:
        with blocking(package, wire) as scope:
            scope.things.send_parts(title="t", audio=b"RIFF")

    await asyncio.to_thread(run)
    assert [name for name, _ in wire.last().form] == ["audio", "title"]


@pytest.mark.parametrize(
    ("method", "given", "content_type", "raw"),
    [
        ("send_raw", b"RIFF", "audio/wav", b"RIFF"),
        ("send_untyped", b"\x00", "application/octet-stream", b"\x00"),
        ("send_text", "grüße", "text/plain", "grüße".encode()),
    ],
)
async def test_binary_and_text_bodies_are_sent_unchanged(
    package: ModuleType, wire: Wire, method: str, given: object, content_type: str, raw: bytes
) -> None:
    await send(package, wire, method, body=given)
    assert (wire.last().headers["content-type"], wire.last().raw) == (content_type, raw)


async def test_json_under_another_name(package: ModuleType, wire: Wire) -> None:
    await send(package, wire, "send_patch", level=2)
    assert wire.last().headers["content-type"] == "application/merge-patch+json"
    assert wire.last().json == {"level": 2}


async def test_a_list_of_models_is_one_argument(package: ModuleType, wire: Wire) -> None:
    meta = part(package, "models").Meta
    await send(package, wire, "send_list", body=[meta(level=1), meta()])
    assert wire.last().json == [{"level": 1}, {}]


async def test_an_optional_body_is_sent_only_if_something_is_given(package: ModuleType, wire: Wire) -> None:
    for method in ("send_optional", "send_optional_form", "send_optional_whole"):
        await send(package, wire, method)
        assert wire.last().raw == b""
        assert "content-type" not in wire.last().headers
    await send(package, wire, "send_optional", level=1)
    assert wire.last().json == {"level": 1}
    await send(package, wire, "send_optional_form", level=1)
    assert wire.last().form == [("level", "1")]
    await send(package, wire, "send_optional_whole", body=part(package, "models").Login(user="u"))
    assert wire.last().json == {"user": "u"}


@pytest.mark.parametrize("method", ["send_needed", "send_shared", "send_either"])
async def test_a_required_body_is_sent_even_if_empty(package: ModuleType, wire: Wire, method: str) -> None:
    """References to bodies are followed, and of several media types JSON is sent."""
    await send(package, wire, method)
    assert wire.last().headers["content-type"] == "application/json"
    assert wire.last().json == {}


async def test_members_beyond_the_fields(package: ModuleType, wire: Wire) -> None:
    wire.reply({"name": "n", "other": 5.0})
    result = await send(package, wire, "send_extra", name="n", additional_properties={"more": 1})
    assert wire.last().json == {"name": "n", "more": 1}
    assert result == part(package, "models").Extra(name="n", additional_properties={"other": 5})
    with pytest.raises((ValueError, CortexError), match="additional_properties repeats name"):
        await send(package, wire, "send_extra", name="n", additional_properties={"name": 1})


async def test_fields_of_one_side_are_optional_for_the_other(package: ModuleType, wire: Wire) -> None:
    wire.reply({"id": "1", "name": "n"})
    result = await send(package, wire, "send_two_ways", name="n", password="p")
    assert wire.last().json == {"name": "n", "password": "p"}
    assert (result.id, result.name) == ("1", "n")
    parameters = inspect.signature(
        part(package, "operations.account.things").ThingsOperations.send_two_ways
    ).parameters
    assert list(parameters) == ["self", "name", "password", "options"]
