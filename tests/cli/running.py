"""Runs ``cortex`` in this process, with its own stdin, stdout, stderr and environment."""

from __future__ import annotations

import asyncio
import io
import json
import os
import sys
from collections.abc import Mapping
from typing import Any
from unittest import mock

from attrs import frozen

from cortex_cli.entry import run_line

KEY = "ots_live_canary_of_the_key"


@frozen
class Ran:
    """What a command line did."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        """The objects of NDJSON."""
        return [json.loads(line) for line in self.out.splitlines()]


class Terminal(io.TextIOWrapper):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def environment(url: str = "", project: str = "p1", key: str = KEY) -> dict[str, str]:
    found = {name: value for name, value in os.environ.items() if not name.startswith("CORTEX_")}
    given = {"CORTEX_BASE_URL": url, "CORTEX_API_KEY": key, "CORTEX_PROJECT_ID": project}
    return found | {name: value for name, value in given.items() if value}


def ran(
    *arguments: str, stdin: bytes = b"", env: Mapping[str, str] | None = None, terminal: bool = False
) -> Ran:
    """Run a command line to its end."""
    kind = Terminal if terminal else io.TextIOWrapper
    streams = [kind(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2)]
    given = kind(io.BytesIO(stdin), encoding="utf-8")
    with (
        mock.patch.object(sys, "stdin", given),
        mock.patch.object(sys, "stdout", streams[0]),
        mock.patch.object(sys, "stderr", streams[1]),
        mock.patch.dict(os.environ, env if env is not None else environment(), clear=True),
    ):
        code = run_line(arguments)
    out, err = (stream.buffer.getvalue().decode() for stream in streams)  # type: ignore[attr-defined]  # BytesIO
    return Ran(code, out, err)


async def ran_beside(*arguments: str, **settings: Any) -> Ran:
    """Run a command line in a thread, beside a server in this event loop."""
    return await asyncio.to_thread(ran, *arguments, **settings)
