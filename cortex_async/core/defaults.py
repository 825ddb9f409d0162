"""What calls take where their own options say nothing."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

from .prepare import merged_headers
from .request import Options
from .retry import ONCE, Retry
from .timeouts import Timeout


@frozen(eq=False)
class Defaults:
    """What a call takes where its own options say nothing."""

    timeout: Timeout = field(factory=Timeout)
    retry: Retry = field(factory=Retry)
    headers: Mapping[str, str] = field(factory=dict[str, str], repr=False)

    def narrowed(self, options: Options) -> Defaults:
        """These with what ``options`` says. Raises ``ValueError`` for values out of range."""
        timeout, headers = self.timeout, self.headers
        if "timeout" in options:
            timeout = timeout.narrowed(options["timeout"])
        if "headers" in options:
            headers = merged_headers(headers, options["headers"])
        return Defaults(timeout, self._policy(options.get("retry")), headers)

    def _policy(self, option: Retry | bool | None) -> Retry:
        if option is None or isinstance(option, Retry):
            return option or self.retry
        if option is False:
            return ONCE
        return self.retry if self.retry.attempts > 1 else Retry()


def check_options(options: Mapping[str, object], known: frozenset[str]) -> None:
    """Raises ``TypeError`` for an option that does not exist, as Python does for parameters."""
    unknown = options.keys() - known
    if unknown:
        raise TypeError(
            f"unexpected keyword argument {min(unknown)!r}; options are {', '.join(sorted(known))}"
        )
