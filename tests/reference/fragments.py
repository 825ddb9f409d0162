"""Runs the short pieces of code of docstrings against the emulator, with what ``fragments.toml`` says is around them."""

from __future__ import annotations

import ast
import asyncio
import contextlib
import inspect
import io
import re
import sys
import tomllib
from collections.abc import Coroutine, Mapping
from types import ModuleType
from typing import Any, Final

from attrs import frozen

from cortex_async import CortexClient
from cortex_async.emulator import ThreadedEmulator
from tests.docs.awaited import Awaited
from tests.docs.pages import ROOT

DATA: Final[Mapping[str, Any]] = tomllib.loads((ROOT / "tests/reference/fragments.toml").read_text("utf-8"))
PATIENCE: Final = 30.0
LISTENING: Final = re.compile("http://127.0.0.1:8787|https://cortex.example.com")
"""The addresses that pieces write for a running emulator and for the API."""
SPEAKER: Final = "player-17"


class _Ending(ast.NodeTransformer):
    """Ends what would go on for ever, and gives values where a piece writes ``...``."""

    def visit_AsyncFor(self, node: ast.AsyncFor) -> ast.AsyncFor:
        """One item shows that the loop works."""
        node.body.append(ast.Break())
        return node

    def visit_Await(self, node: ast.Await) -> ast.Await:
        """``await relay.run()`` goes on until it is cancelled."""
        self.generic_visit(node)
        if isinstance(node.value, ast.Call) and ast.unparse(node.value.func).endswith(".run"):
            node.value = ast.Call(ast.Name("_while_events_arrive", ast.Load()), [node.value], [])
        return node

    def visit_keyword(self, node: ast.keyword) -> ast.keyword:
        self.generic_visit(node)
        if isinstance(node.value, ast.Constant) and node.value.value is ...:
            node.value = ast.parse(f"_given[{node.arg!r}]", mode="eval").body
        return node


@frozen
class Surroundings:
    """Where pieces run: an emulator, and a client on the event loop of all of them."""

    emulator: ThreadedEmulator
    client: CortexClient

    async def run(self, page: str, code: str, public: Mapping[str, object]) -> None:
        """Run a piece of a page, in a session of its own.

        public: the names of the SDK.
        """
        emulator, project = self.emulator, self.client.project(self.emulator.project_id)
        await asyncio.to_thread(emulator.reset)
        session = await project.sessions.create(title="Raid", external_room_id="room-1")
        message = await asyncio.to_thread(emulator.say, session.id, SPEAKER, "you are done")
        await asyncio.to_thread(emulator.annotate, message["id"], "toxicity", {"score": 0.93})
        # A module: Litestar looks up the names of annotations there.
        module = ModuleType("page")
        names = vars(module)
        names |= {
            **public,
            "client": self.client,
            "project": project,
            "project_id": emulator.project_id,
            "session_id": session.id,
            "message_id": message["id"],
            "emulator": Awaited(emulator),
        }
        sys.modules["page"] = module
        try:
            await self._run(page, code, names)
        finally:
            del sys.modules["page"]

    async def _run(self, page: str, code: str, names: dict[str, Any]) -> None:
        emulator = self.emulator
        given = {**DATA["given"], "api_key": emulator.api_key, "session_id": emulator.fusion_session}
        also = [before for part, before in DATA["also"].items() if part in code]
        await _run("\n".join([DATA["before"].get(page, ""), *also]), page, names)
        await asyncio.to_thread(emulator.wait_for_streams, 0)  # those of before
        async with asyncio.timeout(PATIENCE), asyncio.TaskGroup() as group:
            happened = asyncio.Event()
            events = group.create_task(self._events(names["session_id"], happened))
            names |= {"_given": given, "_while_events_arrive": lambda run: _until(happened, run)}
            try:
                await _run(LISTENING.sub(emulator.base_url, code), page, names)
            finally:
                events.cancel()
                for made in [one for one in names.values() if isinstance(one, CortexClient)]:
                    if made is not self.client:
                        await made.close()

    async def _events(self, ended: str, happened: asyncio.Event) -> None:
        """What goes on while a stream is open, again and again: a live view has what happens before its snapshot in that."""
        project = self.client.project(self.emulator.project_id)
        await project.sessions.stop(ended)
        while True:
            if self.emulator.streams:
                session = await project.sessions.create(title="Another", external_room_id="room-2")
                await asyncio.to_thread(self.emulator.say, session.id, SPEAKER, "on my way")
                happened.set()
            await asyncio.sleep(0.02)


async def _until(happened: asyncio.Event, running: Coroutine[Any, Any, object]) -> None:
    """Run a coroutine that goes on until it is cancelled, while something happens."""
    async with asyncio.TaskGroup() as group:
        task = group.create_task(running)
        await happened.wait()
        task.cancel()


async def _run(code: str, page: str, names: dict[str, Any]) -> None:
    """Run code in the event loop if it awaits, else in a thread, as what blocks would be."""
    tree = ast.fix_missing_locations(_Ending().visit(ast.parse(code)))
    compiled = compile(tree, page, "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
    with contextlib.redirect_stdout(io.StringIO()):
        if compiled.co_flags & inspect.CO_COROUTINE:
            await eval(compiled, names)
        else:
            await asyncio.to_thread(exec, compiled, names)
