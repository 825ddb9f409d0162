"""Second ring, responses: inline spec -> generated package -> calls to a real server."""

from __future__ import annotations

import asyncio
from types import ModuleType, NoneType
from typing import Any

import pytest

from cortex_async._core.call_errors import DecodeError
from tests.generator.exchange import Wire, account, blocking
from tests.generator.workshop import (
    DATETIME,
    INTEGER,
    STRING,
    document,
    generate,
    operation,
    part,
    ref,
    success,
    thing,
)

GONE = {"description": "Nothing more to say"}

DOCUMENT = document(
    {
        "/summary": {
            "get": operation(
                "getSummary", responses={"200": success(ref("Summary")), "202": success(ref("Pending"))}
            )
        },
        "/jobs": {
            "post": operation(
                "startJob", responses={"201": success(ref("Pending")), "204": GONE, "2XX": success(STRING)}
            )
        },
        "/notes": {
            "get": operation("getNotes", responses={"200": success(ref("Summary")), "202": GONE}),
            "put": operation(
                "putNotes", responses={"200": success(ref("Pending")), "201": success(ref("Pending"))}
            ),
        },
        "/inline": {
            "get": operation(
                "getInline",
                responses={
                    "200": success(thing({"a": STRING}, "a")),
                    "202": success(thing({"b": STRING}, "b")),
                },
            )
        },
        "/script": {
            "get": operation(
                "getScript",
                responses={
                    "200": {
                        "description": "By format",
                        "content": {
                            "application/json": {"schema": ref("Summary")},
                            "text/plain; charset=utf-8": {"schema": STRING},
                            "audio/wav": {"schema": {"type": "string", "format": "binary"}},
                        },
                    }
                },
                parameters=[
                    {"name": "format", "in": "query", "schema": {"type": "string", "enum": ["text"]}}
                ],
            )
        },
        "/default": {"get": operation("getDefault", responses={"default": success(ref("Summary"))})},
        "/both": {
            "get": operation(
                "getBoth", responses={"200": success(ref("Summary")), "default": success(ref("Pending"))}
            )
        },
        "/shared": {
            "get": operation("getShared", responses={"200": {"$ref": "#/components/responses/Shared"}})
        },
        "/maybe": {"get": operation("getMaybe", {"oneOf": [ref("Summary"), {"type": "null"}]})},
        "/holes": {
            "get": operation(
                "getHoles", {"type": "array", "items": {"anyOf": [ref("Summary"), {"type": "null"}]}}
            )
        },
        "/union": {
            "get": operation(
                "getUnion", {"oneOf": [ref("Summary"), {"type": "array", "items": ref("Pending")}]}
            )
        },
        "/number": {"get": operation("getNumber", INTEGER)},
        "/when": {"get": operation("getWhen", DATETIME)},
        "/levels": {"get": operation("getLevels", {"type": "array", "items": {"enum": [1, 2]}})},
        "/colours": {"get": operation("getColours", {"type": "array", "items": ref("Colour")})},
        "/table": {"get": operation("getTable", {"type": "object", "additionalProperties": ref("Summary")})},
        "/any": {"get": operation("getAny", {"x-free-form": True})},
        "/open": {"get": operation("getOpen", responses={"200": {"description": "No content described"}})},
        "/head": {"head": operation("checkHead")},
        "/csv": {"get": operation("getCsv", responses={"200": success(STRING, "text/csv")})},
        "/photo": {
            "get": operation(
                "getPhoto", responses={"200": {"description": "x", "content": {"image/png": {}}}}
            )
        },
    },
    {
        "Summary": thing({"text": STRING}, "text"),
        "Pending": thing({"workflowId": STRING}, "workflowId"),
        "Colour": {"type": "string", "enum": ["red", "green"]},
    },
    responses={"Shared": success(ref("Summary"))},
)


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    return generate(tmp_path_factory.mktemp("responses"), DOCUMENT)


async def call(package: ModuleType, wire: Wire, method: str, **arguments: Any) -> Any:
    async with account(package, wire) as scope:
        return await getattr(scope.things, method)(**arguments)


async def test_two_statuses_with_different_bodies_are_a_union(package: ModuleType, wire: Wire) -> None:
    models = part(package, "models")
    wire.reply({"text": "all said"})
    assert await call(package, wire, "get_summary") == models.Summary(text="all said")
    wire.reply({"workflowId": "w1"}, status=202)
    assert await call(package, wire, "get_summary") == models.Pending(workflow_id="w1")


def test_both_signatures_have_the_union(package: ModuleType) -> None:
    for version in (package.__name__, f"{package.__name__}_sync"):
        things = __import__(f"{version}.operations.account.things", fromlist=["x"]).ThingsOperations
        assert things.get_summary.__annotations__["return"] == "Summary | Pending"
        assert things.start_job.__annotations__["return"] == "Pending | str | None"
        assert things.get_script.__annotations__["return"] == "Summary | bytes | str"


async def test_a_sync_call_tells_the_statuses_apart_too(package: ModuleType, wire: Wire) -> None:
    wire.reply({"workflowId": "w1"}, status=202)

    def run() -> Any:
        with blocking(package, wire) as scope:
            return scope.things.get_summary()

    assert (await asyncio.to_thread(run)).workflow_id == "w1"


async def test_an_undeclared_status_is_an_error_that_says_so(package: ModuleType, wire: Wire) -> None:
    wire.reply({"text": "x"}, status=203)
    with pytest.raises(DecodeError, match="expected status 200 or 202, got 203"):
        await call(package, wire, "get_summary")


