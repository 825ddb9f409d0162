"""Small specs with the constructs of real OpenAPI documents that no rule of the generator fits exactly.

Each schema of ``VALUES`` is the property ``x`` of Thing, with JSON values and what they decode to: a value, or
the name of a class for an object.
"""

from __future__ import annotations

from typing import Any

from attrs import field, frozen

from tests.generator.workshop import INTEGER, STRING, document, operation, ref, thing


@frozen
class Case:
    """``notes`` are parts of the notes that the build makes, in order; ``schemas`` are further components.

    ``mismatches`` are values that the union refuses.
    """

    schema: Any
    values: tuple[tuple[Any, Any], ...]
    notes: tuple[str, ...] = ()
    schemas: dict[str, Any] = field(factory=dict)
    mismatches: tuple[Any, ...] = ()

    @property
    def document(self) -> dict[str, Any]:
        paths = {
            "/thing": {"get": operation("getThing", ref("Thing")), "put": operation("putThing", ref("Thing"))}
        }
        return document(paths, {"Thing": thing({"x": self.schema}), **self.schemas})


def constant(value: Any, name: str = "kind") -> dict[str, Any]:
    return {name: {"type": "string", "enum": [value]}}


CAT = thing({**constant("cat"), "lives": INTEGER}, "kind")
DOG = thing({**constant("dog"), "tricks": INTEGER}, "kind")
PETS = {"Cat": CAT, "Dog": DOG}
SIZED = thing({"size": {"type": "string", "enum": ["s", "m"]}, "a": STRING}, "size")
LARGE = thing({"size": {"type": "string", "enum": ["l", "xl"]}, "a": STRING}, "size")
NUMBERED = {"type": "integer", "oneOf": [{"title": "ON", "const": 1}, {"title": "OFF", "const": 2}]}
FALLBACK = "decoded as dict"

