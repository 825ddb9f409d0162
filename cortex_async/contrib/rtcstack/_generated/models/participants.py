# Made by `python -m generator build` from spec/rtcstack.
# Do not edit: change the specification or the generator and run `make generate`.
"""Models of the group participants."""

from __future__ import annotations

from typing import Literal, TypeAlias

from cortex_async._core.late_attrs import define

from .common import Encryption, Track, TrackSource

DisconnectReason: TypeAlias = Literal[
    "UNKNOWN_REASON",
    "CLIENT_INITIATED",
    "DUPLICATE_IDENTITY",
    "SERVER_SHUTDOWN",
    "PARTICIPANT_REMOVED",
    "ROOM_DELETED",
    "STATE_MISMATCH",
    "JOIN_FAILURE",
    "MIGRATION",
    "SIGNAL_CLOSE",
    "ROOM_CLOSED",
    "USER_UNAVAILABLE",
    "USER_REJECTED",
    "SIP_TRUNK_FAILURE",
    "CONNECTION_TIMEOUT",
    "MEDIA_FAILURE",
    "AGENT_ERROR",
]

ParticipantKind: TypeAlias = Literal["STANDARD", "INGRESS", "EGRESS", "SIP", "AGENT", "CONNECTOR", "BRIDGE"]

ParticipantKindDetail: TypeAlias = Literal[
    "CLOUD_AGENT", "FORWARDED", "CONNECTOR_WHATSAPP", "CONNECTOR_TWILIO", "BRIDGE_RTSP"
]

ParticipantState: TypeAlias = Literal["JOINING", "JOINED", "ACTIVE", "DISCONNECTED"]


@define(kw_only=True)
class DataTrack:
    """Schema DataTrackInfo of the API.

    Attributes:
        encryption (Encryption | str | int): Encryption between participants.
        name (str): Name given by the publisher.
        pub_handle (int): The publisher's own number for it.
        sid (str): The track's id.
    """

    encryption: Encryption | str | int
    """Encryption between participants."""
    name: str
    """Name given by the publisher."""
    pub_handle: int
    """The publisher's own number for it."""
    sid: str
    """The track's id."""


@define(kw_only=True)
class MuteParticipant:
    """Schema MuteParticipantRequest of the API.

    Attributes:
        track_sid (str): The track to mute.
    """

    track_sid: str
    """The track to mute."""


@define(kw_only=True)
class Participant:
    """Somebody in a room.

    Attributes:
        attributes (dict[str, str]): Texts by key, set by token or client.
        client_protocol (int): Version of the client's protocol.
        data_tracks (list[DataTrack])
        disconnect_reason (DisconnectReason | str | int): Why they left.
        identity (str): Identity, by which all operations know the participant.
        is_publisher (bool): Whether they publish or have published.
        joined_at (int): Unix time of the join in seconds.
        joined_at_ms (int): Unix time of the join in milliseconds.
        kind (ParticipantKind | str | int): What joined.
        kind_details (list[ParticipantKindDetail | str | int])
        metadata (str): Text from the token.
        name (str): Name to show.
        region (str): Region of the server.
        sid (str): LiveKit's id, new for every join.
        state (ParticipantState | str | int): How far they are connected.
        tracks (list[Track])
        version (int): Grows with every change.
        permission (ParticipantPermission | None): What they may do.

    Schema ParticipantInfo of the API.
    """

    attributes: dict[str, str]
    """Texts by key, set by token or client."""
    client_protocol: int
    """Version of the client's protocol."""
    data_tracks: list[DataTrack]
    disconnect_reason: DisconnectReason | str | int
    """Why they left."""
    identity: str
    """Identity, by which all operations know the participant."""
    is_publisher: bool
    """Whether they publish or have published."""
    joined_at: int
    """Unix time of the join in seconds."""
    joined_at_ms: int
    """Unix time of the join in milliseconds."""
    kind: ParticipantKind | str | int
    """What joined."""
    kind_details: list[ParticipantKindDetail | str | int]
    metadata: str
    """Text from the token."""
    name: str
    """Name to show."""
    region: str
    """Region of the server."""
    sid: str
    """LiveKit's id, new for every join."""
    state: ParticipantState | str | int
    """How far they are connected."""
    tracks: list[Track]
    version: int
    """Grows with every change."""
    permission: ParticipantPermission | None = None
    """What they may do."""


@define(kw_only=True)
class ParticipantList:
    """Schema ParticipantList of the API.

    Attributes:
        participants (list[Participant])
    """

    participants: list[Participant]


@define(kw_only=True)
class ParticipantPermission:
    """Schema ParticipantPermission of the API.

    Attributes:
        agent (bool): Is a program.
        can_manage_agent_session (bool): May steer a session of a program.
        can_publish (bool): May publish tracks.
        can_publish_data (bool): May send data messages.
        can_publish_sources (list[TrackSource | str | int]): Sources that may be published; empty for
            all.
        can_subscribe (bool): May hear and see others.
        can_subscribe_metrics (bool): May read metrics.
        can_update_metadata (bool): May change their own metadata.
        hidden (bool): Not shown to others.
        recorder (bool): Records the room.
    """

    agent: bool
    """Is a program."""
    can_manage_agent_session: bool
    """May steer a session of a program."""
    can_publish: bool
    """May publish tracks."""
    can_publish_data: bool
    """May send data messages."""
    can_publish_sources: list[TrackSource | str | int]
    """Sources that may be published; empty for all."""
    can_subscribe: bool
    """May hear and see others."""
    can_subscribe_metrics: bool
    """May read metrics."""
    can_update_metadata: bool
    """May change their own metadata."""
    hidden: bool
    """Not shown to others."""
    recorder: bool
    """Records the room."""
