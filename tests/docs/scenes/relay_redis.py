"""docs/relay-redis.md: with a Redis of its own; the page shows what is printed in comments."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator

import pytest

from tests.docs.pages import ROOT
from tests.docs.stage import Stage
from tests.redis_server import redis_server

PAGE = ROOT / "docs" / "relay-redis.md"


def prepare(stage: Stage) -> Iterator[None]:
    if shutil.which("redis-server") is None:
        pytest.skip("no redis-server on this machine")
    with redis_server() as server:
        stage.names["redis_url"] = server.url
        yield
    comments = re.findall(r"print\(.*\)  # ([^:\n]+)", PAGE.read_text("utf-8"))
    assert "".join(stage.printed).splitlines() == [comment.strip() for comment in comments]
    assert len(comments) == 6
