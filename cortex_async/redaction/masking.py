"""Replaces what the rules find.

The kinds are looked for one after the other, each only between what is masked already. Replacements that a
string has from the start are left alone in the same way, so masking twice is the same as masking once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import TypeAlias

from attrs import frozen

from cortex_async.redaction import addresses, emails, links, numbers

Find: TypeAlias = Callable[[str], Iterable[tuple[int, int, str]]]


@frozen
class Masking:
    """What is looked for, in this order, and what stands in its place."""

    finds: tuple[Find, ...]
    replacements: dict[str, str]
    replaced: re.Pattern[str]

    def mask(self, text: str) -> str:
        """The string without anything that is found; the same object if nothing is."""
        # Every other part is a replacement.
        known = any(one in text for one in self.replacements.values())
        parts = self.replaced.split(text) if known else [text]
        before = len(parts)
        for find in self.finds:
            parts = [new for number, part in enumerate(parts) for new in self._masked(find, number, part)]
        return text if len(parts) == before else "".join(parts)

    def _masked(self, find: Find, number: int, part: str) -> list[str]:
        if number % 2 or not part:
            return [part]
        made: list[str] = []
        end = 0
        for start, stop, kind in find(part):
            made += [part[end:start], self.replacements[kind]]
            end = stop
        made.append(part[end:])
        return made


@lru_cache(maxsize=32)
def masking(kinds: frozenset[str], replacement: str) -> Masking:
    """What masks these kinds. ``{kind}`` in the replacement stands for the kind."""
    replacements = {kind: replacement.replace("{kind}", kind) for kind in kinds}
    longest_first = sorted(set(replacements.values()), key=len, reverse=True)
    # No kinds: a pattern that never matches.
    replaced = re.compile(f"({'|'.join(map(re.escape, longest_first)) or '(?!)'})")
    return Masking(tuple(_finds(kinds)), replacements, replaced)


def _finds(kinds: frozenset[str]) -> Iterable[Find]:
    # A URL may hold an e-mail address, an e-mail address holds a host, and all of them may hold numbers.
    if "url" in kinds:
        yield lambda text: ((start, end, "url") for start, end in links.find(text))
    if "email" in kinds:
        yield lambda text: ((start, end, "email") for start, end in emails.find(text))
    if "url" in kinds:
        yield lambda text: ((start, end, "url") for start, end in links.find_hosts(text))
    if "ip" in kinds:
        yield lambda text: ((start, end, "ip") for start, end in addresses.find_4(text))
        yield lambda text: ((start, end, "ip") for start, end in addresses.find_6(text))
    if kinds & {"card", "phone"}:
        yield lambda text: numbers.find(text, kinds)
