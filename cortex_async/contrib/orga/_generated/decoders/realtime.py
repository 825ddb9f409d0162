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


def encode_str_or_list_of_str(m: Any) -> Any:
    if is_array(m):
        return array(m)
    return m


def decode_answer(o: dict[str, Any]) -> Answer:
    m = new(Answer)
    m.sdp = o["sdp"]
    m.type = o["type"]
    return m


def encode_answer(m: Answer) -> dict[str, Any]:
    o: dict[str, Any] = {"sdp": m.sdp, "type": m.type}
    return o


def decode_call(o: dict[str, Any]) -> Call:
    m = new(Call)
    m.answer = NULL if (v := o["answer"]) is None else decode_answer(v)
    m.conversation_id = o["conversation_id"]
    return m


def encode_call(m: Call) -> dict[str, Any]:
    o: dict[str, Any] = {"answer": one(encode_answer, m.answer), "conversation_id": m.conversation_id}
    return o


_CALL_PARAMS_FIELDS = frozenset(
    {"history", "instructions", "modalities", "model", "return_transcription", "temperature", "voice"}
)


def decode_call_params(o: dict[str, Any]) -> CallParams:
    get = o.get
    m = new(CallParams)
    m.history = get("history", UNSET)
    m.instructions = get("instructions", UNSET)
    m.modalities = get("modalities", UNSET)
    m.model = get("model", UNSET)
    m.return_transcription = get("return_transcription", UNSET)
    m.temperature = get("temperature", UNSET)
    m.voice = get("voice", UNSET)
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
    get = o.get
    m = new(ClientSecret)
    m.ephemeral_token = o["ephemeral_token"]
    m.expires_at = (
        NULL if (v := get("expires_at")) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.token_type = get("token_type")
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
    get = o.get
    m = new(CreateCall)
    m.offer = NULL if (v := o["offer"]) is None else decode_offer(v)
    m.params = UNSET if (v := get("params", UNSET)) is UNSET else one(decode_call_params, v)
    return m


def encode_create_call(m: CreateCall) -> dict[str, Any]:
    o: dict[str, Any] = {"offer": one(encode_offer, m.offer)}
    if m.params is not UNSET:
        o["params"] = one(encode_call_params, m.params)
    return o


def decode_create_client_secret(o: dict[str, Any]) -> CreateClientSecret:
    get = o.get
    m = new(CreateClientSecret)
    m.expires_in = UNSET if (v := get("expires_in", UNSET)) is UNSET else integer(v)
    return m


def encode_create_client_secret(m: CreateClientSecret) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {}
    if m.expires_in is not UNSET:
        o["expires_in"] = v if type(v := m.expires_in) is int else integer(v)
    return o


def decode_ice_candidate(o: dict[str, Any]) -> IceCandidate:
    get = o.get
    m = new(IceCandidate)
    m.candidate = o["candidate"]
    m.sdp_m_line_index = UNSET if (v := get("sdpMLineIndex", UNSET)) is UNSET else integer(v)
    m.sdp_mid = get("sdpMid", UNSET)
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
    m.ice_servers = many(decode_ice_server, o["iceServers"])
    return m


def encode_ice_config(m: IceConfig) -> dict[str, Any]:
    o: dict[str, Any] = {"iceServers": many(encode_ice_server, m.ice_servers)}
    return o


def decode_ice_server(o: dict[str, Any]) -> IceServer:
    get = o.get
    m = new(IceServer)
    m.urls = o["urls"]
    m.credential = get("credential")
    m.username = get("username")
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
    m.candidates = many(decode_ice_candidate, o["candidates"])
    m.sdp = o["sdp"]
    m.type = o["type"]
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
