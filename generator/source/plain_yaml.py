"""Parses YAML into JSON values, and limits in advance how much aliases may expand."""

from __future__ import annotations

from datetime import date
from typing import Any

import yaml
from attrs import define, field

from generator.refusal import Refusal, pointer, pointer_below
from generator.source.plain import DEPTH, Repeated

# Nodes that aliases and merge keys may add to the written ones.
_SURPLUS = 200_000
_LONGEST_NUMBER = 1000
_MERGE = "tag:yaml.org,2002:merge"
_NUMBERS = ("tag:yaml.org,2002:int", "tag:yaml.org,2002:float")


class _Loader(yaml.SafeLoader):
    """A loader that limits nested brackets: PyYAML's scanner takes quadratic time for them."""

    def fetch_flow_collection_start(self, TokenClass: Any) -> None:  # noqa: N803  # PyYAML's name
        if self.flow_level > DEPTH:
            raise yaml.YAMLError(f"it is nested deeper than {DEPTH} levels")
        super().fetch_flow_collection_start(TokenClass)


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
        return _as_json(loader.construct_document(node), source, pointer())
    finally:
        loader.dispose()


@define
class _Sizes:
    """The number of nodes that each node expands to.

    Every node is visited once, however often an alias names it.
    """

    loader: yaml.SafeLoader
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
        """Return the key as JSON has it, where 0x1 and 1 are the same."""
        if not isinstance(key, yaml.ScalarNode):
            raise Refusal(self.source, "has a key that is not a scalar", "use a string")
        return str(key.value if key.tag == _MERGE else self.loader.construct_object(key))


def _as_json(value: Any, source: str, place: str) -> Any:
    """Convert keys and dates to strings: YAML has numbers as keys and dates as values, JSON has neither."""
    if isinstance(value, dict):
        found: dict[str, Any] = {}
        for key, member in value.items():
            name = str(key)
            inner = _as_json(member, source, pointer_below(place, name))
            found[name] = Repeated() if name in found else inner
        return found
    if isinstance(value, list):
        return [_as_json(one, source, pointer_below(place, number)) for number, one in enumerate(value)]
    return value.isoformat() if isinstance(value, date) else value
