"""Responses as values: status, headers, body. Independent of the HTTP library."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping
from typing import Protocol, runtime_checkable

from attrs import field, frozen

from cortex_async._core.secrets.sent import Sent
from cortex_async._core.strings.json_text import parse_exactly
from cortex_async._core.types import JSON


class Headers(Mapping[str, str]):
    """Header fields; lookup ignores case. A repeated field reads as one value joined by ``, ``.

    ``repr`` shows only the names, since values may be secret.
    https://www.rfc-editor.org/rfc/rfc9110#section-5.3
    """

    __slots__ = ("_pairs",)

    # Without an index: of the few headers of a response, hardly any is read.
    def __init__(self, pairs: Iterable[tuple[str, str]] = ()) -> None:
        self._pairs = tuple(pairs)

    def __getitem__(self, name: str) -> str:
        key = name.lower()
        values = [value for one, value in self._pairs if one.lower() == key]
        if not values:
            raise KeyError(key)
        return ", ".join(values)

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name.lower() in (one.lower() for one, _ in self._pairs)

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys(name.lower() for name, _ in self._pairs))

    def __len__(self) -> int:
        return len({name.lower() for name, _ in self._pairs})

    def __repr__(self) -> str:
        return f"Headers({', '.join(self)})"

    def __reduce__(self) -> tuple[object, ...]:
        return Headers, (self._pairs,)

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """The fields as received, in order, including repeated ones."""
        return self._pairs


# Without slots: the constructor of a frozen class with slots takes twice as long.
@frozen(slots=False)
class Response:
    """The server's response to a call.

    status: HTTP status.
    headers: header fields; lookup ignores case.
    body: the complete body, decompressed. Empty for a streamed response, whose body has not been read yet.
    request_id: the server's id of the request, None if it sent none.
    attempts: how many times the request was sent, including the attempt that got this response.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes = field(default=b"", repr=False)
    request_id: str | None = None
    attempts: int = 1

    @property
    def sent(self) -> Sent | None:
        """What the request carried, for masking errors about this response.

        Not part of the value; never copied or pickled.
        """
        sent: Sent | None = self.__dict__.get("_sent")
        return sent

    @property
    def refusal(self) -> Exception | None:
        """The typed error for an error status, of a route with ``every_status``. Not part of the value."""
        refusal: Exception | None = self.__dict__.get("_refusal")
        return refusal

    def __getstate__(self) -> dict[str, object]:
        return {name: value for name, value in self.__dict__.items() if name != "_sent"}

    def text(self) -> str:
        """The body as a string; bytes that are not UTF-8 become U+FFFD."""
        return self.body.decode("utf-8", "replace")

    def json(self) -> JSON:
        """The body parsed as JSON, None if it is empty. Integers of any length are exact.

        Raises ``ValueError`` that names the cause and the position if the body is not JSON.
        """
        if not self.body:
            return None
        parsed: JSON = parse_exactly(self.body)
        return parsed


class StreamedResponse(Protocol):
    """A response whose body is read piece by piece, within ``async with``."""

    @property
    def status(self) -> int: ...

    @property
    def headers(self) -> Mapping[str, str]: ...

    @property
    def request_id(self) -> str | None: ...

    @property
    def attempts(self) -> int: ...

    def chunks(self) -> AsyncIterator[bytes]:
        """Iterate over the body as it arrives, in pieces of any size.

        Raises ``TimedOut`` (limit ``read``) if the server sends nothing for that long, ``ConnectionFailed``
        if the body ends early, ``ClientClosed`` if the client is closed meanwhile.
        """
        ...


@runtime_checkable
class HandsOver(Protocol):
    """An iterator over a body, as ``chunks`` may return it, that need not wake the task that iterates."""

    def hand_to(self, take: Callable[[bytes], bool]) -> None:
        """From now on, give each piece that arrives while the iteration waits to ``take``.

        A piece that ``take`` does not accept, by returning False, is the next one of the iteration, which
        also raises what ``take`` raises. A hint: pieces may come out of the iteration without being given to
        ``take``.
        """
        ...
