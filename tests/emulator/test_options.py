"""The options of ``Emulator``."""

from __future__ import annotations

import attrs
import pytest

from cortex_async.emulator import Emulator, Options
from cortex_async.emulator.settings import Settings


def test_every_setting_is_an_option_and_documented() -> None:
    names = {field.name for field in attrs.fields(Settings)}
    assert set(Options.__annotations__) == names
    assert Options.__doc__ is not None
    assert not [name for name in names if name not in Options.__doc__]


@pytest.mark.parametrize(
    "options",
    [
        {"validation_status": 418},
        {"latency": -1},
        {"sse_ids": "random"},
        {"heartbeat": 0},
        {"stream_limit": 0},
        {"history": 0},
        {"body_timeout": float("nan")},
    ],
)
def test_options_that_make_no_sense(options: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=next(iter(options))):
        Emulator(**options)  # type: ignore[arg-type]  # wrong on purpose
