"""Settings for all tests: the emulator raises if it leaves the API's spec, and Ctrl-C works.

In CI, properties are tested with the same examples each time, so a failing run can be repeated; elsewhere
with new ones.
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

# Background jobs of a shell inherit an ignored SIGINT: tests of Ctrl-C would wait for ever.
signal.signal(signal.SIGINT, signal.default_int_handler)
