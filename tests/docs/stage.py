"""Where the examples of one page run: an emulator, two sets of names, a folder and a shell.

A page is one story: names that an example defines are there for the next one, in the async version or, for tabs
called Sync and code that imports ``cortex_sync``, in the sync one. All examples of a page share one emulator, which
runs in a thread, so that blocking code can call it as well.
"""

from __future__ import annotations

import ast
import asyncio
import doctest
import inspect
import io
import sys
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from contextlib import ExitStack, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen

from cortex_async import CortexClient
from cortex_async.emulator import Emulator, ThreadedEmulator
from cortex_sync import CortexClient as SyncClient
from tests.docs.awaited import Awaited
from tests.docs.comparing import constant
from tests.docs.evaluating import Block
from tests.docs.screen import LIMIT, Enough, Screen
from tests.docs.shell import Shell
from tests.docs.surroundings import local_modules
from tests.logs import logging_as_it_was


@frozen
class Meanwhile:
    """What happens while the examples run that contain ``part``: ``act`` in a thread, and the end once
    ``until`` has been printed.
    """

    part: str
    act: Callable[[], object] = lambda: None
    until: str | None = None


class Stage:
    """Runs the blocks of one page."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, **options: Any) -> None:
        self.folder = folder
        self.monkeypatch = monkeypatch
        self.printed: list[str] = []
        self.names: dict[str, Any] = {"__name__": "page"}
        self.sync_names: dict[str, Any] = {"__name__": "page"}
        self.meanwhile: list[Meanwhile] = []
        self.before: Callable[[Block], None] = lambda block: None
        self.after: Callable[[Block], None] = lambda block: None
        self.replaced: dict[str, str] = {}
        self.variables: dict[str, str] = {}
        self.errors = io.StringIO()
        self._options = options
        self._left = ExitStack()
        self._shell: Shell | None = None
        self._programs: list[dict[str, Any]] = []

    def __enter__(self) -> Stage:
        self._left.enter_context(redirect_stdout(io.StringIO()))
        self._left.enter_context(logging_as_it_was())
        modules = set(sys.modules)
        self._left.callback(lambda: [sys.modules.pop(name) for name in local_modules(self.folder, modules)])
        self.runner = self._left.enter_context(asyncio.Runner())
        self.emulator: ThreadedEmulator = self._left.enter_context(Emulator.in_thread(**self._options))
        self.monkeypatch.chdir(self.folder)
        self.monkeypatch.syspath_prepend(str(self.folder))
        for name, value in self.environment().items():
            self.monkeypatch.setenv(name, value)
        self.client = CortexClient()
        self._left.callback(lambda: self.run(self.client.close()))
        self.sync_client = self._left.enter_context(SyncClient())
        return self

    def __exit__(self, *_: object) -> None:
        for names in (self.names, self.sync_names, *self._programs):
            for value in list(names.values()):  # programs end with their process, but this one goes on
                if isinstance(value, SyncClient):
                    value.close()
                elif isinstance(value, CortexClient):
                    self.run(value.close())
        self._left.close()

    def environment(self) -> dict[str, str]:
        emulator = self.emulator
        return {
            "CORTEX_BASE_URL": emulator.base_url,
            "CORTEX_API_KEY": emulator.api_key,
            "CORTEX_PROJECT_ID": emulator.project_id,
        }

    @property
    def awaited(self) -> Any:
        """The emulator for ``await``."""
        return Awaited(self.emulator)

    @property
    def project(self) -> Any:
        return self.client.project(self.emulator.project_id)

    @property
    def sync_project(self) -> Any:
        return self.sync_client.project(self.emulator.project_id)

    def run(self, coroutine: Coroutine[Any, Any, Any]) -> Any:
        """Run a coroutine in the event loop of the page."""
        return self.runner.run(asyncio.wait_for(coroutine, LIMIT))

    def until(self, text: str) -> None:
        """Block until the running example has printed ``text``: for ``Meanwhile.act``."""
        self._screen.wait_for(text)

    def output(self, coroutine: Coroutine[Any, Any, Any]) -> tuple[Any, str]:
        """The result of a coroutine, and what it prints."""
        with redirect_stdout(Screen()) as screen:
            return self.run(coroutine), screen.getvalue()

    def play(self, example: Any, act: Callable[[], object], until: str | None = None) -> str:
        """Run an example, a coroutine or a function, while ``act`` runs in a thread; return what it prints."""
        self._screen = Screen(until)
        acting: Future[object] = Future()
        threading.Thread(
            target=_act, args=(act, acting), daemon=True
        ).start()  # may wait for a failed example
        with redirect_stdout(self._screen), redirect_stderr(self.errors):
            try:
                awaited = example() if callable(example) else example
                if inspect.isawaitable(awaited):
                    self.run(_finish(awaited))
                if until is not None:
                    raise AssertionError(f"the example ended before {until!r} was printed")
            except Enough:
                pass
            acting.result(LIMIT)
        return self._screen.getvalue()

    def python(self, block: Block) -> None:
        """Run Python as a page shows it, with ``await`` at the top level if need be."""
        self.before(block)
        self.write(block)
        sync = block.tab == "sync" or "cortex_sync" in block.source
        names = self.sync_names if sync else self.names
        if block.title is not None:  # a program or a module of its own
            names = {"__name__": "__main__", "__file__": str(self.folder / block.title)}
            self._programs.append(names)
        source = block.source
        for old, new in self.replaced.items():
            source = source.replace(old, new)
        # Line numbers of tracebacks are those of the page.
        source = "\n" * block.line + source
        code = compile(source, block.page, "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
        meant = next((one for one in self.meanwhile if one.part in block.source), Meanwhile(""))
        if meant.part:
            self.emulator.wait_for_streams(0)  # those of the example before
        self.printed.append(self.play(lambda: eval(code, names), meant.act, meant.until))
        self._call_tests(names)
        self.after(block)

    def _call_tests(self, names: dict[str, Any]) -> None:
        """Call the tests that a block defines, with the fixtures of the SDK's pytest plugin."""
        fixtures = {
            "cortex_emulator": self.emulator,
            "cortex_client": self.client,
            "cortex_project": self.project,
            "cortex_sync_client": self.sync_client,
            "cortex_sync_project": self.sync_project,
        }
        for name in [name for name in names if name.startswith("test_")]:
            test = names.pop(name)
            wanted = inspect.signature(test).parameters
            result = test(**{one: fixtures[one] for one in wanted})
            if inspect.isawaitable(result):
                self.run(_finish(result))

    def shell(self, block: Block) -> None:
        """Run a shell block, without the lines that are not run."""
        self.before(block)
        if self._shell is None:
            environment = {**self.environment(), **self.variables}
            self._shell = self._left.enter_context(Shell.opened(self.folder, environment))
        self.printed.append(self._shell.run(block.source))

    def compare(self, block: Block) -> None:
        """Compare what the page shows with what the block before it printed; ``...`` is anything."""
        shown, printed = (constant(text) for text in (block.source, self.printed[-1]))
        checker = doctest.OutputChecker()
        if not checker.check_output(shown, printed, doctest.ELLIPSIS):
            raise AssertionError(
                f"{block.page}:{block.line} shows\n{block.source}\nbut printed was\n{self.printed[-1]}"
            )

    def write(self, block: Block) -> None:
        """Write a block with a file name into the folder."""
        if block.title is not None:
            path = self.folder / block.title
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.source, "utf-8")


def _act(act: Callable[[], object], result: Future[object]) -> None:
    try:
        result.set_result(act())
    except BaseException as error:
        result.set_exception(error)


async def _finish(awaitable: Any) -> Any:
    return await awaitable
