"""A recorded request as a program: with curl and with aiohttp. Credentials are names of variables.

Both are ASCII: pasting them must not type anything that was not seen.
"""

from __future__ import annotations

import json
import pprint
import re
import shlex
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from attrs import field, frozen

Header = tuple[str, str]

_CREDENTIALS = {
    "x-api-key": ("X-API-Key", "", "CORTEX_API_KEY"),
    "authorization": ("Authorization", "Bearer ", "CORTEX_ACCESS_TOKEN"),
}
_REPEATED = frozenset({"content-type", "last-event-id", "x-project-id", "idempotency-key"})
FILE = "body.json"
"""Stands for a body that is too large for a snippet."""

_UNSAFE = re.compile(r"[^\x20-\x7e]")
_UNSAFE_IN_LINES = re.compile(r"[^\n\x20-\x7e]")


@frozen
class Call:
    """What a program has to send.

    headers: without secrets. body: redacted text, empty for none, ``FILE`` for one that is too large.
    """

    method: str
    url: str
    headers: Sequence[Header] = field(repr=False)
    body: str = field(repr=False)

    @property
    def target(self) -> str:
        """Path and query in ASCII."""
        return quote(self.url.encode(errors="replace"), safe="/?#[]@!$&'()*+,;=:%-._~{}|^<>\"`\\")

    @property
    def credential(self) -> tuple[str, str, str] | None:
        """Name, prefix and variable of the credential's header."""
        names = (name.lower() for name, _ in self.headers)
        return next((_CREDENTIALS[name] for name in names if name in _CREDENTIALS), None)

    @property
    def others(self) -> list[Header]:
        """The headers that matter besides the credential."""
        return [(name, _UNSAFE.sub("?", value)) for name, value in self.headers if name.lower() in _REPEATED]


def curl(call: Call) -> str:
    """A command for a POSIX shell."""
    # -g: brackets in URLs are no patterns.
    lines = [f'curl -sS -g -X {shlex.quote(call.method)} "$CORTEX_BASE_URL"{shlex.quote(call.target)}']
    if call.credential is not None:
        name, prefix, variable = call.credential
        lines.append(f'-H "{name}: {prefix}${variable}"')
    lines += [f"-H {shlex.quote(f'{name}: {value}')}" for name, value in call.others]
    if call.body is FILE:
        lines.append(f"--data-binary @{FILE}")
    elif call.body:
        lines.append(f"--data-raw {shlex.quote(_one_line(call.body))}")
    return " \\\n  ".join(lines)


def python(call: Call) -> str:
    """A program that uses aiohttp."""
    arguments = [repr(call.method), ascii(call.target)]
    headers = [f"{name!a}: {value!a}" for name, value in call.others]
    if call.credential is not None:
        name, prefix, variable = call.credential
        read = f'os.environ["{variable}"]'
        headers.insert(0, f'"{name}": {f"{prefix!r} + {read}" if prefix else read}')
    if headers:
        arguments.append(f"headers={{{', '.join(headers)}}}")
    if call.body:
        arguments.append(_python_body(call.body))
    return (
        "import asyncio\nimport os\n\nimport aiohttp\n\n\n"
        "async def main():\n"
        '    async with aiohttp.ClientSession(os.environ["CORTEX_BASE_URL"]) as http:\n'
        f"        async with http.request(\n{_indented(arguments)}\n        ) as response:\n"
        "            print(response.status, await response.text())\n\n\n"
        "asyncio.run(main())"
    )


def _indented(arguments: Sequence[str]) -> str:
    return "\n".join(" " * 12 + line for argument in arguments for line in f"{argument},".split("\n"))


def _python_body(body: str) -> str:
    if body is FILE:
        return f'data=open("{FILE}", "rb")'
    parsed = _parsed(body)
    if parsed is None:
        return f"data={body!a}"
    return f"json={_ascii(pprint.pformat(parsed, width=80, sort_dicts=False))}"


def _one_line(body: str) -> str:
    parsed = _parsed(body)
    return json.dumps(parsed) if parsed is not None else _UNSAFE_IN_LINES.sub("?", body)


def _parsed(body: str) -> Any:
    """The parsed JSON, None if it is none."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _ascii(text: str) -> str:
    return text.encode("ascii", "backslashreplace").decode()
