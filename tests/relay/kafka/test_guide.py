"""The example of docs/relay-kafka.md runs as printed."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from tests.relay.kafka.mock import MockCluster

GUIDE = (Path(__file__).parents[3] / "docs" / "relay-kafka.md").read_text("utf-8")


async def test_the_example_prints_what_it_says(mock_cluster: MockCluster) -> None:
    ((example, output),) = re.findall(r"```python\n(.*?)```\n\n```\n(.*?)```", GUIDE, re.DOTALL)
    printed: list[str] = []
    names = {
        "kafka_url": mock_cluster.url,
        "print": lambda *values: printed.append(" ".join(map(str, values)) + "\n"),
    }
    await eval(compile(example, "relay-kafka.md", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT), names)
    assert "".join(printed) == output
