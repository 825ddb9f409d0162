"""The client's defaults for the options of calls, and the check of those options."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from attrs import evolve, field, frozen

from cortex_async._core.arguments import check_seconds, wrong_type
from cortex_async._core.call.prepare import merged_headers
from cortex_async._core.options import Options
from cortex_async._core.retry import ONCE, Retry
from cortex_async._core.timeouts import Timeout
from cortex_async._core.unset import UNSET, Unset

IDLE_LIMIT: Final = 45.0
"""Seconds without a byte after which the connection of a stream counts as dead, unless set otherwise."""


@frozen(eq=False, repr=False)
class Defaults:
    """The values that a call uses where its own options are not given.

    idle_limit: of event streams.
    """

    timeout: Timeout = field(factory=Timeout)
    retry: Retry = field(factory=Retry)
    headers: Mapping[str, str] = field(factory=dict[str, str])
    idle_limit: float = IDLE_LIMIT

    def narrowed(self, options: Options) -> Defaults:
        """Return these defaults with ``options`` applied.

        Raises ``ArgumentError`` for a value that cannot be used.
        """
        timeout, headers = self.timeout, self.headers
        if "timeout" in options:
            timeout = timeout.narrowed(options["timeout"])
        if "headers" in options:
            if not isinstance(options["headers"], Mapping):  # pyright: ignore[reportUnnecessaryIsInstance]  # from outside
                raise wrong_type("headers", "a mapping of names to strings", options["headers"])
            headers = merged_headers(headers, options["headers"])
        return Defaults(timeout, self._policy(options.get("retry")), headers, self.idle_limit)

    def with_idle_limit(self, seconds: float | Unset) -> Defaults:
        """Return these defaults with another idle limit, or with the same one if it is ``UNSET``.

        Raises ``ArgumentError`` for a value that cannot be used.
        """
        if seconds is UNSET:
            return self
        check_seconds("idle_limit", seconds, zero=True, none=False)
        return evolve(self, idle_limit=seconds)

    def _policy(self, option: Retry | bool | None) -> Retry:
        if option is None or isinstance(option, Retry):
            return option or self.retry
        if not isinstance(option, bool):  # pyright: ignore[reportUnnecessaryIsInstance]  # from outside
            raise wrong_type("retry", "a Retry, True or False", option)
        if option is False:
            return ONCE
        return self.retry if self.retry.attempts > 1 else Retry()


def check_options(options: Mapping[str, object], known: frozenset[str], own: str = "") -> None:
    """Raise ``ArgumentTypeError`` for an unknown option, or for an ``on_response`` that is not a function.

    own: names of the operation's keyword arguments, separated by spaces.
    """
    unknown = options.keys() - known
    if unknown:
        # Imported late: only this error needs the module.
        from cortex_async._core.strings.keywords import unknown_keyword

        raise unknown_keyword(min(unknown), own.split(), sorted(known))
    hook = options.get("on_response")
    if hook is not None and not callable(hook):
        raise wrong_type("on_response", "a function", hook)
