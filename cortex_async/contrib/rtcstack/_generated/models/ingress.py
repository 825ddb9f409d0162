# Made by `python -m generator build` from spec/rtcstack.
# Do not edit: change the specification or the generator and run `make generate`.
"""Models of the group ingress."""

from __future__ import annotations

from typing import Literal, TypeAlias

from attrs import field

from cortex_async._core.late_attrs import define
from cortex_async._core.secrets.masking import masked
from cortex_async._core.unset import UNSET, Unset

from .common import Track, TrackSource, VideoLayer

AudioCodec: TypeAlias = Literal["DEFAULT_AC", "OPUS", "AAC", "AC_MP3"]

AudioPreset: TypeAlias = Literal["OPUS_STEREO_96KBPS", "OPUS_MONO_64KBS"]

IngressInputType: TypeAlias = Literal["RTMP_INPUT", "WHIP_INPUT", "URL_INPUT"]

IngressProtocol: TypeAlias = Literal["rtmp", "whip"]
"""Protocol of the stream."""

IngressStatus: TypeAlias = Literal[
    "ENDPOINT_INACTIVE", "ENDPOINT_BUFFERING", "ENDPOINT_PUBLISHING", "ENDPOINT_ERROR", "ENDPOINT_COMPLETE"
]

VideoCodec: TypeAlias = Literal["DEFAULT_VC", "H264_BASELINE", "H264_MAIN", "H264_HIGH", "VP8"]

VideoPreset: TypeAlias = Literal[
    "H264_720P_30FPS_3_LAYERS",
    "H264_1080P_30FPS_3_LAYERS",
    "H264_540P_25FPS_2_LAYERS",
    "H264_720P_30FPS_1_LAYER",
    "H264_1080P_30FPS_1_LAYER",
    "H264_720P_30FPS_3_LAYERS_HIGH_MOTION",
    "H264_1080P_30FPS_3_LAYERS_HIGH_MOTION",
    "H264_540P_25FPS_2_LAYERS_HIGH_MOTION",
    "H264_720P_30FPS_1_LAYER_HIGH_MOTION",
    "H264_1080P_30FPS_1_LAYER_HIGH_MOTION",
]


@define(kw_only=True)
class CreateIngress:
    """Schema CreateIngressRequest of the API.

    Attributes:
        participant_identity (str, default UNSET): Identity in the room; made from the time of day if
            left out.
        participant_name (str, default UNSET): Name to show in the room.
        type (IngressProtocol | str, default UNSET): Protocol of the stream.
    """

    participant_identity: str | Unset = UNSET
    """Identity in the room; made from the time of day if left out."""
    participant_name: str | Unset = UNSET
    """Name to show in the room."""
    type: IngressProtocol | str | Unset = UNSET
    """Protocol of the stream."""


@define(kw_only=True)
class Ingress:
    """An address for a stream from outside.

    Attributes:
        bypass_transcoding (bool): Whether the stream is passed on as it comes; older than
            `enableTranscoding`.
        ingress_id (str): The ingress's id.
        input_type (IngressInputType | str | int)
        name (str): Name of the ingress.
        participant_identity (str): Identity in the room.
        participant_metadata (str): Text attached to the participant.
        participant_name (str): Name to show in the room.
        reusable (bool): Whether a second stream may follow the first.
        room_name (str): The room's name.
        stream_key (str): The key with which an encoder may publish.
        url (str): Address to send the stream to.
        audio (IngressAudioOptions | None): How sound is encoded.
        enable_transcoding (bool | None): Whether the stream is encoded anew.
        enabled (bool | None): Whether streams are accepted.
        state (IngressState | None): What the stream does now.
        video (IngressVideoOptions | None): How pictures are encoded.

    Schema IngressInfo of the API.
    """

    bypass_transcoding: bool
    """Whether the stream is passed on as it comes; older than `enableTranscoding`."""
    ingress_id: str
    """The ingress's id."""
    input_type: IngressInputType | str | int
    name: str
    """Name of the ingress."""
    participant_identity: str
    """Identity in the room."""
    participant_metadata: str
    """Text attached to the participant."""
    participant_name: str
    """Name to show in the room."""
    reusable: bool
    """Whether a second stream may follow the first."""
    room_name: str
    """The room's name."""
    stream_key: str = field(repr=masked)
    """The key with which an encoder may publish."""
    url: str
    """Address to send the stream to."""
    audio: IngressAudioOptions | None = None
    """How sound is encoded."""
    enable_transcoding: bool | None = None
    """Whether the stream is encoded anew."""
    enabled: bool | None = None
    """Whether streams are accepted."""
    state: IngressState | None = None
    """What the stream does now."""
    video: IngressVideoOptions | None = None
    """How pictures are encoded."""


