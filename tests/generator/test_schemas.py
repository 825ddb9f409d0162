"""Second ring, models: every way to describe a value, decoded from a response and sent back."""

from __future__ import annotations

import inspect
from pathlib import Path
from types import ModuleType
from typing import Any

import attrs
import pytest

from cortex_async import ArgumentTypeError, DecodeError
from tests.generator.exchange import Wire, account
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

NULL = {"type": "null"}

SCHEMAS: dict[str, Any] = {
    "Base": thing({"id": STRING, "created": DATETIME}, "id"),
    "Named": {"type": "object", "required": ["name"], "properties": {"name": STRING}},
    "Combined": {"allOf": [ref("Base"), ref("Named"), {"required": ["extra"]}], "properties": {"extra": INTEGER}},
    "Nested": {"allOf": [ref("Combined"), thing({"deep": STRING}, "deep")]},
    "Wrapped": thing(
        {
            "one": {"allOf": [ref("Base")], "description": "the one", "deprecated": True},
            "hinted": {"allOf": [ref("Base"), {"description": "a hint", "nullable": True}]},
            "shade": {"allOf": [ref("Colour")], "default": "red"},
        },
        "hinted",
    ),
    "Colour": {"type": "string", "enum": ["red", "green"]},
    "Nullable": thing(
        {
            "flagged": {"$ref": "#/components/schemas/Base", "nullable": True},
            "oneof": {"oneOf": [ref("Base"), NULL]},
            "anyof": {"anyOf": [ref("Base"), NULL]},
            "listed": {"type": ["string", "null"]},
            "behind": ref("MaybeText"),
            "enumerated": {"enum": ["a", "b", None]},
            "items": {"type": "array", "items": {"type": ["string", "null"]}},
            "values": {"type": "object", "additionalProperties": {"anyOf": [ref("Base"), NULL]}},
        },
        "flagged",
        "oneof",
        "anyof",
        "listed",
        "behind",
        "enumerated",
        "items",
        "values",
    ),
    "MaybeText": {"type": ["string", "null"]},
    "Kinds": thing(
        {
            "either": {"type": ["string", "integer"]},
            "model": {"oneOf": [STRING, ref("Base")]},
            "when": {"oneOf": [DATETIME, {"type": "boolean"}]},
            "urls": {"oneOf": [STRING, {"type": "array", "items": STRING}]},
            "many": {"anyOf": [ref("Base"), {"type": "array", "items": ref("Base")}, INTEGER]},
            "free": {"x-free-form": True},
        }
    ),
    "Constants": thing(
        {
            "text": {"const": "on"},
            "number": {"const": 7},
            "flag": {"const": True},
            "single": {"enum": ["only"]},
            "yes": {"enum": [True]},
            "both": {"enum": [True, False]},
        },
        "text",
        "number",
        "flag",
        "single",
        "yes",
        "both",
    ),
    "Levels": thing({"level": {"type": "integer", "enum": [1, 2, 3]}, "levels": {"type": "array", "items": {"enum": [1, 2, 3]}}}, "level"),
    "Colours": thing({"first": ref("Colour"), "all": {"type": "array", "items": ref("Colour")}}, "all"),
    "Tree": thing({"name": STRING, "children": {"type": "array", "items": ref("Tree")}, "parent": ref("Tree")}, "name"),
    "Maps": thing(
        {
            "counts": {"type": "object", "additionalProperties": INTEGER},
            "bases": {"type": "object", "additionalProperties": ref("Base")},
            "free": {"type": "object"},
            "open": {"type": "object", "additionalProperties": True},
            "lists": {"type": "object", "additionalProperties": {"type": "array", "items": ref("Base")}},
        }
    ),
    "Cat": thing({"kind": STRING, "lives": INTEGER}, "kind"),
    "Dog": thing({"kind": STRING, "tricks": {"type": "array", "items": STRING}}, "kind"),
    "Pets": thing(
        {
            "mapped": {
                "oneOf": [ref("Cat"), ref("Dog")],
                "discriminator": {
                    "propertyName": "kind",
                    "mapping": {"kitty": "#/components/schemas/Cat", "cat": "Cat", "hound": "#/components/schemas/Dog"},
                },
            },
            "named": {"oneOf": [ref("Cat"), ref("Dog")], "discriminator": {"propertyName": "kind"}},
            "own": {"type": "array", "items": {"oneOf": [ref("Left"), ref("Right")]}},
            "child": ref("Shape"),
        }
    ),
    "Left": thing({"left": STRING, "both": STRING}, "left"),
    "Right": thing({"right": STRING, "both": STRING}, "right"),
    "Shape": thing({"type": STRING}, "type", discriminator={"propertyName": "type", "mapping": {"round": "Circle"}}),
    "Circle": {"allOf": [ref("Shape"), thing({"radius": INTEGER}, "radius")]},
    "Square": {"allOf": [ref("Shape"), thing({"side": INTEGER}, "side")]},
    "Int64": thing({"asText": {"type": "string", "format": "int64"}, "asNumber": {"type": "integer", "format": "int64"}}),
    "Extended": thing({"a": {**STRING, "x-anything": {"b": 1}}, "secret": {**STRING, "x-secret": True}}, "a", **{"x-more": 1}),
    "Odd": thing(
        dict.fromkeys(("class", "import", "def", "list", "field", "date", "type", "id", "2nd", "a-b", "None"), STRING),
        "class",
    ),
    "Exception": thing({"text": STRING}, "text"),
    "any": thing({"text": STRING}, "text"),
    "Old": thing({"gone": {**STRING, "deprecated": True, "description": "Not used."}}),
}  # fmt: skip

