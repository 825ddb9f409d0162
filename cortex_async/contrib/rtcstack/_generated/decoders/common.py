# Made by `python -m generator build` from spec/rtcstack.
# Do not edit: change the specification or the generator and run `make generate`.
"""Decoders and encoders of the group common."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cortex_async._core.codec.emitted import NULL, as_dict, integer, many, new, one
from cortex_async._core.codec.names import parsed_name
from cortex_async._core.codec.numerals import integer_from_string, number_to_string

from ..models.common import (
    FrameworkError,
    Problem,
    SimulcastCodec,
    TimedVersion,
    Track,
    VideoLayer,
    WebhookDelivery,
)

_AUDIO_FEATURES = parsed_name("audioFeatures")
_BACKUP_CODEC_POLICY = parsed_name("backupCodecPolicy")
_BITRATE = parsed_name("bitrate")
_CID = parsed_name("cid")
_CODE = parsed_name("code")
_CODECS = parsed_name("codecs")
_DELIVERY_ID = parsed_name("deliveryId")
_DETAIL = parsed_name("detail")
_DISABLE_DTX = parsed_name("disableDtx")
_DISABLE_RED = parsed_name("disableRed")
_ENCRYPTION = parsed_name("encryption")
_ERROR = parsed_name("error")
_EVENT = parsed_name("event")
_HEIGHT = parsed_name("height")
_INSTANCE = parsed_name("instance")
_LAYERS = parsed_name("layers")
_MESSAGE = parsed_name("message")
_MID = parsed_name("mid")
_MIME_TYPE = parsed_name("mimeType")
_MUTED = parsed_name("muted")
_NAME = parsed_name("name")
_PACKET_TRAILER_FEATURES = parsed_name("packetTrailerFeatures")
_PAYLOAD = parsed_name("payload")
_QUALITY = parsed_name("quality")
_REPAIR_SSRC = parsed_name("repairSsrc")
_RID = parsed_name("rid")
_SDP_CID = parsed_name("sdpCid")
_SID = parsed_name("sid")
_SIMULCAST = parsed_name("simulcast")
_SOURCE = parsed_name("source")
_SPATIAL_LAYER = parsed_name("spatialLayer")
_SSRC = parsed_name("ssrc")
_STATUS = parsed_name("status")
_STATUS_CODE = parsed_name("statusCode")
_STEREO = parsed_name("stereo")
_STREAM = parsed_name("stream")
_TICKS = parsed_name("ticks")
_TITLE = parsed_name("title")
_TYPE = parsed_name("type")
_UNIX_MICRO = parsed_name("unixMicro")
_VERSION = parsed_name("version")
_VIDEO_LAYER_MODE = parsed_name("videoLayerMode")
_WIDTH = parsed_name("width")


def decode_audio_feature_or_int(o: Any) -> Any:
    if isinstance(o, float):
        return integer(o)
    return o


def encode_audio_feature_or_int(m: Any) -> Any:
    if isinstance(m, float):
        return integer(m)
    return m


def decode_backup_codec_policy_or_int(o: Any) -> Any:
    if isinstance(o, float):
        return integer(o)
    return o


def encode_backup_codec_policy_or_int(m: Any) -> Any:
    if isinstance(m, float):
        return integer(m)
    return m


def decode_encryption_or_int(o: Any) -> Any:
    if isinstance(o, float):
        return integer(o)
    return o


def encode_encryption_or_int(m: Any) -> Any:
    if isinstance(m, float):
        return integer(m)
    return m


def decode_packet_trailer_feature_or_int(o: Any) -> Any:
    if isinstance(o, float):
        return integer(o)
    return o


def encode_packet_trailer_feature_or_int(m: Any) -> Any:
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


def decode_track_type_or_int(o: Any) -> Any:
    if isinstance(o, float):
        return integer(o)
    return o


def encode_track_type_or_int(m: Any) -> Any:
    if isinstance(m, float):
        return integer(m)
    return m


def decode_video_layer_mode_or_int(o: Any) -> Any:
    if isinstance(o, float):
        return integer(o)
    return o


def encode_video_layer_mode_or_int(m: Any) -> Any:
    if isinstance(m, float):
        return integer(m)
    return m


def decode_video_quality_or_int(o: Any) -> Any:
    if isinstance(o, float):
        return integer(o)
    return o


def encode_video_quality_or_int(m: Any) -> Any:
    if isinstance(m, float):
        return integer(m)
    return m


def decode_framework_error(o: dict[str, Any]) -> FrameworkError:
    m = new(FrameworkError)
    m.error = o[_ERROR]
    m.message = o[_MESSAGE]
    m.status_code = v if type(v := o[_STATUS_CODE]) is int else integer(v)
    m.code = o[_CODE] if _CODE in o else None
    return m


def encode_framework_error(m: FrameworkError) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {
        "error": m.error,
        "message": m.message,
        "statusCode": v if type(v := m.status_code) is int else integer(v),
    }
    if m.code is not None:
        o["code"] = m.code
    return o


def decode_problem(o: dict[str, Any]) -> Problem:
    m = new(Problem)
    m.status = v if type(v := o[_STATUS]) is int else integer(v)
    m.title = o[_TITLE]
    m.type = o[_TYPE]
    m.detail = o[_DETAIL] if _DETAIL in o else None
    m.instance = o[_INSTANCE] if _INSTANCE in o else None
    return m


def encode_problem(m: Problem) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {
        "status": v if type(v := m.status) is int else integer(v),
        "title": m.title,
        "type": m.type,
    }
    if m.detail is not None:
        o["detail"] = m.detail
    if m.instance is not None:
        o["instance"] = m.instance
    return o


def decode_simulcast_codec(o: dict[str, Any]) -> SimulcastCodec:
    m = new(SimulcastCodec)
    m.cid = o[_CID]
    m.layers = many(decode_video_layer, o[_LAYERS])
    m.mid = o[_MID]
    m.mime_type = o[_MIME_TYPE]
    m.sdp_cid = o[_SDP_CID]
    m.video_layer_mode = decode_video_layer_mode_or_int(o[_VIDEO_LAYER_MODE])
    return m


def encode_simulcast_codec(m: SimulcastCodec) -> dict[str, Any]:
    o: dict[str, Any] = {
        "cid": m.cid,
        "layers": many(encode_video_layer, m.layers),
        "mid": m.mid,
        "mimeType": m.mime_type,
        "sdpCid": m.sdp_cid,
        "videoLayerMode": encode_video_layer_mode_or_int(m.video_layer_mode),
    }
    return o


def decode_timed_version(o: dict[str, Any]) -> TimedVersion:
    m = new(TimedVersion)
    m.ticks = v if type(v := o[_TICKS]) is int else integer(v)
    m.unix_micro = integer_from_string(o[_UNIX_MICRO])
    return m


def encode_timed_version(m: TimedVersion) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {
        "ticks": v if type(v := m.ticks) is int else integer(v),
        "unixMicro": number_to_string(m.unix_micro),
    }
    return o


def decode_track(o: dict[str, Any]) -> Track:
    m = new(Track)
    m.audio_features = many(decode_audio_feature_or_int, o[_AUDIO_FEATURES])
    m.backup_codec_policy = decode_backup_codec_policy_or_int(o[_BACKUP_CODEC_POLICY])
    m.codecs = many(decode_simulcast_codec, o[_CODECS])
    m.disable_dtx = o[_DISABLE_DTX]
    m.disable_red = o[_DISABLE_RED]
    m.encryption = decode_encryption_or_int(o[_ENCRYPTION])
    m.height = v if type(v := o[_HEIGHT]) is int else integer(v)
    m.layers = many(decode_video_layer, o[_LAYERS])
    m.mid = o[_MID]
    m.mime_type = o[_MIME_TYPE]
    m.muted = o[_MUTED]
    m.name = o[_NAME]
    m.packet_trailer_features = many(decode_packet_trailer_feature_or_int, o[_PACKET_TRAILER_FEATURES])
    m.sid = o[_SID]
    m.simulcast = o[_SIMULCAST]
    m.source = decode_track_source_or_int(o[_SOURCE])
    m.stereo = o[_STEREO]
    m.stream = o[_STREAM]
    m.type = decode_track_type_or_int(o[_TYPE])
    m.width = v if type(v := o[_WIDTH]) is int else integer(v)
    m.version = NULL if _VERSION not in o or (v := o[_VERSION]) is None else decode_timed_version(v)
    return m


def encode_track(m: Track) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {
        "audioFeatures": many(encode_audio_feature_or_int, m.audio_features),
        "backupCodecPolicy": encode_backup_codec_policy_or_int(m.backup_codec_policy),
        "codecs": many(encode_simulcast_codec, m.codecs),
        "disableDtx": m.disable_dtx,
        "disableRed": m.disable_red,
        "encryption": encode_encryption_or_int(m.encryption),
        "height": v if type(v := m.height) is int else integer(v),
        "layers": many(encode_video_layer, m.layers),
        "mid": m.mid,
        "mimeType": m.mime_type,
        "muted": m.muted,
        "name": m.name,
        "packetTrailerFeatures": many(encode_packet_trailer_feature_or_int, m.packet_trailer_features),
        "sid": m.sid,
        "simulcast": m.simulcast,
        "source": encode_track_source_or_int(m.source),
        "stereo": m.stereo,
        "stream": m.stream,
        "type": encode_track_type_or_int(m.type),
        "width": v if type(v := m.width) is int else integer(v),
    }
    if m.version is not None:
        o["version"] = one(encode_timed_version, m.version)
    return o


def decode_video_layer(o: dict[str, Any]) -> VideoLayer:
    m = new(VideoLayer)
    m.bitrate = v if type(v := o[_BITRATE]) is int else integer(v)
    m.height = v if type(v := o[_HEIGHT]) is int else integer(v)
    m.quality = decode_video_quality_or_int(o[_QUALITY])
    m.repair_ssrc = v if type(v := o[_REPAIR_SSRC]) is int else integer(v)
    m.rid = o[_RID]
    m.spatial_layer = v if type(v := o[_SPATIAL_LAYER]) is int else integer(v)
    m.ssrc = v if type(v := o[_SSRC]) is int else integer(v)
    m.width = v if type(v := o[_WIDTH]) is int else integer(v)
    return m


def encode_video_layer(m: VideoLayer) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {
        "bitrate": v if type(v := m.bitrate) is int else integer(v),
        "height": v if type(v := m.height) is int else integer(v),
        "quality": encode_video_quality_or_int(m.quality),
        "repairSsrc": v if type(v := m.repair_ssrc) is int else integer(v),
        "rid": m.rid,
        "spatialLayer": v if type(v := m.spatial_layer) is int else integer(v),
        "ssrc": v if type(v := m.ssrc) is int else integer(v),
        "width": v if type(v := m.width) is int else integer(v),
    }
    return o


def decode_webhook_delivery(o: dict[str, Any]) -> WebhookDelivery:
    m = new(WebhookDelivery)
    m.delivery_id = o[_DELIVERY_ID]
    m.event = o[_EVENT]
    m.payload = o[_PAYLOAD]
    return m


def encode_webhook_delivery(m: WebhookDelivery) -> dict[str, Any]:
    o: dict[str, Any] = {"deliveryId": m.delivery_id, "event": m.event, "payload": as_dict(m.payload)}
    return o


DECODERS: dict[type, Callable[[Any], Any]] = {
    FrameworkError: decode_framework_error,
    Problem: decode_problem,
    SimulcastCodec: decode_simulcast_codec,
    TimedVersion: decode_timed_version,
    Track: decode_track,
    VideoLayer: decode_video_layer,
    WebhookDelivery: decode_webhook_delivery,
}
ENCODERS: dict[type, Callable[[Any], Any]] = {
    FrameworkError: encode_framework_error,
    Problem: encode_problem,
    SimulcastCodec: encode_simulcast_codec,
    TimedVersion: encode_timed_version,
    Track: encode_track,
    VideoLayer: encode_video_layer,
    WebhookDelivery: encode_webhook_delivery,
}
