"""Second ring, operations: names, tags, scopes, deprecation, paging, security and events."""

from __future__ import annotations

import asyncio
import inspect
import warnings
from types import ModuleType
from typing import Any

import pytest

from cortex_async._core.call_errors import APIError
from tests.generator.exchange import Wire, account, blocking, caller
from tests.generator.workshop import (
    INTEGER,
    STRING,
    body,
    changed,
    document,
    generate,
    operation,
    part,
    ref,
    thing,
)

ID = {"name": "id", "in": "path", "required": True, "schema": STRING}
TENANT = {"name": "tenant", "in": "path", "required": True, "schema": STRING}


def event(kind: str, **properties: Any) -> dict[str, Any]:
    return thing({"type": {"enum": [kind]}, "id": STRING, **properties}, "type", "id")


DOCUMENT = document(
    {
        "/rooms/{id}/members": {
            "parameters": [ID],
            "get": operation(None, {"type": "array", "items": ref("Member")}),
        },
        "/import": {"post": operation("import")},
        "/list": {"get": operation("list", {"type": "array", "items": ref("Member")})},
        "/dict": {"get": operation("dict", {"type": "object", "additionalProperties": STRING})},
        "/json": {"get": operation("json", {"x-free-form": True})},
        "/no-tag": {"get": {"operationId": "getUntagged", "responses": {"204": {"description": "x"}}}},
        "/odd-tag": {"get": operation("getOdd", tags=["Class", "Second"])},
        "/old": {"get": operation("getOld", ref("Member"), deprecated=True)},
        "/extended": {
            "get": operation("getExtended", **{"x-vendor": {"a": 1}, "externalDocs": {"url": "http://x.org"}})
        },
        "/tenants/{tenant}/rooms": {
            "parameters": [TENANT],
            "get": operation("listTenantRooms", tags=["Rooms"]),
        },
        "/tenants/{tenant}/rooms/{id}": {
            "parameters": [TENANT, ID],
            "get": operation("getTenantRoom", tags=["Rooms"]),
        },
        "/paged": {
            "get": operation(
                "listPaged",
                thing(
                    {"total": INTEGER, "members": {"type": "array", "items": ref("Member")}},
                    "total",
                    "members",
                ),
                parameters=[{"name": name, "in": "query", "schema": INTEGER} for name in ("limit", "offset")],
            )
        },
        "/unpaged": {
            "get": operation(
                "listUnpaged",
                {"type": "array", "items": {"oneOf": [ref("Member"), {"type": "null"}]}},
                parameters=[{"name": name, "in": "query", "schema": INTEGER} for name in ("limit", "offset")],
            )
        },
        "/secured": {"get": operation("getSecured", security=[{"key": []}, {"token": []}])},
        "/public": {"get": operation("getPublic", security=[])},
        "/shared-item": {"$ref": "#/components/pathItems/Shared"},
        "/events": {
            "get": operation(
                "stream",
                tags=["Events"],
                responses={"200": {"description": "x", "content": {"text/event-stream": {"schema": STRING}}}},
            )
        },
        "/events/schema": {
            "get": operation(
                "describeEvents", {"oneOf": [ref("Joined"), ref("Left")]}, **{"x-documentation-only": True}
            )
        },
        "/last": {"get": operation("getLast", ref("Joined"), tags=["Events"])},
    },
    {
        "Member": thing({"id": STRING}, "id"),
        "Joined": event("joined", member=ref("Member")),
        "Left": event("left"),
    },
    securitySchemes={
        "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
        "token": {"type": "http", "scheme": "bearer"},
    },
    pathItems={"Shared": {"put": operation("putShared", requestBody=body(ref("Member")))}},
)
DOCUMENT["security"] = [{"key": []}]
NAMES = '[scopes]\ntenant = "/tenants/{tenant}"\n'


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    return generate(tmp_path_factory.mktemp("operations"), DOCUMENT, names=NAMES)


def things(package: ModuleType) -> ModuleType:
    return part(package, "operations.account.things")


async def test_a_missing_operation_id_is_made_of_method_and_path(package: ModuleType, wire: Wire) -> None:
    wire.reply([{"id": "1"}])
    async with account(package, wire) as scope:
        (member,) = await scope.things.get_rooms_by_id_members("r")
    assert (member.id, wire.last().path) == ("1", "/rooms/r/members")
    assert things(package).GET_ROOMS_BY_ID_MEMBERS.operation == "getRoomsByIdMembers"


async def test_keywords_and_builtins_as_operation_ids(package: ModuleType, wire: Wire) -> None:
    async with account(package, wire) as scope:
        await scope.things.import_()
        assert wire.last().path == "/import"
        wire.reply([{"id": "1"}])
        assert [member.id for member in await scope.things.list()] == ["1"]
        wire.reply({"a": "b"})
        assert await scope.things.dict_() == {"a": "b"}
        assert await scope.things.json() == {"a": "b"}
    annotation = inspect.signature(things(package).ThingsOperations.list).return_annotation
    assert annotation == "builtins.list[Member]"


async def test_tags_become_resources(package: ModuleType, wire: Wire) -> None:
    async with account(package, wire) as scope:
        await scope.general.get_untagged()
        await scope.class_.get_odd()
    assert [request.path for request in wire.arrived] == ["/no-tag", "/odd-tag"]


