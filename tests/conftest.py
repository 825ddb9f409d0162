"""For every test: an emulator that responds or emits something outside the API's spec is an error at once, and Ctrl-C works.

In CI properties are tried with the same examples each time, so that a red run can be repeated; elsewhere with new ones.
"""

from __future__ import annotations

import os
import signal

from hypothesis import settings

from cortex_async.emulator import conformance

conformance.strict = True

settings.register_profile("repeatable", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("repeatable")

# A shell starts background jobs with SIGINT ignored, which programs inherit: tests of Ctrl-C would wait for ever there.
signal.signal(signal.SIGINT, signal.default_int_handler)
