"""The client's defaults for the options of calls, and the check of those options."""

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
    """The values that a call uses where its own options are not given."""

    timeout: Timeout = field(factory=Timeout)
    retry: Retry = field(factory=Retry)
    headers: Mapping[str, str] = field(factory=dict[str, str], repr=False)

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
