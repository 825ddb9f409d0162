from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cortex_async._core.codec.emitted import integer, many, mapping, new, parse_datetime, utc
from cortex_async._core.unset import UNSET
from tests.unit.orders.models.shop import CreateOrder, Line, Order


def decode_line(o: dict[str, Any]) -> Line:
    m = new(Line)
    m.count = integer(o["count"])
    m.colour = o["colour"]
    return m


def encode_line(m: Line) -> dict[str, Any]:
    return {"count": m.count, "colour": m.colour}


def decode_order(o: dict[str, Any]) -> Order:
    get = o.get
    m = new(Order)
    m.id = o["id"]
    m.created_at = parse_datetime(o["createdAt"])
    m.lines = many(decode_line, o["lines"])
    m.note = get("note")
    m.by_name = mapping(decode_line, get("byName"))
    return m


def encode_order(m: Order) -> dict[str, Any]:
    o: dict[str, Any] = {"id": m.id, "createdAt": utc(m.created_at), "lines": many(encode_line, m.lines)}
    if m.note is not None:
        o["note"] = m.note
    return o


def encode_create_order(m: CreateOrder) -> dict[str, Any]:
    o: dict[str, Any] = {"title": m.title}
    if m.note is not UNSET:
        o["note"] = m.note
    if m.due is not UNSET:
        o["due"] = utc(m.due)
    if m.hidden is not UNSET:
        o["hidden"] = m.hidden
    return o


DECODERS: dict[type, Callable[[Any], Any]] = {Line: decode_line, Order: decode_order}
ENCODERS: dict[type, Callable[[Any], Any]] = {
    Line: encode_line,
    Order: encode_order,
    CreateOrder: encode_create_order,
}
