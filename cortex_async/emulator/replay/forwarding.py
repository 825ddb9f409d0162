"""What an intermediary changes in the messages that it passes on."""

from __future__ import annotations

from collections.abc import Iterable

from multidict import CIMultiDict
from yarl import URL

from cortex_async.emulator.replay.content_codings import readable_only

# https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1
_HOP_BY_HOP = frozenset(
    {"connection", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade"}
)
_NOT_FOR_UPSTREAM = frozenset({"host", "content-length", "expect", "proxy-authorization"})
_VIA = "1.1 cortex-recorder"


def end_to_end(headers: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The headers without those that belong to one connection, including all that ``Connection`` names."""
    headers = list(headers)
    named = {
        option.strip().lower()
        for name, value in headers
        if name.lower() == "connection"
        for option in value.split(",")
    }
    return [(name, value) for name, value in headers if name.lower() not in _HOP_BY_HOP | named]


def recorded_headers(headers: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The headers of a request that are worth recording: not the recorder's own address."""
    return [(name, value) for name, value in end_to_end(headers) if name.lower() != "host"]


def upstream_headers(headers: Iterable[tuple[str, str]]) -> CIMultiDict[str]:
    """The headers of a request to the upstream."""
    sent: CIMultiDict[str] = CIMultiDict()
    for name, value in end_to_end(headers):
        if name.lower() == "accept-encoding":
            sent.add(name, readable_only(value))
        elif name.lower() not in _NOT_FOR_UPSTREAM:
            sent.add(name, value)
    # https://www.rfc-editor.org/rfc/rfc9110#section-7.6.3
    sent.add("Via", _VIA)
    return sent


def parse_upstream(upstream: str) -> URL:
    """The URL of a server, perhaps with a path prefix. Raises ``ValueError`` for anything else."""
    try:
        url = URL(upstream)
        port = url.port
    except (ValueError, TypeError):
        raise ValueError("upstream must be a URL such as https://cortex.example.com") from None
    if url.scheme not in ("http", "https") or not url.host or port is None:
        raise ValueError("upstream must be an http or https URL such as https://cortex.example.com")
    if url.user is not None or url.password is not None:
        raise ValueError(
            "upstream must not contain a user or a password: clients send credentials in headers"
        )
    if url.raw_query_string or url.raw_fragment:
        raise ValueError("upstream must not contain a query or a fragment")
    return url


def target_url(upstream: URL, target: str) -> URL:
    """The address of a request at the upstream. ``target`` is path and query as they were sent."""
    return URL(f"{upstream.origin()}{upstream.raw_path.rstrip('/')}{target}", encoded=True)


def media_type_of(content_type: str) -> str:
    return content_type.partition(";")[0].strip().lower()
