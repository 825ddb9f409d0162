"""Checks the paths of generated files: names of a spec must neither lead elsewhere nor collide."""

from __future__ import annotations

import re

from attrs import define, field

from generator.naming import is_device
from generator.refusal import Refusal

_PART = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,199}(?:\.py|\.md)?")


@define
class Files:
    """Files by path. Two paths that differ only in case would be the same file on some systems."""

    texts: dict[str, str] = field(factory=dict)
    _folded: dict[str, str] = field(factory=dict)

    def add(self, path: str, text: str) -> None:
        for part in path.split("/"):
            if not _PART.fullmatch(part) or is_device(part):
                raise Refusal(
                    path,
                    f"{part} is not a valid file name on every system",
                    "give it another one in names.toml",
                )
        other = self._folded.setdefault(path.casefold(), path)
        if other != path or path in self.texts:
            raise Refusal(path, f"is the same file as {other} on some systems", "rename one in names.toml")
        self.texts[path] = text
