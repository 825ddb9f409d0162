"""A client of an emulator's control surface, for code with and without an event loop."""

from __future__ import annotations

import http.client
from base64 import b64encode
from typing import Any, Final
from urllib.parse import SplitResult, urlsplit

import aiohttp
import orjson
from attrs import field, frozen

from cortex_async._core.arguments import wrong_type, wrong_value
from cortex_async._core.errors import ArgumentValueError
from cortex_async.emulator.control.definition import Control, camel_case
from cortex_async.emulator.control.errors import EXCEPTIONS
from cortex_async.emulator.control.table import CONTROLS
from cortex_async.emulator.records import is_object

SILENCE: Final = 30.0
"""Seconds without a byte after which a control that never waits is given up."""

NOT_JSON: Final = object()

START_IT: Final = "start one with: python -m cortex_async.emulator"


class RemoteError(RuntimeError):
    """The remote emulator cannot be reached, refuses to be controlled, or failed.

    code: what the emulator says, such as ``unauthorized`` or ``forbidden``; empty if it said nothing.
    """

    def __init__(self, message: str, code: str = "") -> None:
        super().__init__(message)
        self.code = code

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (str(self), self.code)


@frozen
class Prepared:
    """A control as an HTTP request."""

    control: Control
    headers: dict[str, str] = field(repr=False)
    body: bytes | None = field(repr=False)


class ControlClient:
    """Sends controls by name to the emulator at an address.

    token: the emulator's control token, if it wants one.
    """

    def __init__(self, base_url: str, token: str | None) -> None:
        self.base_url: Final = _checked_url(base_url)
        self.token: Final = token
        self._http: aiohttp.ClientSession | None = None

    def __repr__(self) -> str:
        return f"<ControlClient of {self.base_url}>"

    def open(self) -> None:
        """Prepare for ``send`` in the running event loop."""
        if self._http is None:
            # A control may wait as long as it likes, e.g. for webhook attempts or event streams.
            self._http = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=None, connect=SILENCE))

    async def close(self) -> None:
        if self._http is not None:
            await self._http.close()
            self._http = None

    def call(self, name: str, /, *, waits: bool = False, **arguments: Any) -> Any:
        """Carry out a control and block until it is done.

        waits: whether it may take any time. Raises what the member of ``Emulator`` raises, and
            ``RemoteError``.
        """
        prepared = self._prepare(name, arguments)
        parts = urlsplit(self.base_url)
        connection = _connection(parts, None if waits else SILENCE)
        try:
            connection.request(
                prepared.control.method, parts.path + prepared.control.path, prepared.body, prepared.headers
            )
            response = connection.getresponse()
            status, raw = response.status, response.read()
        except (OSError, http.client.HTTPException) as error:
            raise self._unreachable(error) from error
        finally:
            connection.close()
        return self._result(prepared.control, status, raw)

    async def send(self, name: str, /, **arguments: Any) -> Any:
        """Carry out a control. Raises like ``call``."""
        if self._http is None:
            raise RuntimeError("the remote emulator is not open: use it with 'async with', or start() it")
        prepared = self._prepare(name, arguments)
        method, url = prepared.control.method, self.base_url + prepared.control.path
        try:
            async with self._http.request(
                method, url, data=prepared.body, headers=prepared.headers, allow_redirects=False
            ) as response:
                status, raw = response.status, await response.read()
        except (aiohttp.ClientError, OSError) as error:
            raise self._unreachable(error) from error
        return self._result(prepared.control, status, raw)

    def _prepare(self, name: str, arguments: dict[str, Any]) -> Prepared:
        control = CONTROLS[name]
        headers = {"Accept": "application/json"}
        if self.token is not None:
            headers["Authorization"] = f"Bearer {self.token}"
        if control.method == "GET":
            return Prepared(control, headers, None)
        headers["Content-Type"] = "application/json"
        if control.whole is not None:
            return Prepared(control, headers, str(arguments[control.whole]).encode())
        return Prepared(control, headers, orjson.dumps(_as_json(arguments)))

    def _result(self, control: Control, status: int, raw: bytes) -> Any:
        if status == 204:
            return None
        if status == 200 and control.name == "dump":
            return raw.decode()
        body = _parsed(raw)
        if status == 200 and body is not NOT_JSON:
            return body
        if not is_object(body) or "code" not in body:
            raise RemoteError(f"{self.base_url} is not an emulator with a control surface (HTTP {status})")
        if body["code"] in EXCEPTIONS:
            raise EXCEPTIONS[body["code"]][0](body["message"])
        raise RemoteError(f"{body['message']} ({self.base_url})", str(body["code"]))

    def _unreachable(self, error: Exception) -> RemoteError:
        # A text of aiohttp's would repeat the address.
        reason = getattr(error, "os_error", error)
        return RemoteError(
            f"no response from an emulator at {self.base_url} ({type(reason).__name__}); {START_IT}"
        )


def _connection(parts: SplitResult, timeout: float | None) -> http.client.HTTPConnection:
    host = parts.hostname or ""
    if parts.scheme == "https":
        return http.client.HTTPSConnection(host, parts.port, timeout=timeout)
    return http.client.HTTPConnection(host, parts.port, timeout=timeout)


def _as_json(arguments: dict[str, Any]) -> dict[str, Any]:
    """The arguments under their JSON names; bytes as base64."""
    values: dict[str, Any] = {}
    for name, value in arguments.items():
        if isinstance(value, bytes):
            values[f"{camel_case(name)}Base64"] = b64encode(value).decode()
        else:
            values[camel_case(name)] = value
    return values


def _parsed(raw: bytes) -> Any:
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError:
        return NOT_JSON


def _checked_url(base_url: str) -> str:
    expected = "an http or https address such as http://127.0.0.1:8787"
    if not isinstance(base_url, str):  # pyright: ignore[reportUnnecessaryIsInstance]  (callers without types)
        raise wrong_type("base_url", expected, base_url)
    parts = _split(base_url)
    if parts is None:
        raise wrong_value("base_url", expected, base_url)
    if parts.username or parts.password or parts.query or parts.fragment:
        # Not shown: it may hold a password.
        raise ArgumentValueError(
            "base_url must be an address without user, query and fragment", parameter="base_url"
        )
    return base_url.rstrip("/")


def _split(base_url: str) -> SplitResult | None:
    """The parts of an HTTP address, None if it is not one."""
    try:
        parts = urlsplit(base_url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return None
    return parts if usable else None
