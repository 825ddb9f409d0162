"""What calls take where their own options say nothing."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

from cortex_async._core.arguments import wrong_type
from cortex_async._core.call.prepare import merged_headers
from cortex_async._core.options import Options
from cortex_async._core.retry import ONCE, Retry
from cortex_async._core.timeouts import Timeout


@frozen(eq=False)
class Defaults:
    """What a call takes where its own options say nothing."""

    timeout: Timeout = field(factory=Timeout)
    retry: Retry = field(factory=Retry)
    headers: Mapping[str, str] = field(factory=dict[str, str], repr=False)

    def narrowed(self, options: Options) -> Defaults:
        """These with what ``options`` says. Raises ``ArgumentError`` for what an option does not take."""
        timeout, headers = self.timeout, self.headers
        if "timeout" in options:
            timeout = timeout.narrowed(options["timeout"])
        if "headers" in options:
            if not isinstance(options["headers"], Mapping):  # pyright: ignore[reportUnnecessaryIsInstance]  # from outside
                raise wrong_type("headers", "a mapping of names to strings", options["headers"])
            headers = merged_headers(headers, options["headers"])
        return Defaults(timeout, self._policy(options.get("retry")), headers)

    def _policy(self, option: Retry | bool | None) -> Retry:
        if option is None or isinstance(option, Retry):
            return option or self.retry
        if not isinstance(option, bool):  # pyright: ignore[reportUnnecessaryIsInstance]  # from outside
            raise wrong_type("retry", "a Retry, True or False", option)
        if option is False:
            return ONCE
        return self.retry if self.retry.attempts > 1 else Retry()


def check_options(options: Mapping[str, object], known: frozenset[str], own: str = "") -> None:
    """Raises for an option that does not exist, as Python does for parameters. ``own`` are the operation's keywords."""
    unknown = options.keys() - known
    if unknown:
        # Late: finding the nearest name takes a module that nothing else needs.
        from cortex_async._core.strings.keywords import unknown_keyword

        raise unknown_keyword(min(unknown), own.split(), sorted(known))
    hook = options.get("on_response")
    if hook is not None and not callable(hook):
        raise wrong_type("on_response", "a function", hook)
