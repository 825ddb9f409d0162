"""Values that are in files or come from stdin: ``@FILE`` and ``-``."""

from __future__ import annotations

import sys

from cortex_cli.failures import usage
from cortex_cli.hiding import remember
from cortex_cli.questions import ask_secret

ASKED = "\0asked"
"""The value of an option for a secret that was given without a value."""


class Inputs:
    """Reads the values of one command line. Stdin can be read only once."""

    def __init__(self) -> None:
        self._reader = ""

    def content(self, shown: str, value: str) -> bytes | None:
        """Return the bytes that a value refers to, None if it is the value itself.

        ``@@`` at the beginning stands for a value that begins with one ``@``. For values that people write
        themselves: where a script passes strangers' strings, a file must not be read.

        Raises ``Failure`` if they cannot be read.
        """
        if value == "-":
            return self._stdin(shown)
        if not value.startswith("@") or value.startswith("@@"):
            return None
        try:
            with open(value[1:], "rb") as file:
                return file.read()
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) else str(error)
            raise usage(f"{shown} cannot be read from {value[1:]}: {reason}") from None

    def text(self, shown: str, value: str) -> str:
        """Return a value as a string, read if it refers to content elsewhere."""
        content = self.content(shown, value)
        if content is None:
            return value[1:] if value.startswith("@@") else value
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise usage(f"{shown} must be UTF-8") from None

    def secret(self, shown: str, value: str) -> str:
        """Return a secret, which is never on the command line itself: other users can see that.

        Raises ``Failure``, which does not show the value.
        """
        if value == ASKED:
            return remember(ask_secret(shown))
        if value == "-" or (value.startswith("@") and not value.startswith("@@")):
            return remember(self.text(shown, value).rstrip("\r\n"))
        raise usage(f"{shown} must be @FILE or - (stdin), or be given without a value to be asked for it")

    def _stdin(self, shown: str) -> bytes:
        if self._reader:
            raise usage(f"{shown} cannot be read from stdin, which {self._reader} reads already")
        self._reader = shown
        return sys.stdin.buffer.read()
