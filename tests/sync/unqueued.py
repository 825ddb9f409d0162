"""A clock that stands still while a process waits for a processor, of which a loaded machine has none to spare."""

from __future__ import annotations

import time


def unqueued(process: int | str = "self") -> float:
    """Seconds in which the main thread of a process ran or waited for anything but a processor, plus a constant.

    A process that has ended still has its time until it is reaped. Where the system does not report queues, all
    seconds count.
    """
    now = time.monotonic()
    try:
        # The second number: https://docs.kernel.org/scheduler/sched-stats.html#proc-pid-schedstat
        with open(f"/proc/{process}/schedstat", encoding="ascii") as statistics:
            queued = int(statistics.read().split()[1])
    except OSError:
        return now
    return now - queued / 1e9
