"""Where the examples of one page run: an emulator, two sets of names, a folder and a shell.

A page is one story: names that an example defines are there for the next one, in the async version or, for tabs
called Sync and code that imports ``cortex_sync``, in the sync one. All examples of a page share one emulator, which
runs in a thread, so that blocking code can call it as well.
"""

from __future__ import annotations

import ast
import asyncio
import doctest
import importlib
import inspect
import io
import re
import sys
from collections.abc import Callable, Coroutine
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, redirect_stdout
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen

from cortex_async import CortexClient
from cortex_async.emulator import Emulator, ThreadedEmulator
from cortex_sync import CortexClient as SyncClient
from tests.docs.evaluating import Block
from tests.docs.shell import Shell

LIMIT = 30
"""Seconds that one example may take."""

_VARYING = [
    (re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?"), "<time>"),
    (re.compile(r"\d{4}-\d\d-\d\d"), "<date>"),
    (re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"), "<id>"),
    (re.compile(r"127\.0\.0\.1:\d+|localhost:\d+"), "<address>"),
]


class Enough(BaseException):
    """Ends an example that would go on for ever. No ``Exception``: routers keep those."""


@frozen
class Meanwhile:
    """What happens while the examples run that contain ``part``: ``act`` in a thread, and the end once
    ``until`` has been printed.
    """

    part: str
    act: Callable[[], object] = lambda: None
    until: str | None = None


class Screen(io.StringIO):
    """Keeps what is printed, and raises ``Enough`` once a line contains ``until``."""

    def __init__(self, until: str | None) -> None:
        super().__init__()
        self.until = until

    def write(self, text: str) -> int:
        written = super().write(text)
        if self.until is not None and "\n" in text and self.until in self.getvalue():
            raise Enough
        return written


class Stage:
    """Runs the blocks of one page."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, **options: Any) -> None:
        self.folder = folder
        self.monkeypatch = monkeypatch
        self.printed: list[str] = []
        self.names: dict[str, Any] = {"__name__": "page"}
        self.sync_names: dict[str, Any] = {"__name__": "page"}
        self.meanwhile: list[Meanwhile] = []
        self.before: Callable[[], None] = lambda: None
        self._options = options
        self._left = ExitStack()
        self._shell: Shell | None = None

    def __enter__(self) -> Stage:
        self._left.enter_context(redirect_stdout(io.StringIO()))
        modules = set(sys.modules)
        self._left.callback(lambda: [sys.modules.pop(name) for name in _local(self.folder, modules)])
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
        self._left.close()

    def environment(self) -> dict[str, str]:
        emulator = self.emulator
        return {
            "CORTEX_BASE_URL": emulator.base_url,
            "CORTEX_API_KEY": emulator.api_key,
            "CORTEX_PROJECT": emulator.project_id,
        }

    @property
    def project(self) -> Any:
        return self.client.project(self.emulator.project_id)

    @property
    def sync_project(self) -> Any:
        return self.sync_client.project(self.emulator.project_id)

    def run(self, coroutine: Coroutine[Any, Any, Any]) -> Any:
        """Run a coroutine in the event loop of the page."""
        return self.runner.run(asyncio.wait_for(coroutine, LIMIT))

    def python(self, block: Block) -> None:
        """Run Python as a page shows it, with ``await`` at the top level if need be."""
        self.before()
        self.write(block)
        if block.title is not None and block.title != "conftest.py":
            module = importlib.import_module(block.title.removesuffix(".py").replace("/", "."))
            self.printed.append("")
            self._call_tests(vars(module))
            return
        sync = block.tab == "sync" or "cortex_sync" in block.source
        names = self.sync_names if sync else self.names
        # Line numbers of tracebacks are those of the page.
        source = "\n" * block.line + block.source
        code = compile(source, block.page, "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
        meant = next((one for one in self.meanwhile if one.part in block.source), Meanwhile(""))
        screen = Screen(meant.until)
        with ThreadPoolExecutor(1) as pool, redirect_stdout(screen):
            acting: Future[object] = pool.submit(meant.act)
            try:
                awaited = eval(code, names)
                if inspect.isawaitable(awaited):
                    self.run(_finish(awaited))
                assert meant.until is None, (
                    f"{block.page}:{block.line} ended before {meant.until!r} was printed"
                )
            except Enough:
                pass
            acting.result(LIMIT)
        self.printed.append(screen.getvalue())
        self._call_tests(names)

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
        self.before()
        if self._shell is None:
            self._shell = self._left.enter_context(Shell.opened(self.folder, self.environment()))
        self.printed.append(self._shell.run(block.source))

    def compare(self, block: Block) -> None:
        """Compare what the page shows with what the block before it printed; ``...`` is anything."""
        shown, printed = (_constant(text) for text in (block.source, self.printed[-1]))
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


async def _finish(awaitable: Any) -> Any:
    return await awaitable


def _local(folder: Path, before: set[str]) -> list[str]:
    """Modules that were imported from ``folder``."""
    found = {name: getattr(sys.modules[name], "__file__", None) for name in set(sys.modules) - before}
    return [name for name, file in found.items() if file and Path(file).is_relative_to(folder)]


def _constant(text: str) -> str:
    for varying, constant in _VARYING:
        text = varying.sub(constant, text)
    return "\n".join(line.rstrip() for line in text.expandtabs().splitlines()) + "\n"
