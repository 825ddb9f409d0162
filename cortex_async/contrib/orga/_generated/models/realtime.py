# Made by `python -m generator build` from spec/orga.
# Do not edit: change the specification or the generator and run `make generate`.
"""Models of the group realtime."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, TypeAlias

from attrs import field

from cortex_async._core.late_attrs import define
from cortex_async._core.secrets.masking import masked
from cortex_async._core.unset import UNSET, Unset

Modality: TypeAlias = Literal["audio", "video"]


@define(kw_only=True)
class Answer:
    """Schema Answer of the API.

    Attributes:
        sdp (str): The session description.
        type (str): `answer`.
    """

    sdp: str = field(repr=masked)
    """The session description."""
    type: str
    """`answer`."""


@define(kw_only=True)
class Call:
    """Schema Call of the API.

    Attributes:
        answer (Answer): The service's half of the handshake.
        conversation_id (str): The conversation's id.
    """

    answer: Answer
    """The service's half of the handshake."""
    conversation_id: str
    """The conversation's id."""


@define(kw_only=True)
class CallParams:
    """Settings of the assistant; the service has a default for each. Others than these go through
    unchanged.

    Attributes:
        history (bool, default UNSET): Whether to keep the conversation.
        instructions (str | None, default UNSET): What it shall be and do.
        modalities (Sequence[Modality | str], default UNSET): What it hears and sees.
        model (str, default UNSET): Name of a model, e.g. `orga-1-beta`.
        return_transcription (bool, default UNSET): Whether to send what was said as text.
        temperature (float, default UNSET): How freely it answers, 0 to 1.
        voice (str, default UNSET): Name of a voice, e.g. `Sofía`; the list changes.
        additional_properties (Mapping[str, Any], default UNSET): Members that no field declares, by
            their names in JSON.

    Schema CallParams of the API.
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
    """Members that no field declares, by their names in JSON."""


@define(kw_only=True)
class ClientSecret:
    """Schema ClientSecret of the API.

    Attributes:
        ephemeral_token (str): The token.
        expires_at (datetime | None): When it ends. The service sends UTC without saying so.
        token_type (str | None): `bearer`.
    """

    ephemeral_token: str = field(repr=masked)
    """The token."""
    expires_at: datetime | None = None
    """When it ends. The service sends UTC without saying so."""
    token_type: str | None = None
    """`bearer`."""


@define(kw_only=True)
class CreateCall:
    """Schema CreateCallRequest of the API.

    Attributes:
        offer (Offer): The client's half of the handshake.
        params (CallParams, default UNSET): Settings of the assistant.
    """

    offer: Offer
    """The client's half of the handshake."""
    params: CallParams | Unset = UNSET
    """Settings of the assistant."""


@define(kw_only=True)
class CreateClientSecret:
    """Schema CreateClientSecretRequest of the API.

    Attributes:
        expires_in (int, default UNSET): Seconds that the token shall live. The service need not follow.
    """

    expires_in: int | Unset = UNSET
    """Seconds that the token shall live. The service need not follow."""


@define(kw_only=True)
class IceCandidate:
    """As `RTCIceCandidate` of WebRTC.

    Attributes:
        candidate (str): A line as in SDP without `a=`.
        sdp_m_line_index (int | None, default UNSET): The media section by its place, from 0.
        sdp_mid (str | None, default UNSET): The media section by its id.

    Schema IceCandidate of the API.
    """

    candidate: str = field(repr=masked)
    """A line as in SDP without `a=`."""
    sdp_m_line_index: int | None | Unset = UNSET
    """The media section by its place, from 0."""
    sdp_mid: str | None | Unset = UNSET
    """The media section by its id."""


@define(kw_only=True)
class IceConfig:
    """Schema IceConfig of the API.

    Attributes:
        ice_servers (list[IceServer])
    """

    ice_servers: list[IceServer]


@define(kw_only=True)
class IceServer:
    """As `RTCIceServer` of WebRTC.

    Attributes:
        urls (str | list[str]): One address or several.
        credential (str | None): Password for a TURN server.
        username (str | None): User name for a TURN server.

    Schema IceServer of the API.
    """

    urls: str | list[str]
    """One address or several."""
    credential: str | None = field(default=None, repr=masked)
    """Password for a TURN server."""
    username: str | None = field(default=None, repr=masked)
    """User name for a TURN server."""


@define(kw_only=True)
class Offer:
    """Schema Offer of the API.

    Attributes:
        candidates (Sequence[IceCandidate]): Every candidate that was found.
        sdp (str): The session description.
        type (Literal["offer"] | str)
    """

    candidates: Sequence[IceCandidate]
    """Every candidate that was found."""
    sdp: str = field(repr=masked)
    """The session description."""
    type: Literal["offer"] | str
