"""Suspends child processes of a test."""

from __future__ import annotations

import os
import signal
import sys


def suspend(pid: int) -> None:
    """Stop a child process, and wait until it has stopped: the signal alone lets it finish a step."""
    os.kill(pid, signal.SIGSTOP)
    if sys.platform != "win32":
        os.waitid(os.P_PID, pid, os.WSTOPPED | os.WNOWAIT)
