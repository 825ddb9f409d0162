"""For every test: an emulator that answers or emits something outside the API's document is an error at once, and Ctrl-C works."""

from __future__ import annotations

import signal

from cortex_async.emulator import conformance

conformance.strict = True

# A shell starts background jobs with SIGINT ignored, which programs inherit: tests of Ctrl-C would wait for ever there.
signal.signal(signal.SIGINT, signal.default_int_handler)
