# Made by `python -m generator build` from spec/rtcstack.
# Do not edit: change the specification or the generator and run `make generate`.
"""Models of the group common."""

from __future__ import annotations

from typing import Any, Literal, TypeAlias

from cortex_async._core.late_attrs import define

AudioFeature: TypeAlias = Literal[
    "TF_STEREO",
    "TF_NO_DTX",
    "TF_AUTO_GAIN_CONTROL",
    "TF_ECHO_CANCELLATION",
    "TF_NOISE_SUPPRESSION",
    "TF_ENHANCED_NOISE_CANCELLATION",
    "TF_PRECONNECT_BUFFER",
]

BackupCodecPolicy: TypeAlias = Literal["PREFER_REGRESSION", "SIMULCAST", "REGRESSION"]

Encryption: TypeAlias = Literal["NONE", "GCM", "CUSTOM"]

PacketTrailerFeature: TypeAlias = Literal["PTF_USER_TIMESTAMP", "PTF_FRAME_ID"]

TrackSource: TypeAlias = Literal["UNKNOWN", "CAMERA", "MICROPHONE", "SCREEN_SHARE", "SCREEN_SHARE_AUDIO"]

TrackType: TypeAlias = Literal["AUDIO", "VIDEO", "DATA"]

VideoLayerMode: TypeAlias = Literal[
    "MODE_UNUSED",
    "ONE_SPATIAL_LAYER_PER_STREAM",
    "MULTIPLE_SPATIAL_LAYERS_PER_STREAM",
    "ONE_SPATIAL_LAYER_PER_STREAM_INCOMPLETE_RTCP_SR",
]

VideoQuality: TypeAlias = Literal["LOW", "MEDIUM", "HIGH", "OFF"]


@define(kw_only=True)
class FrameworkError:
    """An error of the web framework, or of LiveKit passed through it.

    Attributes:
        error (str): The status in words.
        message (str): What happened.
        status_code (int): The HTTP status.
        code (str | None): Short name, e.g. `FST_ERR_VALIDATION` or LiveKit's `not_found`.

    Schema FrameworkError of the API.
    """

    error: str
    """The status in words."""
    message: str
    """What happened."""
    status_code: int
    """The HTTP status."""
    code: str | None = None
    """Short name, e.g. `FST_ERR_VALIDATION` or LiveKit's `not_found`."""


@define(kw_only=True)
class Problem:
    """An error of RTCstack itself, as RFC 9457 has it. Its media type is plain JSON.

    Attributes:
        status (int): The HTTP status.
        title (str): The kind of problem in words.
        type (str): Names the kind of problem; the last part is its short name.
        detail (str | None): What happened this time.
        instance (str | None): Names this occurrence.

    Schema Problem of the API.
    """

    status: int
    """The HTTP status."""
    title: str
    """The kind of problem in words."""
    type: str
    """Names the kind of problem; the last part is its short name."""
    detail: str | None = None
    """What happened this time."""
    instance: str | None = None
    """Names this occurrence."""


@define(kw_only=True)
class SimulcastCodec:
    """Schema SimulcastCodecInfo of the API.

    Attributes:
        cid (str): The client's id for it.
        layers (list[VideoLayer])
        mid (str): Id within the publisher's SDP.
        mime_type (str): Media type.
        sdp_cid (str): The client's id for it within SDP.
        video_layer_mode (VideoLayerMode | str | int)
    """

    cid: str
    """The client's id for it."""
    layers: list[VideoLayer]
    mid: str
    """Id within the publisher's SDP."""
    mime_type: str
    """Media type."""
    sdp_cid: str
    """The client's id for it within SDP."""
    video_layer_mode: VideoLayerMode | str | int


@define(kw_only=True)
class TimedVersion:
    """Orders the states of one object.

    Attributes:
        ticks (int): Order within one microsecond.
        unix_micro (int): Unix time in microseconds.

    Schema TimedVersion of the API.
    """

    ticks: int
    """Order within one microsecond."""
    unix_micro: int
    """Unix time in microseconds."""


