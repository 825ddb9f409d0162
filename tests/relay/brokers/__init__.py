"""What every broker must do, and each broker's run of it."""

import pytest

# Their assertions are explained only if pytest rewrites them, as it does by itself for test modules.
pytest.register_assert_rewrite(
    "tests.relay.brokers.rig",
    "tests.relay.brokers.sinks",
    "tests.relay.brokers.groups",
    "tests.relay.brokers.letters",
)
