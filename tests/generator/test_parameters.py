"""Second ring, parameters: where they are declared, how they are sent, what they are called."""

from __future__ import annotations

import inspect
from datetime import UTC, date, datetime
from types import ModuleType
from typing import Any

import pytest

from tests.generator.exchange import Wire, account
from tests.generator.workshop import DATETIME, INTEGER, STRING, document, generate, operation, part

ID = {"name": "id", "in": "path", "required": True, "schema": STRING}


def query(name: str, schema: Any, **more: Any) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": schema, **more}


def header(name: str, schema: Any, **more: Any) -> dict[str, Any]:
    return {"name": name, "in": "header", "schema": schema, **more}


LIST = {"type": "array", "items": STRING}

DOCUMENT = document(
    {
        "/rooms/{id}": {
            "parameters": [ID, query("lang", STRING, description="of the path"), query("page", INTEGER)],
            "get": operation(
                "getRoom", parameters=[query("page", STRING, required=True, description="of the operation")]
            ),
        },
        "/counted/{n}/{flag}": {
            "get": operation(
                "getCounted",
                parameters=[
                    {"name": "n", "in": "path", "required": True, "schema": INTEGER},
                    {"name": "flag", "in": "path", "required": True, "schema": {"type": "boolean"}},
                ],
            )
        },
        "/search": {
            "get": operation(
                "search",
                parameters=[
                    {"$ref": "#/components/parameters/Limit"},
                    query("ids", LIST),
                    query("joined", LIST, explode=False),
                    query("since", DATETIME),
                    query("day", {"type": "string", "format": "date"}),
                    query("exact", {"type": "boolean"}),
                    query("level", {"type": "integer", "enum": [1, 2]}),
                    query("kinds", {"type": "array", "items": {"enum": ["a", "b"]}}),
                    query("one", {"type": ["string", "array"], "items": STRING}),
                    query("mode", {"const": "fast"}),
                    query("null", {"type": ["string", "null"]}),
                    query("score", {"type": "number"}),
                ],
            )
        },
        "/headers": {
            "get": operation(
                "getHeaders",
                parameters=[
                    header("X-Text", STRING),
                    header("X-Count", INTEGER),
                    header("X-Many", LIST),
                    header("Accept", STRING),
                    header("Authorization", STRING),
                ],
            )
        },
        "/keywords": {
            "get": operation(
                "getKeywords",
                parameters=[
                    query(name, STRING)
                    for name in ("class", "from", "list", "str", "models", "self", "2fa", "é")
                ],
            )
        },
        "/old": {
            "get": operation(
                "getOld", parameters=[query("legacy", STRING, deprecated=True, description="Old.")]
            )
        },
    },
    parameters={"Limit": query("limit", INTEGER, required=True)},
)


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    return generate(tmp_path_factory.mktemp("parameters"), DOCUMENT)


async def arrived(package: ModuleType, wire: Wire, method: str, *positional: Any, **keywords: Any) -> Any:
    async with account(package, wire) as scope:
        await getattr(scope.things, method)(*positional, **keywords)
    return wire.last()


def signature(package: ModuleType, method: str) -> dict[str, str]:
    found = inspect.signature(getattr(part(package, "operations.account.things").ThingsOperations, method))
    return {name: parameter.annotation for name, parameter in found.parameters.items()}


async def test_parameters_of_the_path_unless_the_operation_declares_its_own(
    package: ModuleType, wire: Wire
) -> None:
    request = await arrived(package, wire, "get_room", "a/b", page="one", lang="en")
    assert request.path == "/rooms/a%2Fb"
    assert sorted(request.query) == [("lang", "en"), ("page", "one")]
    assert signature(package, "get_room") == {
        "self": inspect.Parameter.empty,
        "room_id": "str",
        "page": "str",
        "lang": "str | Unset",
        "options": "Unpack[Options]",
    }


async def test_numbers_and_flags_in_a_path(package: ModuleType, wire: Wire) -> None:
    assert (await arrived(package, wire, "get_counted", 7, True)).path == "/counted/7/true"
    assert signature(package, "get_counted")["n"] == "int"


@pytest.mark.parametrize(
    ("keyword", "given", "sent"),
    [
        ("ids", ["a", "b,c"], [("ids", "a"), ("ids", "b,c")]),
        ("joined", ("a", "b"), [("joined", "a,b")]),
        ("since", datetime(2026, 1, 31, 12, tzinfo=UTC), [("since", "2026-01-31T12:00:00Z")]),
        ("day", date(2026, 1, 31), [("day", "2026-01-31")]),
        ("exact", False, [("exact", "false")]),
        ("level", 3, [("level", "3")]),
        ("kinds", ["a", "new"], [("kinds", "a"), ("kinds", "new")]),
        ("one", "x", [("one", "x")]),
        ("one", ["x", "y"], [("one", "x"), ("one", "y")]),
        ("mode", "fast", [("mode", "fast")]),
        ("null", "x", [("null", "x")]),
        ("score", 2.0, [("score", "2")]),
    ],
)
async def test_how_a_query_is_written(
    package: ModuleType, wire: Wire, keyword: str, given: object, sent: list[tuple[str, str]]
) -> None:
    request = await arrived(package, wire, "search", limit=1, **{keyword: given})
    assert sorted(request.query) == sorted([*sent, ("limit", "1")])


def test_what_a_query_is_typed_as(package: ModuleType) -> None:
    annotations = signature(package, "search")
    assert {name: annotations[name] for name in ("limit", "ids", "level", "one", "mode", "null")} == {
        "limit": "int",
        "ids": "Iterable[str] | Unset",
        "level": "SearchLevel | int | Unset",
        "one": "str | Sequence[str] | Unset",
        "mode": "Literal['fast'] | str | Unset",
        "null": "str | Unset",
    }


async def test_headers(package: ModuleType, wire: Wire) -> None:
    """OpenAPI derives Accept and Authorization from media types and security schemes."""
    request = await arrived(package, wire, "get_headers", x_text="t", x_count=3, x_many=["a", "b"])
    assert {name: request.headers[name] for name in ("x-text", "x-count", "x-many")} == {
        "x-text": "t",
        "x-count": "3",
        "x-many": "a,b",
    }
    assert list(signature(package, "get_headers")) == ["self", "x_count", "x_many", "x_text", "options"]
    assert "x-text" not in (await arrived(package, wire, "get_headers")).headers


async def test_names_taken_by_python_or_the_emitted_code(package: ModuleType, wire: Wire) -> None:
    given = {
        "class_": "1",
        "from_": "2",
        "list_": "3",
        "str_": "4",
        "models_": "5",
        "self_": "6",
        "n2fa": "7",
        "value": "8",
    }
    request = await arrived(package, wire, "get_keywords", **given)
    assert sorted(request.query) == [
        ("2fa", "7"),
        ("class", "1"),
        ("from", "2"),
        ("list", "3"),
        ("models", "5"),
        ("self", "6"),
        ("str", "4"),
        ("é", "8"),
    ]


def test_a_deprecated_parameter_says_so(package: ModuleType) -> None:
    doc = part(package, "operations.account.things").ThingsOperations.get_old.__doc__
    assert "legacy: Old. Deprecated." in doc