SENT = sorted(set(SCHEMAS) - {"Colour", "MaybeText", "Shape"})
DOCUMENT = document(
    {
        f"/{name}": {
            "get": operation(f"get{name}", ref(name), tags=["Things"]),
            "put": operation(f"put{name}", requestBody=body({"oneOf": [ref(name), NULL]})),
        }
        for name in SENT
    },
    SCHEMAS,
)


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    return generate(tmp_path_factory.mktemp("schemas"), DOCUMENT)


async def there_and_back(package: ModuleType, wire: Wire, name: str, payload: Any) -> Any:
    """Decode the response ``payload`` to a model; sending it back must give ``payload`` again."""
    from generator.naming import snake

    wire.reply(payload)
    async with account(package, wire) as scope:
        result = await getattr(scope.things, snake(f"get{name}"))()
        keywords = inspect.signature(getattr(scope.things, snake(f"put{name}"))).parameters
        if "body" in keywords:
            await getattr(scope.things, snake(f"put{name}"))(body=result)
        else:
            fields = {a.name: getattr(result, a.name) for a in attrs.fields(type(result))}
            await getattr(scope.things, snake(f"put{name}"))(**fields)
    assert wire.last().json == payload
    return result


def field_types(package: ModuleType, name: str) -> dict[str, str]:
    return dict(getattr(part(package, "models"), name).__annotations__)


async def test_all_of_several_members_is_one_class(package: ModuleType, wire: Wire) -> None:
    payload = {"id": "1", "name": "n", "extra": 2, "created": "2026-01-31T12:00:00Z"}
    combined = await there_and_back(package, wire, "Combined", payload)
    assert (combined.id, combined.name, combined.extra, combined.created.year) == ("1", "n", 2, 2026)
    nested = await there_and_back(package, wire, "Nested", {"id": "1", "name": "n", "extra": 2, "deep": "d"})
    assert nested.deep == "d"


async def test_all_of_one_member_is_that_member(package: ModuleType, wire: Wire) -> None:
    wrapped = await there_and_back(
        package, wire, "Wrapped", {"hinted": None, "one": {"id": "1"}, "shade": "blue"}
    )
    assert (type(wrapped.one).__name__, wrapped.hinted, wrapped.shade) == ("Base", None, "blue")
    assert field_types(package, "Wrapped")["hinted"] == "Base | None"
    assert "the one\n\n    Deprecated." in inspect.getsource(type(wrapped))


