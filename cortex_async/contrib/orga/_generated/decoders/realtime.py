# Made by `python -m generator build` from spec/orga.
# Do not edit: change the specification or the generator and run `make generate`.
"""Decoders and encoders of the group realtime."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from cortex_async._core.codec.emitted import (
    NULL,
    array,
    aware,
    finite,
    from_iso,
    integer,
    is_array,
    joined,
    many,
    new,
    one,
    rest,
    utc,
)
from cortex_async._core.codec.names import parsed_name
from cortex_async._core.unset import UNSET

from ..models.realtime import (
    Answer,
    Call,
    CallParams,
    ClientSecret,
    CreateCall,
    CreateClientSecret,
    IceCandidate,
    IceConfig,
    IceServer,
    Offer,
)

_ANSWER = parsed_name("answer")
_CANDIDATE = parsed_name("candidate")
_CANDIDATES = parsed_name("candidates")
_CONVERSATION_ID = parsed_name("conversation_id")
_CREDENTIAL = parsed_name("credential")
_EPHEMERAL_TOKEN = parsed_name("ephemeral_token")
_EXPIRES_AT = parsed_name("expires_at")
_EXPIRES_IN = parsed_name("expires_in")
_HISTORY = parsed_name("history")
_ICE_SERVERS = parsed_name("iceServers")
_INSTRUCTIONS = parsed_name("instructions")
_MODALITIES = parsed_name("modalities")
_MODEL = parsed_name("model")
_OFFER = parsed_name("offer")
_PARAMS = parsed_name("params")
_RETURN_TRANSCRIPTION = parsed_name("return_transcription")
_SDP = parsed_name("sdp")
_SDP_M_LINE_INDEX = parsed_name("sdpMLineIndex")
_SDP_MID = parsed_name("sdpMid")
_TEMPERATURE = parsed_name("temperature")
_TOKEN_TYPE = parsed_name("token_type")
_TYPE = parsed_name("type")
_URLS = parsed_name("urls")
_USERNAME = parsed_name("username")
_VOICE = parsed_name("voice")


def encode_str_or_list_of_str(m: Any) -> Any:
    if is_array(m):
        return array(m)
    return m


def decode_answer(o: dict[str, Any]) -> Answer:
    m = new(Answer)
    m.sdp = o[_SDP]
    m.type = o[_TYPE]
    return m


def encode_answer(m: Answer) -> dict[str, Any]:
    o: dict[str, Any] = {"sdp": m.sdp, "type": m.type}
    return o


def decode_call(o: dict[str, Any]) -> Call:
    m = new(Call)
    m.answer = NULL if (v := o[_ANSWER]) is None else decode_answer(v)
    m.conversation_id = o[_CONVERSATION_ID]
    return m


def encode_call(m: Call) -> dict[str, Any]:
    o: dict[str, Any] = {"answer": one(encode_answer, m.answer), "conversation_id": m.conversation_id}
    return o


_CALL_PARAMS_FIELDS = frozenset(
    {_HISTORY, _INSTRUCTIONS, _MODALITIES, _MODEL, _RETURN_TRANSCRIPTION, _TEMPERATURE, _VOICE}
)


def decode_call_params(o: dict[str, Any]) -> CallParams:
    o.keys()
    m = new(CallParams)
    m.history = o[_HISTORY] if _HISTORY in o else UNSET
    m.instructions = o[_INSTRUCTIONS] if _INSTRUCTIONS in o else UNSET
    m.modalities = o[_MODALITIES] if _MODALITIES in o else UNSET
    m.model = o[_MODEL] if _MODEL in o else UNSET
    m.return_transcription = o[_RETURN_TRANSCRIPTION] if _RETURN_TRANSCRIPTION in o else UNSET
    m.temperature = o[_TEMPERATURE] if _TEMPERATURE in o else UNSET
    m.voice = o[_VOICE] if _VOICE in o else UNSET
    m.additional_properties = rest(o, _CALL_PARAMS_FIELDS)
    return m


def encode_call_params(m: CallParams) -> dict[str, Any]:
    o: dict[str, Any] = {}
    if m.history is not UNSET:
        o["history"] = m.history
    if m.instructions is not UNSET:
        o["instructions"] = m.instructions
    if m.modalities is not UNSET:
        o["modalities"] = array(m.modalities)
    if m.model is not UNSET:
        o["model"] = m.model
    if m.return_transcription is not UNSET:
        o["return_transcription"] = m.return_transcription
    if m.temperature is not UNSET:
        o["temperature"] = finite(m.temperature)
    if m.voice is not UNSET:
        o["voice"] = m.voice
    return joined(m.additional_properties, o)


def decode_client_secret(o: dict[str, Any]) -> ClientSecret:
    m = new(ClientSecret)
    m.ephemeral_token = o[_EPHEMERAL_TOKEN]
    m.expires_at = (
        NULL
        if _EXPIRES_AT not in o or (v := o[_EXPIRES_AT]) is None
        else v
        if (v := from_iso(v)).tzinfo is UTC
        else aware(v)
    )
    m.token_type = o[_TOKEN_TYPE] if _TOKEN_TYPE in o else None
    return m


def encode_client_secret(m: ClientSecret) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {"ephemeral_token": m.ephemeral_token}
    if m.expires_at is not None:
        o["expires_at"] = v if type(v := m.expires_at) is datetime and v.tzinfo is UTC else utc(v)
    if m.token_type is not None:
        o["token_type"] = m.token_type
    return o


def decode_create_call(o: dict[str, Any]) -> CreateCall:
    m = new(CreateCall)
    m.offer = NULL if (v := o[_OFFER]) is None else decode_offer(v)
    m.params = UNSET if _PARAMS not in o else one(decode_call_params, o[_PARAMS])
    return m


def encode_create_call(m: CreateCall) -> dict[str, Any]:
    o: dict[str, Any] = {"offer": one(encode_offer, m.offer)}
    if m.params is not UNSET:
        o["params"] = one(encode_call_params, m.params)
    return o


def decode_create_client_secret(o: dict[str, Any]) -> CreateClientSecret:
    o.keys()
    m = new(CreateClientSecret)
    m.expires_in = UNSET if _EXPIRES_IN not in o else integer(o[_EXPIRES_IN])
    return m


def encode_create_client_secret(m: CreateClientSecret) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {}
    if m.expires_in is not UNSET:
        o["expires_in"] = v if type(v := m.expires_in) is int else integer(v)
    return o


def decode_ice_candidate(o: dict[str, Any]) -> IceCandidate:
    m = new(IceCandidate)
    m.candidate = o[_CANDIDATE]
    m.sdp_m_line_index = UNSET if _SDP_M_LINE_INDEX not in o else integer(o[_SDP_M_LINE_INDEX])
    m.sdp_mid = o[_SDP_MID] if _SDP_MID in o else UNSET
    return m


def encode_ice_candidate(m: IceCandidate) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {"candidate": m.candidate}
    if m.sdp_m_line_index is not UNSET:
        o["sdpMLineIndex"] = v if type(v := m.sdp_m_line_index) is int else integer(v)
    if m.sdp_mid is not UNSET:
        o["sdpMid"] = m.sdp_mid
    return o


def decode_ice_config(o: dict[str, Any]) -> IceConfig:
    m = new(IceConfig)
    m.ice_servers = many(decode_ice_server, o[_ICE_SERVERS])
    return m


def encode_ice_config(m: IceConfig) -> dict[str, Any]:
    o: dict[str, Any] = {"iceServers": many(encode_ice_server, m.ice_servers)}
    return o


def decode_ice_server(o: dict[str, Any]) -> IceServer:
    m = new(IceServer)
    m.urls = o[_URLS]
    m.credential = o[_CREDENTIAL] if _CREDENTIAL in o else None
    m.username = o[_USERNAME] if _USERNAME in o else None
    return m


def encode_ice_server(m: IceServer) -> dict[str, Any]:
    o: dict[str, Any] = {"urls": encode_str_or_list_of_str(m.urls)}
    if m.credential is not None:
        o["credential"] = m.credential
    if m.username is not None:
        o["username"] = m.username
    return o


def decode_offer(o: dict[str, Any]) -> Offer:
    m = new(Offer)
    m.candidates = many(decode_ice_candidate, o[_CANDIDATES])
    m.sdp = o[_SDP]
    m.type = o[_TYPE]
    return m


def encode_offer(m: Offer) -> dict[str, Any]:
    o: dict[str, Any] = {"candidates": many(encode_ice_candidate, m.candidates), "sdp": m.sdp, "type": m.type}
    return o


DECODERS: dict[type, Callable[[Any], Any]] = {
    Answer: decode_answer,
    Call: decode_call,
    CallParams: decode_call_params,
    ClientSecret: decode_client_secret,
    CreateCall: decode_create_call,
    CreateClientSecret: decode_create_client_secret,
    IceCandidate: decode_ice_candidate,
    IceConfig: decode_ice_config,
    IceServer: decode_ice_server,
    Offer: decode_offer,
}
ENCODERS: dict[type, Callable[[Any], Any]] = {
    Answer: encode_answer,
    Call: encode_call,
    CallParams: encode_call_params,
    ClientSecret: encode_client_secret,
    CreateCall: encode_create_call,
    CreateClientSecret: encode_create_client_secret,
    IceCandidate: encode_ice_candidate,
    IceConfig: encode_ice_config,
    IceServer: encode_ice_server,
    Offer: encode_offer,
}
