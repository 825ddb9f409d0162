"""Paths of generated files: what a spec calls its parts must not lead anywhere else, nor on to one another."""

from __future__ import annotations

import re

from attrs import define, field

from generator.naming import is_device
from generator.refusal import Refusal

_PART = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,199}(?:\.py|\.md)?")


@define
class Files:
    """``texts`` by path. Two that differ in nothing but case would be one file on some disks."""

    texts: dict[str, str] = field(factory=dict)
    _folded: dict[str, str] = field(factory=dict)

    def add(self, path: str, text: str) -> None:
        for part in path.split("/"):
            if not _PART.fullmatch(part) or is_device(part):
                raise Refusal(
                    path, f"{part} is no name for a file on every system", "give it another one in names.toml"
                )
        other = self._folded.setdefault(path.casefold(), path)
        if other != path or path in self.texts:
            raise Refusal(path, f"is the same file as {other} on some systems", "rename one in names.toml")
        self.texts[path] = text