async def test_every_way_to_allow_null(package: ModuleType, wire: Wire) -> None:
    names = ("flagged", "oneof", "anyof", "listed", "behind", "enumerated")
    nulls = dict.fromkeys(names) | {"items": [None, "x"], "values": {"a": None, "b": {"id": "1"}}}
    nullable = await there_and_back(package, wire, "Nullable", nulls)
    assert nullable.values["b"].id == "1"
    found = field_types(package, "Nullable")
    assert {name: found[name] for name in names} == {
        "flagged": "Base | None",
        "oneof": "Base | None",
        "anyof": "Base | None",
        "listed": "str | None",
        "behind": "str | None",
        "enumerated": "NullableEnumerated | str | None",
    }
    assert (found["items"], found["values"]) == ("list[str | None]", "dict[str, Base | None]")


@pytest.mark.parametrize(
    ("field", "value", "annotation"),
    [
        ("either", "x", "str | int"),
        ("either", 5, "str | int"),
        ("model", "x", "str | Base"),
        ("model", {"id": "1"}, "str | Base"),
        ("when", "2026-01-31T12:00:00Z", "datetime | bool"),
        ("when", True, "datetime | bool"),
        ("urls", ["a", "b"], "str | list[str]"),
        ("many", {"id": "1"}, "Base | list[Base] | int"),
        ("many", [{"id": "1"}], "Base | list[Base] | int"),
        ("many", 3, "Base | list[Base] | int"),
        ("free", [{"any": None}], "JSON"),
    ],
)
async def test_unions_are_told_apart_by_the_kind_of_json(
    package: ModuleType, wire: Wire, field: str, value: Any, annotation: str
) -> None:
    kinds = await there_and_back(package, wire, "Kinds", {field: value})
    decoded = getattr(kinds, field)
    expected = {"model": "Base", "many": "Base"}.get(field) if isinstance(value, dict) else None
    assert expected is None or type(decoded).__name__ == expected
    assert field != "when" or value is True or decoded.year == 2026
    assert field_types(package, "Kinds")[field] == f"{annotation} | None | Unset"


async def test_constants_keep_other_values_of_their_kind(package: ModuleType, wire: Wire) -> None:
    payload = {"text": "on", "number": 7, "flag": True, "single": "only", "yes": True, "both": False}
    await there_and_back(package, wire, "Constants", payload)
    await there_and_back(package, wire, "Constants", payload | {"text": "off", "number": 8, "flag": False})
    assert field_types(package, "Constants") == {
        "text": "Literal['on'] | str",
        "number": "Literal[7] | int",
        "flag": "Literal[True] | bool",
        "single": "Literal['only'] | str",
        "yes": "Literal[True] | bool",
        "both": "bool",
    }


async def test_enums_of_integers_and_arrays_of_enums_stay_open(package: ModuleType, wire: Wire) -> None:
    levels = await there_and_back(package, wire, "Levels", {"level": 9, "levels": [1, 4]})
    assert (levels.level, levels.levels) == (9, [1, 4])
    assert field_types(package, "Levels")["level"] == "LevelsLevel | int"
    assert part(package, "models").LevelsLevel.__args__ == (1, 2, 3)
    colours = await there_and_back(package, wire, "Colours", {"all": ["red", "blue"], "first": "pink"})
    assert colours.all == ["red", "blue"]
    assert field_types(package, "Colours")["all"] == "list[Colour | str]"


async def test_a_schema_may_contain_itself(package: ModuleType, wire: Wire) -> None:
    payload = {"name": "a", "children": [{"name": "b", "children": []}], "parent": {"name": "c"}}
    tree = await there_and_back(package, wire, "Tree", payload)
    assert (tree.children[0].name, tree.parent.name) == ("b", "c")


async def test_additional_properties_of_a_schema(package: ModuleType, wire: Wire) -> None:
    payload = {
        "counts": {"a": 1},
        "bases": {"x": {"id": "1"}},
        "free": {"y": [1]},
        "open": {},
        "lists": {"k": [{"id": "2"}]},
    }
    maps = await there_and_back(package, wire, "Maps", payload)
    assert (maps.bases["x"].id, maps.lists["k"][0].id) == ("1", "2")


