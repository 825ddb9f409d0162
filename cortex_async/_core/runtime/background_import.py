"""Imports a module in a thread, so that the event loop goes on meanwhile."""

from __future__ import annotations

import asyncio
import threading
from importlib import import_module


class BackgroundImport:
    """One module, which is imported once however many tasks and loops wait for it.

    done: whether it has been, here or where it was not worth a thread.
    """

    def __init__(self, module: str) -> None:
        self.done: bool = False
        self._module = module
        self._lock = threading.Lock()
        self._waiting: list[asyncio.Future[None]] = []

    async def wait(self) -> None:
        """Returns when the module has been imported, and raises what importing it raised."""
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            # Another library's loop: whoever makes a call there is told so.
            self._import()
            return
        # Where nobody else waits, as on the loop of cortex_sync, a thread would only be in the way: of a fork, and of the exit.
        if getattr(loop, "may_stand_still", False):
            self._import()
            return
        imported: asyncio.Future[None] = loop.create_future()
        with self._lock:
            first = not self._waiting
            self._waiting.append(imported)
        if first:
            # A daemon, and no executor's thread: those may be busy, and the end of a program waits for them.
            thread = threading.Thread(target=self._work, name="cortex-import", daemon=True)
            try:
                thread.start()
            except RuntimeError:
                # There can be no more threads, or the interpreter is about to end.
                self._work()
        await imported

    def _import(self) -> None:
        import_module(self._module)
        self.done = True

    def _work(self) -> None:
        problem: Exception | None = None
        try:
            self._import()
        except Exception as error:  # noqa: BLE001  (whatever it is, those who wait get it)
            problem = error
        with self._lock:
            waiting, self._waiting = self._waiting, []
        for imported in waiting:
            loop = imported.get_loop()
            try:
                loop.call_soon_threadsafe(_settle, imported, problem)
            except RuntimeError:
                # That loop has closed: nobody waits there any more.
                continue


def _settle(imported: asyncio.Future[None], problem: Exception | None) -> None:
    if imported.done():
        return
    if problem is None:
        imported.set_result(None)
    else:
        imported.set_exception(problem)
