"""Shows the values of failed assertions in scenes."""

from __future__ import annotations

import pytest

pytest.register_assert_rewrite("tests.scenarios.scenes")
