"""A run of the sync router that is interrupted between any two steps ends, and leaves no thread behind."""

from __future__ import annotations

import os
import random
import re
import signal
import threading
import time
from collections.abc import Iterator
from types import FrameType

import pytest

from cortex_sync import EventRouter
from cortex_sync.bridge import handlers
from cortex_sync.events import Event
from tests.routing.events import event
from tests.sync.between import everywhere

OURS = os.path.dirname(handlers.__file__)
WAIT = 30.0


class Interrupted(Exception):
    """Raised by a signal handler."""


def interrupt(number: int = 0, frame: FrameType | None = None) -> None:
    raise Interrupted


def threads() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "cortex-sync-event-handler"]


def settled() -> list[threading.Thread]:
    """The handler threads that do not end. One may just be starting."""
    deadline = time.monotonic() + WAIT
    while (found := threads()) and time.monotonic() < deadline:
        for thread in found:
            if thread.ident is not None:
                thread.join(0.01)
    return found


class Run:
    """One run of a router over some events, two of which concern the same resource."""

    def __init__(self, caplog: pytest.LogCaptureFixture) -> None:
        self.log = caplog
        self.taken: list[Event] = []
        self.handled: list[Event] = []
        self.router = EventRouter(concurrency=2)
        self.router.on("*")(self.handled.append)

    def __call__(self) -> None:
        self.router.run(self.source(), drain_timeout=WAIT)

    def source(self) -> Iterator[Event]:
        for resource in ("server:a", "server:b", "server:a"):
            found = event(resourceId=resource)
            self.taken.append(found)
            yield found

    def judge(self, outcome: object, *, exact: bool = False) -> None:
        assert outcome is None or isinstance(outcome, Interrupted), outcome
        if isinstance(outcome, Interrupted):
            # The frames of the run end with the traceback.
            outcome.__traceback__ = None
        assert settled() == []
        ids = [id(one) for one in self.handled]
        assert len(ids) == len(set(ids))
        assert {*ids} <= {id(one) for one in self.taken}
        # An interruption of the wait at the end is logged. Otherwise only the event that was being handed over is lost.
        reported = sum(int(number) for number in re.findall(r"(\d+) not begun", self.log.text))
        assert not exact or len(self.taken) - len(ids) - reported in (0, 1)
        self.taken, self.handled[:] = [], []
        self.log.clear()


@pytest.mark.timeout(60)
def test_an_interruption_between_any_two_steps_leaves_no_thread(caplog: pytest.LogCaptureFixture) -> None:
    run = Run(caplog)
    # The tracer interrupts even where Python looks for no signal, such as right before `finally` begins.
    assert everywhere(run, interrupt, run.judge, lines_of=OURS) > 50


# An alarm in a callback of a weak reference, as threads have, ends nothing: Python only reports it.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="Windows has no alarms")
@pytest.mark.timeout(60)
def test_interruptions_at_any_moment_leave_no_thread(caplog: pytest.LogCaptureFixture) -> None:
    chance, struck, run = random.Random(1), 0, Run(caplog)
    before = signal.signal(signal.SIGALRM, interrupt)
    try:
        for _ in range(400):
            outcome: object = None
            try:
                signal.setitimer(signal.ITIMER_REAL, chance.uniform(0.00003, 0.0005))
                run()
                signal.setitimer(signal.ITIMER_REAL, 0)
            except Interrupted as error:
                outcome, struck = error, struck + 1
            run.judge(outcome, exact=True)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    assert struck > 100
