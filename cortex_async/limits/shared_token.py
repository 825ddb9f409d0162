"""An access token that one process renews for all that use the same Redis."""

from __future__ import annotations

import hashlib
import secrets
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from cortex_async._core.arguments import check_seconds, wrong_type, wrong_value
from cortex_async._core.auth.credentials import TokenSource
from cortex_async._core.errors import ArgumentError
from cortex_async._core.runtime.not_copyable import NotCopyable
from cortex_async._core.secrets.masking import Secret, hidden
from cortex_async._core.timing.clock import Clock, SystemClock
from cortex_async.api_client import creation_site
from cortex_async.limits.closing import ClosesConnections
from cortex_async.limits.issued import Fetch, Held, issue
from cortex_async.limits.redis import ASK_TIMEOUT, Away, Redis
from cortex_async.limits.sealing import EncryptionKey, hidden_keys, seal
from cortex_async.limits.token_scripts import ASK, RELEASE, STORE

if TYPE_CHECKING:
    from cortex_async.webhooks.redis import RedisClient

PREFIX: Final = "odin-cortex:token:"
LEASE: Final = 30.0
LIFETIME: Final = 300.0

_POLL: Final = 0.05
"""Seconds between two looks at a token that another process renews."""


class SharedTokens(NotCopyable, TokenSource):
    """What the async and the sync version have in common."""

    def __init__(
        self,
        fetch: Fetch,
        redis: str | RedisClient,
        *,
        name: str,
        encryption_key: EncryptionKey | None,
        lifetime: float = LIFETIME,
        lease: float = LEASE,
        ask_timeout: float = ASK_TIMEOUT,
        prefix: str = PREFIX,
        clock: Clock | None = None,
    ) -> None:
        redis, encryption_key = hidden(redis), hidden_keys(encryption_key)
        if not callable(fetch):
            raise wrong_type("fetch", "a function that returns a token", fetch)
        if not isinstance(name, str) or not name:  # pyright: ignore[reportUnnecessaryIsInstance]  # from outside
            raise _refused_name(name)
        check_seconds("lifetime", lifetime, none=False)
        check_seconds("lease", lease, none=False)
        self._fetch = fetch
        self._name = name
        self._lifetime, self._lease = lifetime, lease
        self._clock = clock or SystemClock()
        self._seal = seal(encryption_key)
        # In braces: both keys are in one slot of a cluster.
        self._keys = f"{prefix}{{{name}}}", f"{prefix}{{{name}}}:lock"
        without = "each process fetches its own token"
        self._redis = Redis(redis, ask_timeout, "SharedToken", without, creation_site())
        self._last: Held | None = None

    async def after(self, rejected: str | None) -> str:
        holder = secrets.token_hex(16)
        try:
            return await self._shared("" if rejected is None else _mark(rejected), holder)
        except BaseException:
            # This may hold the lock, even if it was cancelled before it got to know.
            with suppress(Away):
                await self._redis.run(RELEASE, self._keys, holder, anyway=True)
            raise

    async def _shared(self, mark: str, holder: str) -> str:
        while True:
            try:
                state, digest, value, expires = await self._ask(mark, holder)
            except Away:
                return await self._alone(mark, holder)
            if state == b"renew":
                return await self._renewed(holder)
            if state == b"token":
                opened = self._seal.open(value)
                if opened is not None:
                    return self._keep(Held(opened, float(expires)))
                # Written with another key: as good as rejected.
                mark = digest.decode()
                continue
            await self._clock.sleep(_POLL)

    async def _ask(self, mark: str, holder: str) -> tuple[bytes, bytes, bytes, bytes]:
        lease = max(1, int(self._lease * 1000))
        reply = await self._redis.run(ASK, self._keys, mark, holder, lease)
        state, digest, value, expires = (
            one if isinstance(one, bytes) else str(one).encode() for one in reply
        )
        return state, digest, value, expires

    async def _alone(self, mark: str, holder: str) -> str:
        """Return a token without Redis: the last one if it may still be good, else one of our own.

        If only the response got lost, this has the lock nevertheless.
        """
        last = self._last
        if last is not None and _mark(last.value) != mark and last.expires > self._clock.unix():
            return last.value
        return await self._renewed(holder)

    async def _renewed(self, holder: str) -> str:
        """Fetch a token for all, and store it unless another process has taken over meanwhile."""
        held = await issue(self._fetch, self._lifetime, self._clock)
        life = int((held.expires - self._clock.unix()) * 1000)
        with suppress(Away):
            stored = self._seal.close(held.value), _mark(held.value), held.expires, life
            await self._redis.run(STORE, self._keys, holder, *stored, anyway=True)
        return self._keep(held)

    def _keep(self, held: Held) -> Secret:
        self._last = held
        return held.value

    async def _shut(self) -> None:
        await self._redis.close()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._name!r})"


def _refused_name(name: object) -> ArgumentError:
    wrong = wrong_value if isinstance(name, str) else wrong_type
    return wrong("name", "a non-empty string", name)


def _mark(token: str) -> str:
    """Return a digest by which two processes compare their tokens."""
    return hashlib.blake2b(token.encode(), digest_size=16, person=b"cortex-token").hexdigest()


class SharedToken(SharedTokens, ClosesConnections):
    """An access token that one process renews for all that use the same Redis::

        async def log_in() -> str:
            async with CortexClient.without_credentials() as client:
                return (await client.auth.login_with_credentials(email=..., password=...)).access_token

        token = SharedToken(log_in, "redis://localhost", name="backend", encryption_key=...)
        client = CortexClient(access_token=token)

    It can be given wherever a client takes a function that returns a credential. When the server rejects the
    token, one process renews it under a lock; the others wait for its result and take it. Tokens are compared
    by digest: a process that learns late of the rejection gets the new token and does not renew it again.

    fetch: a function, async or not, that returns a new token: a string, or an ``IssuedToken``.
    redis: as for ``RedisLimiter``. While it cannot be used, each process fetches a token of its own.
    name: what the token is for. All processes that use the same name share it.
    encryption_key: a key of ``cryptography.fernet.Fernet.generate_key()``, or a list of such keys, of which
        the first encrypts and all decrypt; needs the extra ``evidence``. None stores the token as it is, and
        everyone who can read this Redis can read it. There is no default.
    lifetime: seconds for which a token is stored if nothing says when it expires: it is not a JWT with
        ``exp``, and there is no ``expires_at``. Default 300. No token is stored longer than it lives.
    lease: seconds after which a process that renews the token counts as dead. Default 30.
    ask_timeout, prefix, clock: as for ``RedisLimiter``.

    Raises ``ArgumentError`` or ``ConfigError`` for a value that cannot be used.
    """

    async def token(self) -> str:
        """Return the token, and fetch one if there is none. Raises what ``fetch`` raises."""
        return await self.after(None)

    async def __call__(self) -> str:
        """Do the same as ``token``."""
        return await self.after(None)
