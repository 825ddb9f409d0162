"""LiveKit's objects in protobuf's JSON format: 64-bit integers as strings, every scalar present, unset
messages absent.

https://protobuf.dev/programming-guides/json/
"""

from __future__ import annotations

from typing import Any

Message = dict[str, Any]


def room(name: str, number: int, now: float) -> Message:
    return {
        "sid": f"RM_{number:012d}",
        "name": name,
        "emptyTimeout": 300,
        "departureTimeout": 20,
        "maxParticipants": 0,
        "creationTime": str(int(now)),
        "creationTimeMs": str(int(now * 1000)),
        "turnPassword": "turn-password",
        "enabledCodecs": [{"mime": "audio/opus", "fmtpLine": ""}, {"mime": "video/VP8", "fmtpLine": ""}],
        "metadata": "",
        "numParticipants": 0,
        "numPublishers": 0,
        "activeRecording": False,
    }


def participant(identity: str, name: str, number: int, now: float) -> Message:
    return {
        "sid": f"PA_{number:012d}",
        "identity": identity,
        "state": "ACTIVE",
        "tracks": [microphone(number)],
        "metadata": "",
        "joinedAt": str(int(now)),
        "joinedAtMs": str(int(now * 1000)),
        "name": name,
        "version": 2,
        "permission": _permission(),
        "region": "",
        "isPublisher": True,
        "kind": "STANDARD",
        "attributes": {},
        "disconnectReason": "UNKNOWN_REASON",
        "kindDetails": [],
        "dataTracks": [],
        "clientProtocol": 0,
    }


def microphone(number: int) -> Message:
    return {
        "sid": f"TR_{number:012d}",
        "type": "AUDIO",
        "name": "",
        "muted": False,
        "width": 0,
        "height": 0,
        "simulcast": False,
        "disableDtx": False,
        "source": "MICROPHONE",
        "layers": [],
        "mimeType": "audio/opus",
        "mid": "0",
        "codecs": [],
        "stereo": False,
        "disableRed": False,
        "encryption": "NONE",
        "stream": "camera",
        "version": {"unixMicro": "1769860800123456", "ticks": 1},
        "audioFeatures": [],
        "backupCodecPolicy": "PREFER_REGRESSION",
        "packetTrailerFeatures": [],
    }


def ingress(room_name: str, kind: str, name: str, identity: str, number: int) -> Message:
    protocol = "WHIP_INPUT" if kind == "whip" else "RTMP_INPUT"
    return {
        "ingressId": f"IN_{number:012d}",
        "name": "",
        "streamKey": f"stream-key-{number}",
        "url": "rtmp://livekit.example.com/x",
        "inputType": protocol,
        "bypassTranscoding": False,
        "enableTranscoding": True,
        "roomName": room_name,
        "participantIdentity": identity,
        "participantName": name,
        "participantMetadata": "",
        "reusable": True,
        "state": {
            "status": "ENDPOINT_INACTIVE",
            "error": "",
            "roomId": "",
            "startedAt": "0",
            "endedAt": "0",
            "updatedAt": "0",
            "resourceId": "",
            "tracks": [],
        },
    }


def _permission() -> Message:
    return {
        "canSubscribe": True,
        "canPublish": True,
        "canPublishData": True,
        "canPublishSources": [],
        "hidden": False,
        "recorder": False,
        "canUpdateMetadata": False,
        "agent": False,
        "canSubscribeMetrics": False,
        "canManageAgentSession": False,
    }
