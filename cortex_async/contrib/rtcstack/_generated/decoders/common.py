# Made by `python -m generator build` from spec/rtcstack.
# Do not edit: change the specification or the generator and run `make generate`.
"""Decoders and encoders of the group common."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cortex_async.core.decoding import array, as_dict, integer, many, new, one
from cortex_async.core.numerals import integer_in_text, text_of_number

from ..models.common import (
    FrameworkError,
    Problem,
    SimulcastCodec,
    TimedVersion,
    Track,
    VideoLayer,
    WebhookDelivery,
)


def decode_framework_error(o: dict[str, Any]) -> FrameworkError:
    get = o.get
    m = new(FrameworkError)
    m.error = o["error"]
    m.message = o["message"]
    m.status_code = integer(o["statusCode"])
    m.code = get("code")
    return m


def encode_framework_error(m: FrameworkError) -> dict[str, Any]:
    o: dict[str, Any] = {"error": m.error, "message": m.message, "statusCode": integer(m.status_code)}
    if m.code is not None:
        o["code"] = m.code
    return o


def decode_problem(o: dict[str, Any]) -> Problem:
    get = o.get
    m = new(Problem)
    m.status = integer(o["status"])
    m.title = o["title"]
    m.type = o["type"]
    m.detail = get("detail")
    m.instance = get("instance")
    return m


def encode_problem(m: Problem) -> dict[str, Any]:
    o: dict[str, Any] = {"status": integer(m.status), "title": m.title, "type": m.type}
    if m.detail is not None:
        o["detail"] = m.detail
    if m.instance is not None:
        o["instance"] = m.instance
    return o


def decode_simulcast_codec(o: dict[str, Any]) -> SimulcastCodec:
    m = new(SimulcastCodec)
    m.cid = o["cid"]
    m.layers = many(decode_video_layer, o["layers"])
    m.mid = o["mid"]
    m.mime_type = o["mimeType"]
    m.sdp_cid = o["sdpCid"]
    m.video_layer_mode = o["videoLayerMode"]
    return m


def encode_simulcast_codec(m: SimulcastCodec) -> dict[str, Any]:
    o: dict[str, Any] = {
        "cid": m.cid,
        "layers": many(encode_video_layer, m.layers),
        "mid": m.mid,
        "mimeType": m.mime_type,
        "sdpCid": m.sdp_cid,
        "videoLayerMode": m.video_layer_mode,
    }
    return o


def decode_timed_version(o: dict[str, Any]) -> TimedVersion:
    m = new(TimedVersion)
    m.ticks = integer(o["ticks"])
    m.unix_micro = integer_in_text(o["unixMicro"])
    return m


def encode_timed_version(m: TimedVersion) -> dict[str, Any]:
    o: dict[str, Any] = {"ticks": integer(m.ticks), "unixMicro": text_of_number(m.unix_micro)}
    return o


def decode_track(o: dict[str, Any]) -> Track:
    get = o.get
    m = new(Track)
    m.audio_features = o["audioFeatures"]
    m.backup_codec_policy = o["backupCodecPolicy"]
    m.codecs = many(decode_simulcast_codec, o["codecs"])
    m.disable_dtx = o["disableDtx"]
    m.disable_red = o["disableRed"]
    m.encryption = o["encryption"]
    m.height = integer(o["height"])
    m.layers = many(decode_video_layer, o["layers"])
    m.mid = o["mid"]
    m.mime_type = o["mimeType"]
    m.muted = o["muted"]
    m.name = o["name"]
    m.packet_trailer_features = o["packetTrailerFeatures"]
    m.sid = o["sid"]
    m.simulcast = o["simulcast"]
    m.source = o["source"]
    m.stereo = o["stereo"]
    m.stream = o["stream"]
    m.type = o["type"]
    m.width = integer(o["width"])
    m.version = one(decode_timed_version, get("version"))
    return m


def encode_track(m: Track) -> dict[str, Any]:
    o: dict[str, Any] = {
        "audioFeatures": array(m.audio_features),
        "backupCodecPolicy": m.backup_codec_policy,
        "codecs": many(encode_simulcast_codec, m.codecs),
        "disableDtx": m.disable_dtx,
        "disableRed": m.disable_red,
        "encryption": m.encryption,
        "height": integer(m.height),
        "layers": many(encode_video_layer, m.layers),
        "mid": m.mid,
        "mimeType": m.mime_type,
        "muted": m.muted,
        "name": m.name,
        "packetTrailerFeatures": array(m.packet_trailer_features),
        "sid": m.sid,
        "simulcast": m.simulcast,
        "source": m.source,
        "stereo": m.stereo,
        "stream": m.stream,
        "type": m.type,
        "width": integer(m.width),
    }
    if m.version is not None:
        o["version"] = one(encode_timed_version, m.version)
    return o


def decode_video_layer(o: dict[str, Any]) -> VideoLayer:
    m = new(VideoLayer)
    m.bitrate = integer(o["bitrate"])
    m.height = integer(o["height"])
    m.quality = o["quality"]
    m.repair_ssrc = integer(o["repairSsrc"])
    m.rid = o["rid"]
    m.spatial_layer = integer(o["spatialLayer"])
    m.ssrc = integer(o["ssrc"])
    m.width = integer(o["width"])
    return m


def encode_video_layer(m: VideoLayer) -> dict[str, Any]:
    o: dict[str, Any] = {
        "bitrate": integer(m.bitrate),
        "height": integer(m.height),
        "quality": m.quality,
        "repairSsrc": integer(m.repair_ssrc),
        "rid": m.rid,
        "spatialLayer": integer(m.spatial_layer),
        "ssrc": integer(m.ssrc),
        "width": integer(m.width),
    }
    return o


def decode_webhook_delivery(o: dict[str, Any]) -> WebhookDelivery:
    m = new(WebhookDelivery)
    m.delivery_id = o["deliveryId"]
    m.event = o["event"]
    m.payload = o["payload"]
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
