"""What a browser needs to start a session, and what an SDP offer says of its candidates."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from attrs import field, frozen

from cortex_async._core.secrets.masking import masked

if TYPE_CHECKING:
    from cortex_async._core.types import JSON
    from cortex_async.contrib.orga._generated.models import IceCandidate, IceServer


@frozen
class SessionConfig:
    """Credentials of one client for one session. ``expires_at`` is None where neither service nor token say it."""

    ephemeral_token: str = field(repr=masked)
    ice_servers: list[IceServer]
    expires_at: datetime | None

    def to_json(self) -> dict[str, JSON]:
        """As the vendor's JavaScript client expects it of a proxy endpoint. It is secret: only its session's owner may see it."""
        from cortex_async.contrib.orga.client import ORGA

        servers = ORGA.codec.unstructure(self.ice_servers)
        return {"ephemeralToken": self.ephemeral_token, "iceServers": servers}


class SessionDescription(Protocol):
    """As aiortc's ``RTCSessionDescription``."""

    @property
    def sdp(self) -> str: ...

    @property
    def type(self) -> str: ...


def candidates_of(sdp: str) -> list[IceCandidate]:
    """The candidates that stand in a session description, with the media section that each belongs to."""
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