@define(kw_only=True)
class Track:
    """One published track.

    Attributes:
        audio_features (list[AudioFeature | str | int])
        backup_codec_policy (BackupCodecPolicy | str | int)
        codecs (list[SimulcastCodec])
        disable_dtx (bool): Whether silence is transmitted too.
        disable_red (bool): Whether redundant audio is off.
        encryption (Encryption | str | int): Encryption between participants.
        height (int): Pixels; 0 for sound.
        layers (list[VideoLayer])
        mid (str): Id within the publisher's SDP.
        mime_type (str): Media type, e.g. `audio/opus`.
        muted (bool): Whether it is muted.
        name (str): Name given by the publisher.
        packet_trailer_features (list[PacketTrailerFeature | str | int])
        sid (str): The track's id, e.g. `TR_AMkQ8yH2pJ4vLc`.
        simulcast (bool): Whether it is published in several qualities.
        source (TrackSource | str | int): Where it comes from.
        stereo (bool): Whether it has two channels.
        stream (str): Name of the stream that it belongs to.
        type (TrackType | str | int)
        width (int): Pixels; 0 for sound.
        version (TimedVersion | None): Grows with every change.

    Schema TrackInfo of the API.
    """

    audio_features: list[AudioFeature | str | int]
    backup_codec_policy: BackupCodecPolicy | str | int
    codecs: list[SimulcastCodec]
    disable_dtx: bool
    """Whether silence is transmitted too."""
    disable_red: bool
    """Whether redundant audio is off."""
    encryption: Encryption | str | int
    """Encryption between participants."""
    height: int
    """Pixels; 0 for sound."""
    layers: list[VideoLayer]
    mid: str
    """Id within the publisher's SDP."""
    mime_type: str
    """Media type, e.g. `audio/opus`."""
    muted: bool
    """Whether it is muted."""
    name: str
    """Name given by the publisher."""
    packet_trailer_features: list[PacketTrailerFeature | str | int]
    sid: str
    """The track's id, e.g. `TR_AMkQ8yH2pJ4vLc`."""
    simulcast: bool
    """Whether it is published in several qualities."""
    source: TrackSource | str | int
    """Where it comes from."""
    stereo: bool
    """Whether it has two channels."""
    stream: str
    """Name of the stream that it belongs to."""
    type: TrackType | str | int
    width: int
    """Pixels; 0 for sound."""
    version: TimedVersion | None = None
    """Grows with every change."""


@define(kw_only=True)
class VideoLayer:
    """Schema VideoLayer of the API.

    Attributes:
        bitrate (int): Bits per second.
        height (int): Pixels.
        quality (VideoQuality | str | int)
        repair_ssrc (int): Id of the RTP stream that repairs it.
        rid (str): Id of the layer within SDP.
        spatial_layer (int): Number of the spatial layer.
        ssrc (int): Id of the RTP stream.
        width (int): Pixels.
    """

    bitrate: int
    """Bits per second."""
    height: int
    """Pixels."""
    quality: VideoQuality | str | int
    repair_ssrc: int
    """Id of the RTP stream that repairs it."""
    rid: str
    """Id of the layer within SDP."""
    spatial_layer: int
    """Number of the spatial layer."""
    ssrc: int
    """Id of the RTP stream."""
    width: int
    """Pixels."""


@define(kw_only=True)
class WebhookDelivery:
    """Schema WebhookDelivery of the API.

    Attributes:
        delivery_id (str): Id of this delivery, the same in every attempt.
        event (str): Kind of event; `test` for a test delivery.
        payload (dict[str, Any]): What happened. Its shape is not documented.
    """

    delivery_id: str
    """Id of this delivery, the same in every attempt."""
    event: str
    """Kind of event; `test` for a test delivery."""
    payload: dict[str, Any]
    """What happened. Its shape is not documented."""
