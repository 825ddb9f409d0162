"""docs/webhooks.md: each example stands alone."""

from __future__ import annotations

import inspect
from collections.abc import Iterator

import pytest

from cortex_async.webhooks import WebhookRouter, errors, router
from tests.docs.evaluating import Block
from tests.docs.stage import Stage
from tests.webhooks import servers  # noqa: F401  (configures Django)
from tests.webhooks.deliveries import SECRET, delivery


def prepare(stage: Stage) -> Iterator[None]:
    stage.monkeypatch.setenv("WEBHOOK_SECRET", SECRET)

    def before(block: Block) -> None:
        for names in (stage.names, stage.sync_names):
            names.clear()
            names["__name__"] = "page"

    def after(block: Block) -> None:
        names = {**stage.names, **stage.sync_names}
        if "receive" in names and not inspect.iscoroutinefunction(names["receive"]):
            body, headers = delivery()
            with pytest.raises(errors.SignatureMismatch):
                names["receive"](body + b" ", headers)
        if isinstance(names.get("router"), WebhookRouter):
            assert names["router"].max_body_bytes == router.MAX_BODY_BYTES

    stage.before, stage.after = before, after
    yield