async def test_a_scope_binds_its_ids(package: ModuleType, wire: Wire) -> None:
    client = caller(package, wire)
    scope = part(package, "scopes").TenantScope(client, "t/1")
    await scope.rooms.list_tenant_rooms()
    await scope.rooms.get_tenant_room("r")
    await client.aclose()
    assert [request.path for request in wire.arrived] == ["/tenants/t%2F1/rooms", "/tenants/t%2F1/rooms/r"]


async def test_a_deprecated_operation_warns_at_the_line_that_calls_it(
    package: ModuleType, wire: Wire
) -> None:
    wire.reply({"id": "1"})
    async with account(package, wire) as scope:
        with pytest.warns(
            DeprecationWarning, match=r"account\.things\.get_old is deprecated by the API"
        ) as caught:
            await scope.things.get_old()
    assert [warning.filename for warning in caught] == [__file__]
    assert "Deprecated by the API" in things(package).ThingsOperations.get_old.__doc__


async def test_a_sync_call_warns_once_at_the_line_that_calls_it(package: ModuleType, wire: Wire) -> None:
    wire.reply({"id": "1"})

    def run() -> list[warnings.WarningMessage]:
        with blocking(package, wire) as scope, warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            scope.things.get_old()
        return caught

    caught = await asyncio.to_thread(run)
    assert [(warning.category, warning.filename) for warning in caught] == [(DeprecationWarning, __file__)]


async def test_lists_with_limit_and_offset_are_walked(package: ModuleType, wire: Wire) -> None:
    wire.reply({"total": 1, "members": [{"id": "1"}]})
    async with account(package, wire) as scope:
        assert [member.id async for member in scope.things.list_paged(page_size=7)] == ["1"]
        assert wire.last().query == [("limit", "7"), ("offset", "0")]
        wire.reply([None])
        assert await scope.things.list_unpaged(limit=1) == [None]


def test_security_schemes_of_the_spec(package: ModuleType) -> None:
    module = things(package)
    assert module.GET_SECURED.schemes == {"key", "token"}
    assert module.GET_PUBLIC.schemes == frozenset()
    assert module.GET_EXTENDED.schemes == {"key"}


async def test_a_path_item_may_be_a_reference(package: ModuleType, wire: Wire) -> None:
    async with account(package, wire) as scope:
        await scope.things.put_shared(id="1")
    assert (wire.last().method, wire.last().path, wire.last().json) == ("PUT", "/shared-item", {"id": "1"})


def test_events_are_told_apart_and_unknown_ones_come_through(package: ModuleType) -> None:
    events, models = part(package, "events"), part(package, "models")
    joined = {"type": "joined", "id": "1", "member": {"id": "m"}}
    assert events.decode_event(joined) == models.Joined(type="joined", id="1", member=models.Member(id="m"))
    late = events.decode_event(joined, check_payload=False)
    assert (late._undecoded, late.member, late._undecoded) == ({"id": "m"}, models.Member(id="m"), None)
    assert late == events.decode_event(joined)
    unknown = events.decode_event({"type": "moved", "id": "2"})
    assert (type(unknown).__name__, unknown.id, unknown.raw) == (
        "UnknownEvent",
        "2",
        {"type": "moved", "id": "2"},
    )
    assert not hasattr(part(package, "operations.account.events").EventsOperations, "describe_events")


async def test_an_event_stream_decodes_its_events(package: ModuleType, wire: Wire) -> None:
    wire.reply(b'data: {"type": "left", "id": "7"}\n\n', content_type="text/event-stream")
    async with account(package, wire) as scope, scope.events.stream() as stream:
        event = await anext(aiter(stream))
    assert (type(event).__name__, event.id) == ("Left", "7")


def test_a_new_event_type_is_there_after_regeneration(tmp_path: Any) -> None:
    more = changed(("components/schemas/Moved", event("moved", to=STRING)), document=DOCUMENT)
    union = more["paths"]["/events/schema"]["get"]["responses"]["200"]["content"]["application/json"][
        "schema"
    ]
    union["oneOf"].append(ref("Moved"))
    package = generate(tmp_path, more, names=NAMES)
    moved = part(package, "events").decode_event({"type": "moved", "id": "1", "to": "x"})
    assert moved == part(package, "models").Moved(type="moved", id="1", to="x")


def test_an_event_with_several_objects_is_decoded_at_once(tmp_path: Any) -> None:
    more = changed(
        ("components/schemas/Moved", event("moved", a=ref("Member"), b=ref("Member"))), document=DOCUMENT
    )
    union = more["paths"]["/events/schema"]["get"]["responses"]["200"]["content"]["application/json"][
        "schema"
    ]
    union["oneOf"].append(ref("Moved"))
    package = generate(tmp_path, more, names=NAMES)
    raw = {"type": "moved", "id": "1", "a": {"id": "m"}, "b": {"id": "n"}}
    moved = part(package, "events").decode_event(raw, check_payload=False)
    member = part(package, "models").Member
    assert moved == part(package, "models").Moved(type="moved", id="1", a=member(id="m"), b=member(id="n"))


async def test_errors_are_typed_whatever_the_spec_says(package: ModuleType, wire: Wire) -> None:
    wire.reply({"message": "no"}, status=418)
    async with account(package, wire) as scope:
        with pytest.raises(APIError) as caught:
            await scope.things.import_()
    assert (caught.value.status, caught.value.operation) == (418, "import")