@pytest.mark.parametrize(
    ("payload", "field", "expected"),
    [
        ({"mapped": {"kind": "kitty", "lives": 9}}, "mapped", "Cat"),
        ({"mapped": {"kind": "hound"}}, "mapped", "Dog"),
        ({"named": {"kind": "Dog", "tricks": ["sit"]}}, "named", "Dog"),
        ({"own": [{"right": "r"}, {"left": "l"}]}, "own", "Right"),
        ({"child": {"type": "round", "radius": 1}}, "child", "Circle"),
        ({"child": {"type": "Square", "side": 1}}, "child", "Square"),
        ({"mapped": {"kind": "parrot", "words": 3}}, "mapped", "dict"),
    ],
)
async def test_discriminators_and_properties_tell_models_apart(
    package: ModuleType, wire: Wire, payload: Any, field: str, expected: str
) -> None:
    """A value that matches no member stays unchanged, in both directions."""
    pets = await there_and_back(package, wire, "Pets", payload)
    found = getattr(pets, field)
    assert type(found[0] if isinstance(found, list) else found).__name__ == expected


async def test_a_union_whose_members_have_their_own_properties_is_closed(
    package: ModuleType, wire: Wire
) -> None:
    """A union told apart by values is open, as an enumeration is."""
    found = field_types(package, "Pets")
    assert found["own"] == "list[Left | Right] | None | Unset"
    assert found["named"] == "Cat | Dog | dict[str, Any] | None | Unset"
    values: tuple[Any, ...] = ({"both": "b"}, "left", 5, [])
    for value in values:
        wire.reply({"own": [value]})
        async with account(package, wire) as scope:
            with pytest.raises(DecodeError, match=r"own\[0\]: expected (Left or Right|an object), got "):
                await scope.things.get_pets()


async def test_numbers_of_64_bits(package: ModuleType, wire: Wire) -> None:
    number = 2**63 - 1
    value = await there_and_back(package, wire, "Int64", {"asText": str(number), "asNumber": number})
    assert (value.as_text, value.as_number) == (number, number)
    with pytest.raises(ArgumentTypeError, match=r"^as_text must be an integer"):
        await there_and_back(package, wire, "Int64", {"asText": "9 and more"})


async def test_extensions_are_ignored_except_for_ours(package: ModuleType, wire: Wire) -> None:
    value = await there_and_back(package, wire, "Extended", {"a": "1", "secret": "hush"})
    assert "hush" not in repr(value)


async def test_names_taken_by_python_or_the_emitted_code(package: ModuleType, wire: Wire) -> None:
    payload = dict.fromkeys(SCHEMAS["Odd"]["properties"], "x")
    odd = await there_and_back(package, wire, "Odd", payload)
    assert [a.name for a in attrs.fields(type(odd))] == [
        "class_",
        "id",
        "a_b",
        "date_",
        "def_",
        "field_",
        "import_",
        "list_",
        "n2nd",
        "none",
        "type",
    ]
    assert type(await there_and_back(package, wire, "Exception", {"text": "x"})).__name__ == "Exception_"
    assert type(await there_and_back(package, wire, "any", {"text": "x"})).__name__ == "Any_"


def test_a_deprecated_field_says_so(package: ModuleType) -> None:
    assert "Not used.\n\n    Deprecated." in inspect.getsource(part(package, "models").Old)


def test_class_docstrings_list_the_fields(tmp_path: Path) -> None:
    note = {
        **STRING,
        "description": 'Several\nlines, "quotes" and """ too. ' + "Very long. " * 100,
        "deprecated": True,
    }
    more = {"size": {**INTEGER, "description": "In people."}, "note": note, "bare": STRING}
    schemas = {"Room": thing({"id": STRING, **more}, "id", description="A room."), "Guest": thing(more)}
    guest = operation("addGuest", requestBody=body({"type": "array", "items": ref("Guest")}))
    paths = {"/rooms": {"get": operation("getRoom", ref("Room")), "post": guest}}
    models = part(generate(tmp_path, document(paths, schemas)), "models")
    lines = [line.strip() for line in models.Room.__doc__.splitlines()]
    assert lines[:5] == ["A room.", "", "Attributes:", "id (str)", "bare (str | None)"]
    assert "size (int | None): In people." in lines
    assert any(line.startswith("note (str | None): Several lines, \"quotes\" and ''' too.") for line in lines)
    assert len(" ".join(lines)) < 600
    assert "..." in models.Room.__doc__
    assert lines[-2:] == ["Schema Room of the API.", ""]
    assert models.Guest.__doc__.startswith("Schema Guest of the API.\n")
    assert "    size (int, default UNSET): In people.\n" in models.Guest.__doc__
