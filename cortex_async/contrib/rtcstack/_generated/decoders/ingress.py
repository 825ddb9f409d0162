# Made by `python -m generator build` from spec/rtcstack.
# Do not edit: change the specification or the generator and run `make generate`.
"""Decoders and encoders of the group ingress."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cortex_async._core.codec.emitted import NULL, finite, integer, many, new, one
from cortex_async._core.codec.names import parsed_name
from cortex_async._core.codec.numerals import integer_from_string, number_to_string
from cortex_async._core.unset import UNSET

from ..models.ingress import (
    CreateIngress,
    Ingress,
    IngressAudioEncodingOptions,
    IngressAudioOptions,
    IngressList,
    IngressState,
    IngressVideoEncodingOptions,
    IngressVideoOptions,
    InputAudioState,
    InputVideoState,
)
from .common import decode_track, decode_video_layer, encode_track, encode_video_layer

_AUDIO = parsed_name("audio")
_AUDIO_CODEC = parsed_name("audioCodec")
_AVERAGE_BITRATE = parsed_name("averageBitrate")
_BITRATE = parsed_name("bitrate")
_BYPASS_TRANSCODING = parsed_name("bypassTranscoding")
_CHANNELS = parsed_name("channels")
_DISABLE_DTX = parsed_name("disableDtx")
_ENABLE_TRANSCODING = parsed_name("enableTranscoding")
_ENABLED = parsed_name("enabled")
_ENDED_AT = parsed_name("endedAt")
_ERROR = parsed_name("error")
_FRAME_RATE = parsed_name("frameRate")
_FRAMERATE = parsed_name("framerate")
_HEIGHT = parsed_name("height")
_INGRESS = parsed_name("ingress")
_INGRESS_ID = parsed_name("ingressId")
_INPUT_TYPE = parsed_name("inputType")
_LAYERS = parsed_name("layers")
_MIME_TYPE = parsed_name("mimeType")
_NAME = parsed_name("name")
_OPTIONS = parsed_name("options")
_PARTICIPANT_IDENTITY = parsed_name("participantIdentity")
_PARTICIPANT_METADATA = parsed_name("participantMetadata")
_PARTICIPANT_NAME = parsed_name("participantName")
_PRESET = parsed_name("preset")
_RESOURCE_ID = parsed_name("resourceId")
_REUSABLE = parsed_name("reusable")
_ROOM_ID = parsed_name("roomId")
_ROOM_NAME = parsed_name("roomName")
_SAMPLE_RATE = parsed_name("sampleRate")
_SOURCE = parsed_name("source")
_STARTED_AT = parsed_name("startedAt")
_STATE = parsed_name("state")
_STATUS = parsed_name("status")
_STREAM_KEY = parsed_name("streamKey")
_TRACKS = parsed_name("tracks")
_TYPE = parsed_name("type")
_UPDATED_AT = parsed_name("updatedAt")
_URL = parsed_name("url")
_VIDEO = parsed_name("video")
_VIDEO_CODEC = parsed_name("videoCodec")
_WIDTH = parsed_name("width")


def decode_audio_codec_or_int(o: Any) -> Any:
    if isinstance(o, float):
        return integer(o)
    return o


def encode_audio_codec_or_int(m: Any) -> Any:
    if isinstance(m, float):
        return integer(m)
    return m


def decode_audio_preset_or_int(o: Any) -> Any:
    if isinstance(o, float):
        return integer(o)
    return o


def encode_audio_preset_or_int(m: Any) -> Any:
    if isinstance(m, float):
        return integer(m)
    return m


def decode_ingress_input_type_or_int(o: Any) -> Any:
    if isinstance(o, float):
        return integer(o)
    return o


def encode_ingress_input_type_or_int(m: Any) -> Any:
    if isinstance(m, float):
        return integer(m)
    return m


def decode_ingress_status_or_int(o: Any) -> Any:
    if isinstance(o, float):
        return integer(o)
    return o


def encode_ingress_status_or_int(m: Any) -> Any:
    if isinstance(m, float):
        return integer(m)
    return m


def decode_track_source_or_int(o: Any) -> Any:
    if isinstance(o, float):
        return integer(o)
    return o


def encode_track_source_or_int(m: Any) -> Any:
    if isinstance(m, float):
        return integer(m)
    return m


def decode_video_codec_or_int(o: Any) -> Any:
    if isinstance(o, float):
        return integer(o)
    return o


def encode_video_codec_or_int(m: Any) -> Any:
    if isinstance(m, float):
        return integer(m)
    return m


def decode_video_preset_or_int(o: Any) -> Any:
    if isinstance(o, float):
        return integer(o)
    return o


def encode_video_preset_or_int(m: Any) -> Any:
    if isinstance(m, float):
        return integer(m)
    return m


def decode_create_ingress(o: dict[str, Any]) -> CreateIngress:
    o.keys()
    m = new(CreateIngress)
    m.participant_identity = o[_PARTICIPANT_IDENTITY] if _PARTICIPANT_IDENTITY in o else UNSET
    m.participant_name = o[_PARTICIPANT_NAME] if _PARTICIPANT_NAME in o else UNSET
    m.type = o[_TYPE] if _TYPE in o else UNSET
    return m


def encode_create_ingress(m: CreateIngress) -> dict[str, Any]:
    o: dict[str, Any] = {}
    if m.participant_identity is not UNSET:
        o["participantIdentity"] = m.participant_identity
    if m.participant_name is not UNSET:
        o["participantName"] = m.participant_name
    if m.type is not UNSET:
        o["type"] = m.type
    return o


def decode_ingress(o: dict[str, Any]) -> Ingress:
    m = new(Ingress)
    m.bypass_transcoding = o[_BYPASS_TRANSCODING]
    m.ingress_id = o[_INGRESS_ID]
    m.input_type = decode_ingress_input_type_or_int(o[_INPUT_TYPE])
    m.name = o[_NAME]
    m.participant_identity = o[_PARTICIPANT_IDENTITY]
    m.participant_metadata = o[_PARTICIPANT_METADATA]
    m.participant_name = o[_PARTICIPANT_NAME]
    m.reusable = o[_REUSABLE]
    m.room_name = o[_ROOM_NAME]
    m.stream_key = o[_STREAM_KEY]
    m.url = o[_URL]
    m.audio = NULL if _AUDIO not in o or (v := o[_AUDIO]) is None else decode_ingress_audio_options(v)
    m.enable_transcoding = o[_ENABLE_TRANSCODING] if _ENABLE_TRANSCODING in o else None
    m.enabled = o[_ENABLED] if _ENABLED in o else None
    m.state = NULL if _STATE not in o or (v := o[_STATE]) is None else decode_ingress_state(v)
    m.video = NULL if _VIDEO not in o or (v := o[_VIDEO]) is None else decode_ingress_video_options(v)
    return m


def encode_ingress(m: Ingress) -> dict[str, Any]:
    o: dict[str, Any] = {
        "bypassTranscoding": m.bypass_transcoding,
        "ingressId": m.ingress_id,
        "inputType": encode_ingress_input_type_or_int(m.input_type),
        "name": m.name,
        "participantIdentity": m.participant_identity,
        "participantMetadata": m.participant_metadata,
        "participantName": m.participant_name,
        "reusable": m.reusable,
        "roomName": m.room_name,
        "streamKey": m.stream_key,
        "url": m.url,
    }
    if m.audio is not None:
        o["audio"] = one(encode_ingress_audio_options, m.audio)
    if m.enable_transcoding is not None:
        o["enableTranscoding"] = m.enable_transcoding
    if m.enabled is not None:
        o["enabled"] = m.enabled
    if m.state is not None:
        o["state"] = one(encode_ingress_state, m.state)
    if m.video is not None:
        o["video"] = one(encode_ingress_video_options, m.video)
    return o


def decode_ingress_audio_encoding_options(o: dict[str, Any]) -> IngressAudioEncodingOptions:
    m = new(IngressAudioEncodingOptions)
    m.audio_codec = decode_audio_codec_or_int(o[_AUDIO_CODEC])
    m.bitrate = v if type(v := o[_BITRATE]) is int else integer(v)
    m.channels = v if type(v := o[_CHANNELS]) is int else integer(v)
    m.disable_dtx = o[_DISABLE_DTX]
    return m


def encode_ingress_audio_encoding_options(m: IngressAudioEncodingOptions) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {
        "audioCodec": encode_audio_codec_or_int(m.audio_codec),
        "bitrate": v if type(v := m.bitrate) is int else integer(v),
        "channels": v if type(v := m.channels) is int else integer(v),
        "disableDtx": m.disable_dtx,
    }
    return o


def decode_ingress_audio_options(o: dict[str, Any]) -> IngressAudioOptions:
    m = new(IngressAudioOptions)
    m.name = o[_NAME]
    m.source = decode_track_source_or_int(o[_SOURCE])
    m.options_ = (
        NULL if _OPTIONS not in o or (v := o[_OPTIONS]) is None else decode_ingress_audio_encoding_options(v)
    )
    m.preset = NULL if _PRESET not in o or (v := o[_PRESET]) is None else decode_audio_preset_or_int(v)
    return m


def encode_ingress_audio_options(m: IngressAudioOptions) -> dict[str, Any]:
    o: dict[str, Any] = {"name": m.name, "source": encode_track_source_or_int(m.source)}
    if m.options_ is not None:
        o["options"] = one(encode_ingress_audio_encoding_options, m.options_)
    if m.preset is not None:
        o["preset"] = encode_audio_preset_or_int(m.preset)
    return o


def decode_ingress_list(o: dict[str, Any]) -> IngressList:
    m = new(IngressList)
    m.ingress = many(decode_ingress, o[_INGRESS])
    return m


def encode_ingress_list(m: IngressList) -> dict[str, Any]:
    o: dict[str, Any] = {"ingress": many(encode_ingress, m.ingress)}
    return o


def decode_ingress_state(o: dict[str, Any]) -> IngressState:
    m = new(IngressState)
    m.ended_at = integer_from_string(o[_ENDED_AT])
    m.error = o[_ERROR]
    m.resource_id = o[_RESOURCE_ID]
    m.room_id = o[_ROOM_ID]
    m.started_at = integer_from_string(o[_STARTED_AT])
    m.status = decode_ingress_status_or_int(o[_STATUS])
    m.tracks = many(decode_track, o[_TRACKS])
    m.updated_at = integer_from_string(o[_UPDATED_AT])
    m.audio = NULL if _AUDIO not in o or (v := o[_AUDIO]) is None else decode_input_audio_state(v)
    m.video = NULL if _VIDEO not in o or (v := o[_VIDEO]) is None else decode_input_video_state(v)
    return m


def encode_ingress_state(m: IngressState) -> dict[str, Any]:
    o: dict[str, Any] = {
        "endedAt": number_to_string(m.ended_at),
        "error": m.error,
        "resourceId": m.resource_id,
        "roomId": m.room_id,
        "startedAt": number_to_string(m.started_at),
        "status": encode_ingress_status_or_int(m.status),
        "tracks": many(encode_track, m.tracks),
        "updatedAt": number_to_string(m.updated_at),
    }
    if m.audio is not None:
        o["audio"] = one(encode_input_audio_state, m.audio)
    if m.video is not None:
        o["video"] = one(encode_input_video_state, m.video)
    return o


def decode_ingress_video_encoding_options(o: dict[str, Any]) -> IngressVideoEncodingOptions:
    m = new(IngressVideoEncodingOptions)
    m.frame_rate = o[_FRAME_RATE]
    m.layers = many(decode_video_layer, o[_LAYERS])
    m.video_codec = decode_video_codec_or_int(o[_VIDEO_CODEC])
    return m


def encode_ingress_video_encoding_options(m: IngressVideoEncodingOptions) -> dict[str, Any]:
    o: dict[str, Any] = {
        "frameRate": finite(m.frame_rate),
        "layers": many(encode_video_layer, m.layers),
        "videoCodec": encode_video_codec_or_int(m.video_codec),
    }
    return o


def decode_ingress_video_options(o: dict[str, Any]) -> IngressVideoOptions:
    m = new(IngressVideoOptions)
    m.name = o[_NAME]
    m.source = decode_track_source_or_int(o[_SOURCE])
    m.options_ = (
        NULL if _OPTIONS not in o or (v := o[_OPTIONS]) is None else decode_ingress_video_encoding_options(v)
    )
    m.preset = NULL if _PRESET not in o or (v := o[_PRESET]) is None else decode_video_preset_or_int(v)
    return m


def encode_ingress_video_options(m: IngressVideoOptions) -> dict[str, Any]:
    o: dict[str, Any] = {"name": m.name, "source": encode_track_source_or_int(m.source)}
    if m.options_ is not None:
        o["options"] = one(encode_ingress_video_encoding_options, m.options_)
    if m.preset is not None:
        o["preset"] = encode_video_preset_or_int(m.preset)
    return o


def decode_input_audio_state(o: dict[str, Any]) -> InputAudioState:
    m = new(InputAudioState)
    m.average_bitrate = v if type(v := o[_AVERAGE_BITRATE]) is int else integer(v)
    m.channels = v if type(v := o[_CHANNELS]) is int else integer(v)
    m.mime_type = o[_MIME_TYPE]
    m.sample_rate = v if type(v := o[_SAMPLE_RATE]) is int else integer(v)
    return m


def encode_input_audio_state(m: InputAudioState) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {
        "averageBitrate": v if type(v := m.average_bitrate) is int else integer(v),
        "channels": v if type(v := m.channels) is int else integer(v),
        "mimeType": m.mime_type,
        "sampleRate": v if type(v := m.sample_rate) is int else integer(v),
    }
    return o


def decode_input_video_state(o: dict[str, Any]) -> InputVideoState:
    m = new(InputVideoState)
    m.average_bitrate = v if type(v := o[_AVERAGE_BITRATE]) is int else integer(v)
    m.framerate = o[_FRAMERATE]
    m.height = v if type(v := o[_HEIGHT]) is int else integer(v)
    m.mime_type = o[_MIME_TYPE]
    m.width = v if type(v := o[_WIDTH]) is int else integer(v)
    return m


def encode_input_video_state(m: InputVideoState) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {
        "averageBitrate": v if type(v := m.average_bitrate) is int else integer(v),
        "framerate": finite(m.framerate),
        "height": v if type(v := m.height) is int else integer(v),
        "mimeType": m.mime_type,
        "width": v if type(v := m.width) is int else integer(v),
    }
    return o


DECODERS: dict[type, Callable[[Any], Any]] = {
    CreateIngress: decode_create_ingress,
    Ingress: decode_ingress,
    IngressAudioEncodingOptions: decode_ingress_audio_encoding_options,
    IngressAudioOptions: decode_ingress_audio_options,
    IngressList: decode_ingress_list,
    IngressState: decode_ingress_state,
    IngressVideoEncodingOptions: decode_ingress_video_encoding_options,
    IngressVideoOptions: decode_ingress_video_options,
    InputAudioState: decode_input_audio_state,
    InputVideoState: decode_input_video_state,
}
ENCODERS: dict[type, Callable[[Any], Any]] = {
    CreateIngress: encode_create_ingress,
    Ingress: encode_ingress,
    IngressAudioEncodingOptions: encode_ingress_audio_encoding_options,
    IngressAudioOptions: encode_ingress_audio_options,
    IngressList: encode_ingress_list,
    IngressState: encode_ingress_state,
    IngressVideoEncodingOptions: encode_ingress_video_encoding_options,
    IngressVideoOptions: encode_ingress_video_options,
    InputAudioState: encode_input_audio_state,
    InputVideoState: encode_input_video_state,
}