@define(kw_only=True)
class IngressAudioEncodingOptions:
    """Schema IngressAudioEncodingOptions of the API.

    Attributes:
        audio_codec (AudioCodec | str | int)
        bitrate (int): Bits per second.
        channels (int): 1 or 2.
        disable_dtx (bool): Whether silence is transmitted too.
    """

    audio_codec: AudioCodec | str | int
    bitrate: int
    """Bits per second."""
    channels: int
    """1 or 2."""
    disable_dtx: bool
    """Whether silence is transmitted too."""


@define(kw_only=True)
class IngressAudioOptions:
    """Schema IngressAudioOptions of the API.

    Attributes:
        name (str): Name of the track.
        source (TrackSource | str | int): Where it comes from.
        options_ (IngressAudioEncodingOptions | None): Instead of a preset.
        preset (AudioPreset | str | int | None)
    """

    name: str
    """Name of the track."""
    source: TrackSource | str | int
    """Where it comes from."""
    options_: IngressAudioEncodingOptions | None = None
    """Instead of a preset."""
    preset: AudioPreset | str | int | None = None


@define(kw_only=True)
class IngressList:
    """Schema IngressList of the API.

    Attributes:
        ingress (list[Ingress])
    """

    ingress: list[Ingress]


@define(kw_only=True)
class IngressState:
    """What the stream does now.

    Attributes:
        ended_at (int): Unix time in nanoseconds; 0 before it ended.
        error (str): Why it failed; empty if it did not.
        resource_id (str): LiveKit's id of this run.
        room_id (str): LiveKit's id of the room.
        started_at (int): Unix time in nanoseconds; 0 before it started.
        status (IngressStatus | str | int)
        tracks (list[Track])
        updated_at (int): Unix time in nanoseconds.
        audio (InputAudioState | None): The sound that arrives.
        video (InputVideoState | None): The pictures that arrive.

    Schema IngressState of the API.
    """

    ended_at: int
    """Unix time in nanoseconds; 0 before it ended."""
    error: str
    """Why it failed; empty if it did not."""
    resource_id: str
    """LiveKit's id of this run."""
    room_id: str
    """LiveKit's id of the room."""
    started_at: int
    """Unix time in nanoseconds; 0 before it started."""
    status: IngressStatus | str | int
    tracks: list[Track]
    updated_at: int
    """Unix time in nanoseconds."""
    audio: InputAudioState | None = None
    """The sound that arrives."""
    video: InputVideoState | None = None
    """The pictures that arrive."""


@define(kw_only=True)
class IngressVideoEncodingOptions:
    """Schema IngressVideoEncodingOptions of the API.

    Attributes:
        frame_rate (float): Frames per second.
        layers (list[VideoLayer])
        video_codec (VideoCodec | str | int)
    """

    frame_rate: float
    """Frames per second."""
    layers: list[VideoLayer]
    video_codec: VideoCodec | str | int


@define(kw_only=True)
class IngressVideoOptions:
    """Schema IngressVideoOptions of the API.

    Attributes:
        name (str): Name of the track.
        source (TrackSource | str | int): Where it comes from.
        options_ (IngressVideoEncodingOptions | None): Instead of a preset.
        preset (VideoPreset | str | int | None)
    """

    name: str
    """Name of the track."""
    source: TrackSource | str | int
    """Where it comes from."""
    options_: IngressVideoEncodingOptions | None = None
    """Instead of a preset."""
    preset: VideoPreset | str | int | None = None


@define(kw_only=True)
class InputAudioState:
    """Schema InputAudioState of the API.

    Attributes:
        average_bitrate (int): Bits per second.
        channels (int): 1 or 2.
        mime_type (str): Media type.
        sample_rate (int): Samples per second.
    """

    average_bitrate: int
    """Bits per second."""
    channels: int
    """1 or 2."""
    mime_type: str
    """Media type."""
    sample_rate: int
    """Samples per second."""


@define(kw_only=True)
class InputVideoState:
    """Schema InputVideoState of the API.

    Attributes:
        average_bitrate (int): Bits per second.
        framerate (float): Frames per second.
        height (int): Pixels.
        mime_type (str): Media type.
        width (int): Pixels.
    """

    average_bitrate: int
    """Bits per second."""
    framerate: float
    """Frames per second."""
    height: int
    """Pixels."""
    mime_type: str
    """Media type."""
    width: int
    """Pixels."""
