"""The stage on which a script plays: the emulator it talks to, what it prints, and Ctrl-C.

The script runs in the main thread, as a user's program does, so Ctrl-C is a real signal. A scene is a plain function in a
thread beside it: it prepares the emulator, starts the script, does what the world outside does meanwhile, and checks what
came out.
"""

from __future__ import annotations

import io
import os
import queue
import runpy
import signal
import sys
import threading
import time
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from types import FrameType
from unittest.mock import patch

from cortex_async.emulator import ThreadedEmulator
from cortex_sync import ProjectScope

PATIENCE = 30.0
"""Seconds that a scene waits for anything before it gives up."""

Scene = Callable[["Stage"], None]


class Screen(io.TextIOBase):
    """What a script prints. Other threads can wait for it."""

    def __init__(self) -> None:
        self._shown = ""
        self._changed = threading.Condition()
        self._over = False

    def write(self, string: str) -> int:
        with self._changed:
            self._shown += string
            self._changed.notify_all()
        return len(string)

    def end(self) -> None:
        with self._changed:
            self._over = True
            self._changed.notify_all()

    @property
    def shown(self) -> str:
        with self._changed:
            return self._shown

    def wait_for(self, string: str) -> None:
        with self._changed:
            self._changed.wait_for(lambda: string in self._shown or self._over, PATIENCE)
            assert string in self._shown, f"{string!r} was not printed, only {self._shown!r}"


class Keyboard(io.TextIOBase):
    """What the user types: ``readline`` waits for it."""

    def __init__(self) -> None:
        self._typed: queue.Queue[str] = queue.Queue()

    def type(self, line: str) -> None:
        self._typed.put(line)

    def readline(self, _size: int | None = -1, /) -> str:  # type: ignore[override]  # a size is of no use here
        return self._typed.get(timeout=PATIENCE)


class Stage:
    """One performance of a script.

    project: the emulator's project, for what the scene prepares and checks.
    """

    def __init__(self, script: Path, emulator: ThreadedEmulator, project: ProjectScope) -> None:
        self.script = script
        self.emulator = emulator
        self.project = project
        self.screen = Screen()
        self.keyboard = Keyboard()
        self._environment: dict[str, str] = {
            "CORTEX_BASE_URL": emulator.base_url,
            "CORTEX_API_KEY": emulator.api_key,
            "CORTEX_PROJECT_ID": emulator.project_id,
        }
        self._cue = threading.Event()
        self._begun = threading.Event()
        self._ended = threading.Event()
        self._interrupted = False

    # -- what a scene calls

    def start(self, *without: str, **environment: str) -> None:
        """Start the script with these environment variables besides the emulator's, and not with ``without``."""
        self._environment.update(environment)
        for name in without:
            del self._environment[name]
        self._cue.set()

    def run(self, *without: str, **environment: str) -> None:
        """Start the script and wait for its end."""
        self.start(*without, **environment)
        self.wait()

    def wait(self) -> None:
        """Wait until the script has ended by itself."""
        assert self._ended.wait(PATIENCE), f"the script did not end; it printed {self.screen.shown!r}"

    def interrupt(self) -> None:
        """Press Ctrl-C and wait for the script's end."""
        self._press_ctrl_c()
        self.wait()

    def shows(self, *strings: str) -> None:
        """Wait until the script has printed all of these."""
        for string in strings:
            self.screen.wait_for(string)

    def until(self, condition: Callable[[], object]) -> None:
        """Wait until ``condition``, which asks the emulator, is true."""
        deadline = time.monotonic() + PATIENCE
        while not condition():
            assert not self._ended.wait(0.01), "the script ended too early"
            assert time.monotonic() < deadline, "the condition was not met in time"

    @property
    def lines(self) -> list[str]:
        """The lines that the script has printed so far."""
        return self.screen.shown.splitlines()

    # -- what the test calls

    def play(self, scene: Scene) -> None:
        """Perform the scene. Raises what the script raises, else what the scene raises."""
        problems: list[BaseException] = []

        def perform() -> None:
            try:
                scene(self)
                assert self._ended.is_set(), "the scene ended before its script"
            except BaseException as error:
                problems.append(error)
                self._cue.set()
                self._press_ctrl_c()

        # For ``_wake_main_thread``. It stays: a scene that hangs may still send it.
        signal.signal(signal.SIGUSR1, _ignore)
        beside = threading.Thread(target=perform, name="scene", daemon=True)
        beside.start()
        self._cue.wait()
        try:
            if problems:
                self._end()
            else:
                self._run_script()
            beside.join(PATIENCE)
        except KeyboardInterrupt:
            if not self._interrupted:
                raise
            self._end()  # again: Ctrl-C may come when the script is just about to end
            beside.join(PATIENCE)
        if problems:
            raise problems[0]

    def _press_ctrl_c(self) -> None:
        self._begun.wait(PATIENCE)
        if self._ended.is_set():
            return
        self._interrupted = True
        signal.pthread_kill(_main_thread(), signal.SIGINT)
        deadline = time.monotonic() + PATIENCE
        while not self._ended.wait(0.02) and time.monotonic() < deadline:
            _wake_main_thread()

    def _run_script(self) -> None:
        environment = {**_without_cortex(), **self._environment}
        try:
            with (
                patch.dict(os.environ, environment, clear=True),
                patch.object(sys, "stdin", self.keyboard),
                patch.object(sys, "argv", [str(self.script)]),
                redirect_stdout(self.screen),
                redirect_stderr(self.screen),
            ):
                self._begun.set()
                runpy.run_path(str(self.script), run_name="__main__")
        finally:
            self._end()

    def _end(self) -> None:
        self._ended.set()
        self._begun.set()
        self.screen.end()


def _ignore(_number: int, _frame: FrameType | None) -> None:
    """Handle a signal that only wakes a thread."""


def _main_thread() -> int:
    ident = threading.main_thread().ident
    assert ident is not None
    return ident


def _wake_main_thread() -> None:
    """Have a main thread that waits handle the signals that came just before it began to.

    Python's handlers run between two bytecodes, and asyncio's loop waits for seconds in one of them.
    """
    signal.pthread_kill(_main_thread(), signal.SIGUSR1)


def _without_cortex() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("CORTEX_")}
