"""Parses YAML 1.2 into JSON values, and limits in advance how much aliases may expand.

OpenAPI has the scalars of YAML 1.2, where ``on`` and ``12:30:00`` are strings. PyYAML has those of 1.1.
https://yaml.org/spec/1.2.2/#103-core-schema
"""

from __future__ import annotations

import re
from typing import Any

import yaml
from attrs import define, field

from generator.refusal import Refusal, pointer, pointer_below
from generator.source.plain import DEPTH

# Nodes that aliases and merge keys may add to the written ones.
_SURPLUS = 200_000
_LONGEST_NUMBER = 1000
_MERGE = "tag:yaml.org,2002:merge"
_NUMBERS = ("tag:yaml.org,2002:int", "tag:yaml.org,2002:float")


class _Loader(yaml.SafeLoader):
    """A loader of the core schema that limits nested brackets, which PyYAML scans in quadratic time."""

    yaml_implicit_resolvers = {}  # noqa: RUF012  # PyYAML's own attribute, filled below

    def fetch_flow_collection_start(self, TokenClass: Any) -> None:  # noqa: N803  # PyYAML's name
        if self.flow_level > DEPTH:
            raise yaml.YAMLError(f"it is nested deeper than {DEPTH} levels")
        super().fetch_flow_collection_start(TokenClass)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        self.flatten_mapping(node)
        return {self.key(key): self.construct_object(value, deep=deep) for key, value in node.value}

    def key(self, node: yaml.Node) -> str:
        """Return a key as JSON has it: a string, the same one for 0x1 and 1."""
        value = self.construct_object(node)
        if isinstance(value, (bool, float)) or value is None:
            return str(node.value).lower() or "null"
        return str(value)

    def whole(self, node: yaml.Node) -> int:
        text = str(node.value)
        base = {"0x": 16, "0o": 8}.get(text[:2], 10)
        return int(text if base == 10 else text[2:], base)


_Loader.add_constructor("tag:yaml.org,2002:int", _Loader.whole)
for _tag, _pattern, _first in (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", list("-+0123456789")),
    (
        "float",
        r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)",
        list("-+.0123456789"),
    ),
    ("merge", r"<<", ["<"]),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(rf"(?:{_pattern})\Z"), _first)


def load(text: str, source: str) -> Any:
    """Parse the one document in ``text``. Raises ``Refusal`` or ``yaml.YAMLError``."""
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        if node is None:
            return None
        sizes = _Sizes(loader, source)
        if sizes.of(node, pointer()) > len(sizes.known) + _SURPLUS:
            raise Refusal(source, "grows without bound through its aliases", "write out what they refer to")
        return loader.construct_document(node)
    finally:
        loader.dispose()


@define
class _Sizes:
    """The number of nodes that each node expands to.

    Every node is visited once, however often an alias names it.
    """

    loader: _Loader
    source: str
    known: dict[int, int] = field(factory=dict)
    _open: set[int] = field(factory=set)

    def of(self, node: yaml.Node, place: str) -> int:
        key = id(node)
        if key in self.known:
            return self.known[key]
        if key in self._open:
            raise Refusal(
                self.source + place, "contains itself through an alias", "write out what it refers to"
            )
        self._open.add(key)
        self.known[key] = 1 + self._inside(node, place)
        self._open.discard(key)
        return self.known[key]

    def _inside(self, node: yaml.Node, place: str) -> int:
        if isinstance(node, yaml.SequenceNode):
            return sum(self.of(one, pointer_below(place, number)) for number, one in enumerate(node.value))
        if not isinstance(node, yaml.MappingNode):
            if node.tag in _NUMBERS and len(node.value) > _LONGEST_NUMBER:
                raise Refusal(self.source + place, "is a number of over 1000 digits", "write it as a string")
            return 0
        size, seen = 0, set[str]()
        for key, value in node.value:
            size += self.of(key, place)
            name = self._name(key)
            if name in seen:
                raise Refusal(self.source + pointer_below(place, name), "appears twice", "keep one of them")
            seen.add(name)
            size += self.of(value, pointer_below(place, name))
        return size

    def _name(self, key: yaml.Node) -> str:
        if not isinstance(key, yaml.ScalarNode):
            raise Refusal(self.source, "has a key that is not a scalar", "use a string")
        return str(key.value) if key.tag == _MERGE else self.loader.key(key)
