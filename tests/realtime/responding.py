"""A server that responds at once, and counts of what live views execute."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Generator
from contextlib import contextmanager
from types import FrameType
from typing import Any

import orjson

from cortex_async import live as package
from cortex_async._core.options import Options
from cortex_async._core.request import Request
from cortex_async._core.response import Response
from tests.realtime.live_caller import PlayedCaller, headers, public_name
from tests.realtime.live_events import moment, plain, session

FOLDER = package.__path__[0]


class RespondingCaller(PlayedCaller):
    """Responds with a number of sessions, titled ``B`` when they are fetched one by one, and no messages."""

    def __init__(self, sessions: int) -> None:
        super().__init__()
        self.sessions = sessions
        self.seconds = 0.0
        self.fetched_one = 0

    async def send(self, request: Request, options: Options) -> Response:
        await asyncio.sleep(0)
        body: object
        if public_name(request) == "messages.list":
            body = []
        elif public_name(request) == "sessions.list":
            body = [plain(session(f"s{number}")) for number in range(self.sessions)]
        else:
            self.fetched_one += 1
            body = plain(session(request.path[-1], title="B"))
        return Response(200, headers(moment(self.seconds).timestamp()), orjson.dumps(body))


@contextmanager
def counting() -> Generator[list[int]]:
    """Counts the bytecodes of live views, in functions entered from here on."""
    count, before = [0], sys.gettrace()

    def inside(frame: FrameType, happening: str, argument: Any) -> Any:
        count[0] += happening == "opcode"
        return inside

    def enter(frame: FrameType, happening: str, argument: Any) -> Any:
        if not frame.f_code.co_filename.startswith(FOLDER):
            return None
        frame.f_trace_lines, frame.f_trace_opcodes = False, True
        return inside

    sys.settrace(enter)
    try:
        yield count
    finally:
        sys.settrace(before)
