# Made by `python -m generator build` from tests/generator/golden/spec.
# Do not edit: change the specification or the generator and run `make generate`.
"""Decoders and encoders of the group rooms."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from cortex_async._core.codec.emitted import (
    NULL,
    array,
    as_dict,
    aware,
    finite,
    from_iso,
    integer,
    is_array,
    joined,
    many,
    mapping,
    new,
    one,
    parse_date,
    parse_datetime,
    rest,
    unmatched,
    utc,
)
from cortex_async._core.codec.names import parsed_name
from cortex_async._core.unset import UNSET

from ..models.common import Cat, Dog
from ..models.rooms import Base, Company, CreateRoom, Existing, Person, Room, RoomList, UpdateRoom
from .common import decode_cat, decode_dog, encode_cat, encode_dog

_BEDS = parsed_name("beds")
_BOOKED = parsed_name("booked")
_CONTACT = parsed_name("contact")
_CREATED = parsed_name("created")
_DAY = parsed_name("day")
_DOOR = parsed_name("door")
_DOORS = parsed_name("doors")
_ID = parsed_name("id")
_INSIDE = parsed_name("inside")
_KIND = parsed_name("kind")
_LEVEL = parsed_name("level")
_META = parsed_name("meta")
_OLD = parsed_name("old")
_OPENS = parsed_name("opens")
_OWNER = parsed_name("owner")
_REGISTER = parsed_name("register")
_ROOMS = parsed_name("rooms")
_SECRET = parsed_name("secret")
_SIZE = parsed_name("size")
_STATE = parsed_name("state")
_SURNAME = parsed_name("surname")
_TITLE = parsed_name("title")
_TOTAL = parsed_name("total")


def decode_cat_or_dog_by_kind_cat_dog(o: Any) -> Any:
    if o.get("kind") in ("cat",):
        return decode_cat(o)
    if o.get("kind") in ("dog",):
        return decode_dog(o)
    return o


def encode_cat_or_dog_by_kind_cat_dog(m: Any) -> Any:
    if isinstance(m, Cat):
        return encode_cat(m)
    if isinstance(m, Dog):
        return encode_dog(m)
    return m


def encode_float_or_str(m: Any) -> Any:
    if isinstance(m, float):
        return finite(m)
    return m


def decode_person_or_company(o: Any) -> Any:
    if "surname" in o:
        return decode_person(o)
    if "register" in o:
        return decode_company(o)
    return unmatched(o, "Person or Company")


def encode_person_or_company(m: Any) -> Any:
    if isinstance(m, Person):
        return encode_person(m)
    if isinstance(m, Company):
        return encode_company(m)
    return m


def decode_str_or_base_or_list_of_base(o: Any) -> Any:
    if isinstance(o, dict):
        return one(decode_base, o)
    if isinstance(o, list):
        return many(decode_base, o)
    return o


def encode_str_or_base_or_list_of_base(m: Any) -> Any:
    if isinstance(m, Base):
        return one(encode_base, m)
    if is_array(m):
        return many(encode_base, m)
    return m


def decode_base(o: dict[str, Any]) -> Base:
    m = new(Base)
    m.id = v if type(v := o[_ID]) is int else integer(v)
    m.created = (
        NULL
        if _CREATED not in o or (v := o[_CREATED]) is None
        else v
        if (v := from_iso(v)).tzinfo is UTC
        else aware(v)
    )
    return m


def encode_base(m: Base) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {"id": v if type(v := m.id) is int else integer(v)}
    if m.created is not None:
        o["created"] = v if type(v := m.created) is datetime and v.tzinfo is UTC else utc(v)
    return o


_COMPANY_FIELDS = frozenset({_REGISTER})


def decode_company(o: dict[str, Any]) -> Company:
    m = new(Company)
    m.register = v if type(v := o[_REGISTER]) is int else integer(v)
    m.additional_properties = rest(o, _COMPANY_FIELDS)
    return m


def encode_company(m: Company) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {"register": v if type(v := m.register) is int else integer(v)}
    return joined(m.additional_properties, o)


_CREATE_ROOM_FIELDS = frozenset({_TITLE, _BEDS, _DOOR, _OPENS, _OWNER})


def decode_create_room(o: dict[str, Any]) -> CreateRoom:
    m = new(CreateRoom)
    m.title = o[_TITLE]
    m.beds = UNSET if _BEDS not in o else many(integer, o[_BEDS])
    m.door = o[_DOOR] if _DOOR in o else UNSET
    m.opens = UNSET if _OPENS not in o else parse_datetime(o[_OPENS])
    m.owner = UNSET if _OWNER not in o else one(decode_cat_or_dog_by_kind_cat_dog, o[_OWNER])
    m.additional_properties = rest(o, _CREATE_ROOM_FIELDS)
    return m


def encode_create_room(m: CreateRoom) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {"title": m.title}
    if m.beds is not UNSET:
        o["beds"] = many(integer, m.beds)
    if m.door is not UNSET:
        o["door"] = m.door
    if m.opens is not UNSET:
        o["opens"] = v if type(v := m.opens) is datetime and v.tzinfo is UTC else utc(v)
    if m.owner is not UNSET:
        o["owner"] = one(encode_cat_or_dog_by_kind_cat_dog, m.owner)
    return joined(m.additional_properties, o)


def decode_existing(o: dict[str, Any]) -> Existing:
    m = new(Existing)
    m.kind = o[_KIND]
    m.secret = o[_SECRET] if _SECRET in o else None
    return m


def encode_existing(m: Existing) -> dict[str, Any]:
    o: dict[str, Any] = {"kind": m.kind}
    if m.secret is not None:
        o["secret"] = m.secret
    return o


def decode_person(o: dict[str, Any]) -> Person:
    m = new(Person)
    m.surname = o[_SURNAME]
    return m


def encode_person(m: Person) -> dict[str, Any]:
    o: dict[str, Any] = {"surname": m.surname}
    return o


def decode_room(o: dict[str, Any]) -> Room:
    m = new(Room)
    m.id = v if type(v := o[_ID]) is int else integer(v)
    m.door = o[_DOOR]
    m.size = o[_SIZE]
    m.title = o[_TITLE]
    m.booked = NULL if _BOOKED not in o or (v := o[_BOOKED]) is None else decode_person_or_company(v)
    m.contact = (
        NULL if _CONTACT not in o or (v := o[_CONTACT]) is None else decode_str_or_base_or_list_of_base(v)
    )
    m.created = (
        NULL
        if _CREATED not in o or (v := o[_CREATED]) is None
        else v
        if (v := from_iso(v)).tzinfo is UTC
        else aware(v)
    )
    m.day = NULL if _DAY not in o or (v := o[_DAY]) is None else parse_date(v)
    m.doors = o[_DOORS] if _DOORS in o else None
    m.inside = NULL if _INSIDE not in o or (v := o[_INSIDE]) is None else mapping(decode_room, v)
    m.meta = o[_META] if _META in o else None
    m.old = o[_OLD] if _OLD in o else None
    m.owner = NULL if _OWNER not in o or (v := o[_OWNER]) is None else decode_cat_or_dog_by_kind_cat_dog(v)
    m.state = "open" if _STATE not in o or (v := o[_STATE]) is None else v
    return m


def encode_room(m: Room) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {
        "id": v if type(v := m.id) is int else integer(v),
        "door": m.door,
        "size": encode_float_or_str(m.size),
        "title": m.title,
        "state": m.state,
    }
    if m.booked is not None:
        o["booked"] = one(encode_person_or_company, m.booked)
    if m.contact is not None:
        o["contact"] = encode_str_or_base_or_list_of_base(m.contact)
    if m.created is not None:
        o["created"] = v if type(v := m.created) is datetime and v.tzinfo is UTC else utc(v)
    if m.day is not None:
        o["day"] = m.day
    if m.doors is not None:
        o["doors"] = array(m.doors)
    if m.inside is not None:
        o["inside"] = mapping(encode_room, m.inside)
    if m.meta is not None:
        o["meta"] = as_dict(m.meta)
    if m.old is not None:
        o["old"] = m.old
    if m.owner is not None:
        o["owner"] = one(encode_cat_or_dog_by_kind_cat_dog, m.owner)
    return o


def decode_room_list(o: dict[str, Any]) -> RoomList:
    m = new(RoomList)
    m.rooms = many(decode_room, o[_ROOMS])
    m.total = v if type(v := o[_TOTAL]) is int else integer(v)
    return m


def encode_room_list(m: RoomList) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {
        "rooms": many(encode_room, m.rooms),
        "total": v if type(v := m.total) is int else integer(v),
    }
    return o


def decode_update_room(o: dict[str, Any]) -> UpdateRoom:
    o.keys()
    m = new(UpdateRoom)
    m.level = UNSET if _LEVEL not in o else integer(o[_LEVEL])
    m.title = o[_TITLE] if _TITLE in o else UNSET
    return m


def encode_update_room(m: UpdateRoom) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {}
    if m.level is not UNSET:
        o["level"] = v if type(v := m.level) is int else integer(v)
    if m.title is not UNSET:
        o["title"] = m.title
    return o


DECODERS: dict[type, Callable[[Any], Any]] = {
    Base: decode_base,
    Company: decode_company,
    CreateRoom: decode_create_room,
    Existing: decode_existing,
    Person: decode_person,
    Room: decode_room,
    RoomList: decode_room_list,
    UpdateRoom: decode_update_room,
}
ENCODERS: dict[type, Callable[[Any], Any]] = {
    Base: encode_base,
    Company: encode_company,
    CreateRoom: encode_create_room,
    Existing: encode_existing,
    Person: encode_person,
    Room: encode_room,
    RoomList: encode_room_list,
    UpdateRoom: encode_update_room,
}
