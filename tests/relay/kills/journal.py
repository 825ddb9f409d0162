"""Files of JSON lines: processes write them, and the test reads on where it has stopped."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any


class Log:
    """The writing side. Each line is written in one step, so a killed process leaves complete lines."""

    def __init__(self, path: str) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def write(self, *line: object) -> None:
        os.write(self._file, json.dumps(line).encode() + b"\n")


class Journal:
    """The reading side. Each line begins with what it is about."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._place = self._returned = 0
        self._lines: list[list[Any]] = []

    def lines(self, about: str | None = None) -> list[list[Any]]:
        """The complete lines so far, without what they are about if that is chosen."""
        self._read()
        return [line[1:] for line in self._lines if line[0] == about] if about else self._lines

    def further(self) -> list[list[Any]]:
        """The lines that this method has not returned yet."""
        self._read()
        begin, self._returned = self._returned, len(self._lines)
        return self._lines[begin:]

    def _read(self) -> None:
        if not self.path.exists():
            return
        with open(self.path, "rb") as file:
            file.seek(self._place)
            whole, newline, _ = file.read().rpartition(b"\n")
        self._place += len(whole) + len(newline)
        self._lines += [json.loads(line) for line in whole.split(b"\n") if line]


async def until(condition: Callable[[], bool], what: str, seconds: float) -> None:
    """Wait for something that has to happen, and say what did not."""
    try:
        async with asyncio.timeout(seconds):
            while not condition():  # noqa: ASYNC110  (it happens in other processes)
                await asyncio.sleep(0.1)
    except TimeoutError:
        raise AssertionError(f"{what} within {seconds:g} s") from None
