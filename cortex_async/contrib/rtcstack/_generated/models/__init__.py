# Made by `python -m generator build` from spec/rtcstack.
# Do not edit: change the specification or the generator and run `make generate`.
"""All models and enumerations. Each group of them is imported on first use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cortex_async._core.runtime.loading import import_module

if TYPE_CHECKING:
    from .common import AudioFeature as AudioFeature
    from .common import BackupCodecPolicy as BackupCodecPolicy
    from .common import Encryption as Encryption
    from .common import FrameworkError as FrameworkError
    from .common import PacketTrailerFeature as PacketTrailerFeature
    from .common import Problem as Problem
    from .common import SimulcastCodec as SimulcastCodec
    from .common import TimedVersion as TimedVersion
    from .common import Track as Track
    from .common import TrackSource as TrackSource
    from .common import TrackType as TrackType
    from .common import VideoLayer as VideoLayer
    from .common import VideoLayerMode as VideoLayerMode
    from .common import VideoQuality as VideoQuality
    from .common import WebhookDelivery as WebhookDelivery
    from .health import Capabilities as Capabilities
    from .health import Health as Health
    from .ingress import AudioCodec as AudioCodec
    from .ingress import AudioPreset as AudioPreset
    from .ingress import CreateIngress as CreateIngress
    from .ingress import Ingress as Ingress
    from .ingress import IngressAudioEncodingOptions as IngressAudioEncodingOptions
    from .ingress import IngressAudioOptions as IngressAudioOptions
    from .ingress import IngressInputType as IngressInputType
    from .ingress import IngressList as IngressList
    from .ingress import IngressProtocol as IngressProtocol
    from .ingress import IngressState as IngressState
    from .ingress import IngressStatus as IngressStatus
    from .ingress import IngressVideoEncodingOptions as IngressVideoEncodingOptions
    from .ingress import IngressVideoOptions as IngressVideoOptions
    from .ingress import InputAudioState as InputAudioState
    from .ingress import InputVideoState as InputVideoState
    from .ingress import VideoCodec as VideoCodec
    from .ingress import VideoPreset as VideoPreset
    from .live_transcription import LiveTranscription as LiveTranscription
    from .live_transcription import LiveTranscriptionAlreadyActive as LiveTranscriptionAlreadyActive
    from .live_transcription import LiveTranscriptionOptions as LiveTranscriptionOptions
    from .live_transcription import LiveTranscriptionStarted as LiveTranscriptionStarted
    from .live_transcription import LiveTranscriptionStatus as LiveTranscriptionStatus
    from .live_transcription import LiveTranscriptionStopped as LiveTranscriptionStopped
    from .live_transcription import Segment as Segment
    from .live_transcription import Speaker as Speaker
    from .live_transcription import StartLiveTranscription as StartLiveTranscription
    from .live_transcription import UpdateSpeakers as UpdateSpeakers
    from .participants import DataTrack as DataTrack
    from .participants import DisconnectReason as DisconnectReason
    from .participants import MuteParticipant as MuteParticipant
    from .participants import Participant as Participant
    from .participants import ParticipantKind as ParticipantKind
    from .participants import ParticipantKindDetail as ParticipantKindDetail
    from .participants import ParticipantList as ParticipantList
    from .participants import ParticipantPermission as ParticipantPermission
    from .participants import ParticipantState as ParticipantState
    from .recordings import RecordingAlreadyActive as RecordingAlreadyActive
    from .recordings import RecordingStarted as RecordingStarted
    from .recordings import RecordingStatus as RecordingStatus
    from .recordings import RecordingStopped as RecordingStopped
    from .recordings import TranscribeRecording as TranscribeRecording
    from .recordings import TranscriptionQueued as TranscriptionQueued
    from .rooms import Codec as Codec
    from .rooms import CreateRoom as CreateRoom
    from .rooms import Room as Room
    from .rooms import RoomList as RoomList
    from .tokens import CreateToken as CreateToken
    from .tokens import Role as Role
    from .tokens import Token as Token
    from .transcriptions import Transcription as Transcription
    from .transcriptions import TranscriptionList as TranscriptionList
    from .transcriptions import TranscriptionStatus as TranscriptionStatus
    from .webhooks import CreateWebhook as CreateWebhook
    from .webhooks import TestDelivery as TestDelivery
    from .webhooks import UpdateWebhook as UpdateWebhook
    from .webhooks import Webhook as Webhook
    from .webhooks import WebhookEvent as WebhookEvent
    from .webhooks import WebhookList as WebhookList

_MODULES = {
    "AudioCodec": "ingress",
    "AudioFeature": "common",
    "AudioPreset": "ingress",
    "BackupCodecPolicy": "common",
    "Capabilities": "health",
    "Codec": "rooms",
    "CreateIngress": "ingress",
    "CreateRoom": "rooms",
    "CreateToken": "tokens",
    "CreateWebhook": "webhooks",
    "DataTrack": "participants",
    "DisconnectReason": "participants",
    "Encryption": "common",
    "FrameworkError": "common",
    "Health": "health",
    "Ingress": "ingress",
    "IngressAudioEncodingOptions": "ingress",
    "IngressAudioOptions": "ingress",
    "IngressInputType": "ingress",
    "IngressList": "ingress",
    "IngressProtocol": "ingress",
    "IngressState": "ingress",
    "IngressStatus": "ingress",
    "IngressVideoEncodingOptions": "ingress",
    "IngressVideoOptions": "ingress",
    "InputAudioState": "ingress",
    "InputVideoState": "ingress",
    "LiveTranscription": "live_transcription",
    "LiveTranscriptionAlreadyActive": "live_transcription",
    "LiveTranscriptionOptions": "live_transcription",
    "LiveTranscriptionStarted": "live_transcription",
    "LiveTranscriptionStatus": "live_transcription",
    "LiveTranscriptionStopped": "live_transcription",
    "MuteParticipant": "participants",
    "PacketTrailerFeature": "common",
    "Participant": "participants",
    "ParticipantKind": "participants",
    "ParticipantKindDetail": "participants",
    "ParticipantList": "participants",
    "ParticipantPermission": "participants",
    "ParticipantState": "participants",
    "Problem": "common",
    "RecordingAlreadyActive": "recordings",
    "RecordingStarted": "recordings",
    "RecordingStatus": "recordings",
    "RecordingStopped": "recordings",
    "Role": "tokens",
    "Room": "rooms",
    "RoomList": "rooms",
    "Segment": "live_transcription",
    "SimulcastCodec": "common",
    "Speaker": "live_transcription",
    "StartLiveTranscription": "live_transcription",
    "TestDelivery": "webhooks",
    "TimedVersion": "common",
    "Token": "tokens",
    "Track": "common",
    "TrackSource": "common",
    "TrackType": "common",
    "TranscribeRecording": "recordings",
    "Transcription": "transcriptions",
    "TranscriptionList": "transcriptions",
    "TranscriptionQueued": "recordings",
    "TranscriptionStatus": "transcriptions",
    "UpdateSpeakers": "live_transcription",
    "UpdateWebhook": "webhooks",
    "VideoCodec": "ingress",
    "VideoLayer": "common",
    "VideoLayerMode": "common",
    "VideoPreset": "ingress",
    "VideoQuality": "common",
    "Webhook": "webhooks",
    "WebhookDelivery": "common",
    "WebhookEvent": "webhooks",
    "WebhookList": "webhooks",
}

__all__ = [  # pyright: ignore[reportUnsupportedDunderAll]  # the names are imported above, for type checkers
    "AudioCodec",
    "AudioFeature",
    "AudioPreset",
    "BackupCodecPolicy",
    "Capabilities",
    "Codec",
    "CreateIngress",
    "CreateRoom",
    "CreateToken",
    "CreateWebhook",
    "DataTrack",
    "DisconnectReason",
    "Encryption",
    "FrameworkError",
    "Health",
    "Ingress",
    "IngressAudioEncodingOptions",
    "IngressAudioOptions",
    "IngressInputType",
    "IngressList",
    "IngressProtocol",
    "IngressState",
    "IngressStatus",
    "IngressVideoEncodingOptions",
    "IngressVideoOptions",
    "InputAudioState",
    "InputVideoState",
    "LiveTranscription",
    "LiveTranscriptionAlreadyActive",
    "LiveTranscriptionOptions",
    "LiveTranscriptionStarted",
    "LiveTranscriptionStatus",
    "LiveTranscriptionStopped",
    "MuteParticipant",
    "PacketTrailerFeature",
    "Participant",
    "ParticipantKind",
    "ParticipantKindDetail",
    "ParticipantList",
    "ParticipantPermission",
    "ParticipantState",
    "Problem",
    "RecordingAlreadyActive",
    "RecordingStarted",
    "RecordingStatus",
    "RecordingStopped",
    "Role",
    "Room",
    "RoomList",
    "Segment",
    "SimulcastCodec",
    "Speaker",
    "StartLiveTranscription",
    "TestDelivery",
    "TimedVersion",
    "Token",
    "Track",
    "TrackSource",
    "TrackType",
    "TranscribeRecording",
    "Transcription",
    "TranscriptionList",
    "TranscriptionQueued",
    "TranscriptionStatus",
    "UpdateSpeakers",
    "UpdateWebhook",
    "VideoCodec",
    "VideoLayer",
    "VideoLayerMode",
    "VideoPreset",
    "VideoQuality",
    "Webhook",
    "WebhookDelivery",
    "WebhookEvent",
    "WebhookList",
]


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f".{_MODULES[name]}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