async def test_a_range_of_statuses_and_one_without_a_body(package: ModuleType, wire: Wire) -> None:
    wire.reply({"workflowId": "w1"}, status=201)
    assert (await call(package, wire, "start_job")).workflow_id == "w1"
    wire.reply_nothing(204)
    assert await call(package, wire, "start_job") is None
    wire.reply("later", status=202)
    assert await call(package, wire, "start_job") == "later"


async def test_beside_a_described_response_one_without_content_is_none(
    package: ModuleType, wire: Wire
) -> None:
    wire.reply_nothing(202)
    assert await call(package, wire, "get_notes") is None
    wire.reply({"text": "x"})
    assert (await call(package, wire, "get_notes")).text == "x"


async def test_two_statuses_with_the_same_body_are_one_response(package: ModuleType, wire: Wire) -> None:
    assert (
        part(package, "operations.account.things").ThingsOperations.put_notes.__annotations__["return"]
        == "Pending"
    )
    for status in (200, 201):
        wire.reply({"workflowId": "w"}, status=status)
        assert (await call(package, wire, "put_notes")).workflow_id == "w"


async def test_inline_bodies_of_two_statuses_have_names_of_their_own(package: ModuleType, wire: Wire) -> None:
    models = part(package, "models")
    wire.reply({"a": "1"})
    assert await call(package, wire, "get_inline") == models.GetInlineResponse(a="1")
    wire.reply({"b": "2"}, status=202)
    assert await call(package, wire, "get_inline") == models.GetInlineResponse202(b="2")


@pytest.mark.parametrize(
    ("content_type", "payload", "expected"),
    [
        ("application/json", {"text": "x"}, "Summary"),
        ("text/plain; charset=utf-8", b"[00:00] hello", "[00:00] hello"),
        ("audio/wav", b"RIFF", b"RIFF"),
    ],
)
async def test_text_or_json_by_a_query_parameter(
    package: ModuleType, wire: Wire, content_type: str, payload: Any, expected: object
) -> None:
    wire.reply(payload, content_type=content_type)
    result = await call(package, wire, "get_script", format="text")
    assert (type(result).__name__ if expected == "Summary" else result) == expected
    assert wire.last().query == [("format", "text")]
    assert wire.last().headers["accept"] == "application/json, audio/wav, text/plain"


async def test_an_undeclared_media_type_is_an_error_that_says_so(package: ModuleType, wire: Wire) -> None:
    wire.reply(b"<html>", content_type="text/html")
    with pytest.raises(
        DecodeError, match="expected application/json or audio/wav or text/plain, got text/html"
    ):
        await call(package, wire, "get_script")


@pytest.mark.parametrize("method", ["get_default", "get_both", "get_shared"])
async def test_default_and_referred_responses(package: ModuleType, wire: Wire, method: str) -> None:
    """A default response is the success if no 2xx is declared, otherwise it describes errors."""
    wire.reply({"text": "x"})
    assert await call(package, wire, method) == part(package, "models").Summary(text="x")


@pytest.mark.parametrize(
    ("method", "payload", "expected"),
    [
        ("get_maybe", None, None),
        ("get_number", 5.0, 5),
        ("get_levels", [1.0, 7], [1, 7]),
        ("get_colours", ["red", "blue"], ["red", "blue"]),
        ("get_any", [1, {"a": None}], [1, {"a": None}]),
        ("get_open", {"free": True}, {"free": True}),
    ],
)
async def test_plain_responses(
    package: ModuleType, wire: Wire, method: str, payload: object, expected: object
) -> None:
    wire.reply(payload)
    result = await call(package, wire, method)
    assert result == expected
    assert type(result) is (NoneType if expected is None else type(expected))


async def test_null_within_a_list_and_models_in_a_map(package: ModuleType, wire: Wire) -> None:
    summary = part(package, "models").Summary
    things = part(package, "operations.account.things").ThingsOperations
    wire.reply([{"text": "a"}, None])
    assert await call(package, wire, "get_holes") == [summary(text="a"), None]
    assert things.get_holes.__annotations__["return"] == "list[Summary | None]"
    wire.reply({"k": {"text": "a"}})
    assert await call(package, wire, "get_table") == {"k": summary(text="a")}


async def test_a_union_of_json_kinds(package: ModuleType, wire: Wire) -> None:
    models = part(package, "models")
    wire.reply({"text": "a"})
    assert await call(package, wire, "get_union") == models.Summary(text="a")
    wire.reply([{"workflowId": "w"}])
    assert await call(package, wire, "get_union") == [models.Pending(workflow_id="w")]
    wire.reply([{"workflowId": "w"}, {}])
    with pytest.raises(DecodeError, match=r"\[1\]\.workflowId: missing"):
        await call(package, wire, "get_union")


async def test_datetimes_strings_bytes_and_none(package: ModuleType, wire: Wire) -> None:
    wire.reply("2026-01-31T12:00:00Z")
    assert (await call(package, wire, "get_when")).isoformat() == "2026-01-31T12:00:00+00:00"
    wire.reply(b"a,b", content_type="text/csv")
    assert await call(package, wire, "get_csv") == "a,b"
    wire.reply(b"\x89PNG", content_type="image/png")
    assert await call(package, wire, "get_photo") == b"\x89PNG"
    wire.reply_nothing()
    assert await call(package, wire, "check_head") is None
    assert wire.last().method == "HEAD"
