# Made by `python -m generator build` from spec/orga.
# Do not edit: change the specification or the generator and run `make generate`.
"""Models of the group realtime."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, TypeAlias

from attrs import define, field

from cortex_async._core.secrets.masking import masked
from cortex_async._core.unset import UNSET, Unset

Modality: TypeAlias = Literal["audio", "video"]


@define(kw_only=True)
class Answer:
    """Source: Answer."""

    sdp: str = field(repr=masked)
    """The session description."""
    type: str
    """`answer`."""


@define(kw_only=True)
class Call:
    """Source: Call."""

    answer: Answer
    """The service's half of the handshake."""
    conversation_id: str
    """The conversation's id."""


@define(kw_only=True)
class CallParams:
    """Settings of the assistant; the service has a default for each. Others than these go through
    unchanged.

    Source: CallParams.
    """

    history: bool | Unset = UNSET
    """Whether to keep the conversation."""
    instructions: str | None | Unset = UNSET
    """What it shall be and do."""
    modalities: Sequence[Modality | str] | Unset = UNSET
    """What it hears and sees."""
    model: str | Unset = UNSET
    """Name of a model, e.g. `orga-1-beta`."""
    return_transcription: bool | Unset = UNSET
    """Whether to send what was said as text."""
    temperature: float | Unset = UNSET
    """How freely it answers, 0 to 1."""
    voice: str | Unset = UNSET
    """Name of a voice, e.g. `Sofía`; the list changes."""
    additional_properties: Mapping[str, Any] | Unset = UNSET
    """Members beyond the fields above, by their names on the wire."""


@define(kw_only=True)
class ClientSecret:
    """Source: ClientSecret."""

    ephemeral_token: str = field(repr=masked)
    """The token."""
    expires_at: datetime | None = None
    """When it ends. The service sends UTC without saying so."""
    token_type: str | None = None
    """`bearer`."""


@define(kw_only=True)
class CreateCall:
    """Source: CreateCallRequest."""

    offer: Offer
    """The client's half of the handshake."""
    params: CallParams | Unset = UNSET
    """Settings of the assistant."""


@define(kw_only=True)
class CreateClientSecret:
    """Source: CreateClientSecretRequest."""

    expires_in: int | Unset = UNSET
    """Seconds that the token shall live. The service need not follow."""


@define(kw_only=True)
class IceCandidate:
    """As `RTCIceCandidate` of WebRTC.

    Source: IceCandidate.
    """

    candidate: str = field(repr=masked)
    """A line as in SDP without `a=`."""
    sdp_m_line_index: int | None | Unset = UNSET
    """The media section by its place, from 0."""
    sdp_mid: str | None | Unset = UNSET
    """The media section by its id."""


@define(kw_only=True)
class IceConfig:
    """Source: IceConfig."""

    ice_servers: list[IceServer]


@define(kw_only=True)
class IceServer:
    """As `RTCIceServer` of WebRTC.

    Source: IceServer.
    """

    urls: str | list[str]
    """One address or several."""
    credential: str | None = field(default=None, repr=masked)
    """Password for a TURN server."""
    username: str | None = field(default=None, repr=masked)
    """User name for a TURN server."""


@define(kw_only=True)
class Offer:
    """Source: Offer."""

    candidates: Sequence[IceCandidate]
    """Every candidate that was found."""
    sdp: str = field(repr=masked)
    """The session description."""
    type: Literal["offer"] | str
