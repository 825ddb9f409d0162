"""Imports a module in a thread, so that the event loop keeps running."""

from __future__ import annotations

import asyncio
import threading
from importlib import import_module


class BackgroundImport:
    """One module, imported once no matter how many tasks and loops wait for it.

    done: whether it has been imported by this object.
    """

    def __init__(self, module: str) -> None:
        self.done: bool = False
        self._module = module
        self._lock = threading.Lock()
        self._waiting: list[asyncio.Future[None]] = []

    async def wait(self) -> None:
        """Wait for the import. Raises what the import raised."""
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            # The loop of another library, such as trio: the call itself will raise WrongLoop.
            self._import()
            return
        # The loop of cortex_sync runs nothing else meanwhile, and a thread would be in the way of a fork and
        # of the exit.
        if (standing_still := getattr(loop, "standing_still", None)) is not None:
            with standing_still():
                self._import()
            return
        imported: asyncio.Future[None] = loop.create_future()
        with self._lock:
            first = not self._waiting
            self._waiting.append(imported)
        if first:
            # A daemon thread and not one of an executor: those may all be busy, and the interpreter waits for
            # them at exit.
            thread = threading.Thread(target=self._work, name="cortex-import", daemon=True)
            try:
                thread.start()
            except RuntimeError:
                # No more threads can be started, or the interpreter is shutting down.
                self._work()
        await imported

    def _import(self) -> None:
        import_module(self._module)
        self.done = True

    def _work(self) -> None:
        problem: Exception | None = None
        try:
            self._import()
        except Exception as error:  # noqa: BLE001  (whatever it is, the waiting tasks get it)
            problem = error
        with self._lock:
            waiting, self._waiting = self._waiting, []
        for imported in waiting:
            loop = imported.get_loop()
            try:
                loop.call_soon_threadsafe(_settle, imported, problem)
            except RuntimeError:
                # That loop has closed, so no task waits there any more.
                continue


def _settle(imported: asyncio.Future[None], problem: Exception | None) -> None:
    if imported.done():
        return
    if problem is None:
        imported.set_result(None)
    else:
        imported.set_exception(problem)
