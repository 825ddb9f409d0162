"""An access token for one participant that never runs out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cortex_async.contrib.rtcstack.tokens import TokenManager as AsyncTokenManager
from cortex_sync.bridge.runner import Runner

if TYPE_CHECKING:
    from cortex_async.contrib.rtcstack.models import Token


class TokenManager:
    """Keeps a token for one participant of one room: made at first use, renewed before its end.

    However many threads ask at the same time, the service is asked once. Made by ``client.token_manager(...)``.
    """

    def __init__(self, runner: Runner, inner: AsyncTokenManager) -> None:
        self._runner = runner
        self._inner = inner

    def token(self) -> Token:
        """A token with some life left. Raises what ``client.tokens.refresh`` raises."""
        return self._runner.run(self._inner.token)
