"""Access tokens that are renewed before they expire, for blocking code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cortex_async.contrib.rtcstack.tokens import TokenManager as AsyncTokenManager
from cortex_sync.bridge.runner import Runner

if TYPE_CHECKING:
    from cortex_async.contrib.rtcstack.models import Token


class TokenManager:
    """A token for one participant of one room: created on first use, renewed before it expires.

    Concurrent threads share one request. Use ``client.token_manager(...)`` to make one.
    """

    def __init__(self, runner: Runner, inner: AsyncTokenManager) -> None:
        self._runner = runner
        self._inner = inner

    def token(self) -> Token:
        """A token that has not expired. Raises what ``client.tokens.create`` and ``.refresh`` raise."""
        return self._runner.run(self._inner.token)
