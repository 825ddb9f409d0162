"""What a browser needs to start a session, and the candidates of an SDP offer."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from attrs import field, frozen

from cortex_async._core.secrets.masking import masked
from cortex_async.contrib.orga.service import ORGA

if TYPE_CHECKING:
    from cortex_async._core.types import JSON
    from cortex_async.contrib.orga._generated.models import IceCandidate, IceServer


@frozen
class SessionConfig:
    """Credentials for one session of one browser.

    ``expires_at`` is None if neither the service nor the token reports it.
    """

    ephemeral_token: str = field(repr=masked)
    ice_servers: list[IceServer]
    expires_at: datetime | None

    def to_json(self) -> dict[str, JSON]:
        """The JSON that the vendor's JavaScript client expects from a proxy endpoint.

        It is secret: send it to that browser only.
        """
        servers = ORGA.codec.unstructure(self.ice_servers)
        return {"ephemeralToken": self.ephemeral_token, "iceServers": servers}


class SessionDescription(Protocol):
    """An SDP session description, such as aiortc's ``RTCSessionDescription``."""

    @property
    def sdp(self) -> str: ...

    @property
    def type(self) -> str: ...


def candidates_of(sdp: str) -> list[IceCandidate]:
    """The candidates in an SDP string, each with its media section (RFC 8839)."""
    from cortex_async.contrib.orga._generated.models import IceCandidate

    found: list[IceCandidate] = []
    sections: list[list[str]] = [[]]
    for line in sdp.splitlines():
        if line.startswith("m="):
            sections.append([])
        sections[-1].append(line)
    for index, section in enumerate(sections[1:]):
        mid = next((line.removeprefix("a=mid:") for line in section if line.startswith("a=mid:")), None)
        found += [
            IceCandidate(candidate=line.removeprefix("a="), sdp_mid=mid, sdp_m_line_index=index)
            for line in section
            if line.startswith("a=candidate:")
        ]
    return found