CASES = {
    "constants": Case(
        {"oneOf": [ref("Cat"), ref("Dog")]},
        (({"kind": "dog"}, "Dog"), ({"kind": "cat"}, "Cat"), ({"kind": "cow"}, {"kind": "cow"})),
        schemas=PETS,
    ),
    "disjoint enums": Case(
        {"anyOf": [ref("Sized"), ref("Large")]},
        (({"size": "m"}, "Sized"), ({"size": "xl"}, "Large")),
        schemas={"Sized": SIZED, "Large": LARGE},
    ),
    "constants that are optional": Case(
        {"oneOf": [ref("Orb"), ref("Url")]},
        (({"type": "orb"}, "Orb"), ({"type": "url"}, "Url"), ({}, {})),
        schemas={
            "Orb": thing({**constant("orb", "type"), "a": STRING}),
            "Url": thing({**constant("url", "type"), "a": STRING}),
        },
    ),
    "constants of a referenced enum": Case(
        {"oneOf": [ref("Start"), ref("Stop")]},
        (({"kind": 2}, "Stop"), ({"kind": 1}, "Start")),
        schemas={
            "Kind": NUMBERED,
            "Start": thing({"kind": {"type": "integer", "enum": [1], "allOf": [ref("Kind")]}}, "kind"),
            "Stop": thing({"kind": {"type": "integer", "enum": [2], "allOf": [ref("Kind")]}}, "kind"),
        },
    ),
    "a discriminator whose values are the constants": Case(
        {"oneOf": [ref("Cat"), ref("Dog")], "discriminator": {"propertyName": "kind"}},
        (({"kind": "dog"}, "Dog"),),
        schemas=PETS,
    ),
    "a union within a union": Case(
        {"oneOf": [ref("Pet"), ref("Car")]},
        (({"kind": "dog"}, "Dog"), ({"kind": "car"}, "Car")),
        schemas={**PETS, "Pet": {"oneOf": [ref("Cat"), ref("Dog")]}, "Car": thing(constant("car"), "kind")},
    ),
    "one property after another": Case(
        {"oneOf": [ref("Text"), ref("Call"), ref("Result")]},
        (
            ({"role": "user", "text": "hi"}, "Text"),
            ({"role": "tool", "arguments": "1", "text": "hi"}, "Call"),
            ({"role": "tool", "result": "1"}, "Result"),
        ),
        schemas={
            "Text": thing({"role": {"enum": ["user", "agent"]}, "text": STRING}, "role"),
            "Call": thing(
                {**constant("tool", "role"), "arguments": STRING, "text": STRING}, "role", "arguments"
            ),
            "Result": thing({**constant("tool", "role"), "result": STRING, "text": STRING}, "role"),
        },
    ),
    "the kind of a value": Case(
        {"oneOf": [ref("Line"), ref("Lines")]},
        (({"content": "a"}, "Line"), ({"content": ["a"]}, "Lines")),
        mismatches=({},),
        schemas={
            "Line": thing({"content": STRING}, "content"),
            "Lines": thing({"content": {"type": "array", "items": STRING}}, "content"),
        },
    ),
    "objects that nothing tells apart": Case(
        {"oneOf": [ref("One"), ref("Two")]},
        (({"a": "x"}, {"a": "x"}),),
        (f"nothing tells One, Two from the other members: {FALLBACK}",),
        {"One": thing({"a": STRING}, "a"), "Two": thing({"a": STRING}, "a")},
    ),
    "a described object beside an open one": Case(
        {"anyOf": [ref("Cat"), {"type": "object"}]},
        (({"kind": "cat", "lives": 9}, "Cat"), ({"lives": 9}, {"lives": 9})),
        schemas=PETS,
    ),
    "an object without constants beside an open one": Case(
        {"anyOf": [ref("Plain"), {"type": "object", "additionalProperties": STRING}]},
        (({"a": "b"}, {"a": "b"}),),
        (f"nothing tells Plain from the other objects: {FALLBACK}",),
        {"Plain": thing({"a": STRING}, "a")},
    ),
    "several kinds of arrays": Case(
        {"anyOf": [{"type": "array", "items": STRING}, {"type": "array", "items": INTEGER}, STRING]},
        ((["a"], ["a"]), ([5.0], [5]), ("a", "a")),
        ("has several kinds of arrays",),
    ),
    "any JSON among others": Case(
        {"anyOf": [STRING, {}]}, ((["a"], ["a"]),), ("has no type", "has a member that allows any JSON")
    ),
    "no type": Case({"description": "Anything."}, (([1], [1]), ("a", "a"), (None, None)), ("has no type",)),
    "always null": Case({"type": "null"}, ((None, None),), ("is always null",)),
    "an array without items": Case({"type": "array"}, (([1, "a"], [1, "a"]),), ("array without items",)),
    "items without a type": Case({"items": INTEGER}, (([5.0], [5]),)),
    "an enum of several kinds": Case(
        {"enum": ["a", 1, True]}, ((1, 1), ("b", "b")), ("enum of other kinds",)
    ),
    "an enum of fractions": Case(
        {"type": "number", "enum": [0.5, 1]}, ((0.5, 0.5),), ("enum of other kinds",)
    ),
    "an enum made of constants": Case(ref("Level"), ((2, 2), (7, 7)), schemas={"Level": NUMBERED}),
    "a narrower enum": Case(
        {"allOf": [ref("Level"), {"enum": ["a", "b"]}]},
        (("a", "a"), ("z", "z")),
        schemas={"Level": {"type": "string", "enum": ["a", "b", "c"]}},
    ),
    "allOf of scalars": Case(
        {"allOf": [{"type": "number"}, {"type": "integer"}, {"minimum": 1}]}, ((5.0, 5),)
    ),
    "allOf of arrays": Case(
        {"allOf": [{"type": "array", "items": STRING}, {"items": {"enum": ["a", "b"]}}]}, ((["a"], ["a"]),)
    ),
    "oneOf within allOf": Case(
        {"allOf": [{"oneOf": [ref("Cat"), ref("Dog")]}, thing({"id": INTEGER}, "id")]},
        (({"kind": "cat", "id": 5.0}, "ThingXOption1"), ({"kind": "dog", "id": 5}, "ThingXOption2")),
        schemas=PETS,
    ),
    "oneOf beside properties": Case(
        ref("Named"),
        (({"kind": "cat", "name": "a"}, "NamedOption1"), ({"kind": "dog", "name": "a"}, "NamedOption2")),
        schemas={**PETS, "Named": {**thing({"name": STRING}), "oneOf": [ref("Cat"), ref("Dog")]}},
    ),
    "a discriminator within allOf": Case(
        {
            "allOf": [
                {
                    "oneOf": [ref("Left"), ref("Right")],
                    "discriminator": {"propertyName": "side", "mapping": {"l": ref("Left")["$ref"]}},
                },
                thing({"id": INTEGER}),
            ]
        },
        (({"side": "l"}, "ThingXOption1"), ({"side": "Right"}, "ThingXOption2")),
        schemas={"Left": thing({"side": STRING}, "side"), "Right": thing({"side": STRING}, "side")},
    ),
    "alternatives that only restrict": Case(
        ref("Either"),
        (({"a": "x"}, "Either"),),
        ("has anyOf that only restricts it",),
        {
            "Either": {
                **thing({"a": STRING, "b": STRING}),
                "anyOf": [{"required": ["a"]}, {"required": ["b"]}],
            }
        },
    ),
    "oneOf beside anyOf": Case(
        {"oneOf": [ref("Cat")], "anyOf": [ref("Cat"), ref("Dog")]},
        (({"kind": "cat"}, "Cat"),),
        ("has anyOf beside oneOf",),
        PETS,
    ),
    "a property restated": Case(
        {"allOf": [ref("Edge"), thing({"to": {"type": "string", "enum": ["end"]}}, "to")]},
        (({"to": "end", "id": 5.0}, "ThingX"),),
        schemas={"Edge": thing({"to": STRING, "id": INTEGER}, "id")},
    ),
    "a restated property that excludes alternatives": Case(
        {"allOf": [ref("Edge"), thing({"on": thing({**constant("dog"), "loud": STRING}, "loud")})]},
        (({"on": {"kind": "dog", "loud": "y"}}, "ThingX"),),
        schemas={**PETS, "Edge": thing({"on": {"oneOf": [ref("Cat"), ref("Dog")]}})},
    ),
    "a required property that is not described": Case(
        ref("Lacking"),
        (({"a": "x"}, "Lacking"), ({"a": "x", "b": [1]}, "Lacking")),
        ("requires b, which it does not describe",),
        {"Lacking": thing({"a": STRING}, "a", "b")},
    ),
    "a schema within a schema": Case(
        ref("Outer/properties/inner"),
        (({"a": "x"}, "OuterInner"),),
        schemas={"Outer": thing({"inner": thing({"a": STRING})})},
    ),
    "$id and $anchor": Case(
        thing({"whole": {"$ref": "/schemas/part"}, "id": {"$ref": "/schemas/part#part_id"}}),
        (({"whole": {"id": 5.0}, "id": 5.0}, "ThingX"),),
        schemas={"Part": {**thing({"id": {**INTEGER, "$anchor": "part_id"}}), "$id": "/schemas/part"}},
    ),
    "a list that contains itself": Case(
        ref("Loop"),
        (([[["a"]]], [[["a"]]]),),
        ("contains itself without an object in between",),
        {"Loop": {"type": "array", "items": ref("Loop")}},
    ),
}
