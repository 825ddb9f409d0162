"""Reads OpenAPI request bodies."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Any

from attrs import evolve, frozen

from generator import ir
from generator.model.drafts import Draft
from generator.model.media import Media, holds_binary, media_of
from generator.model.parameters import given_name
from generator.model.references import resolve_in
from generator.model.schemas import Schemas
from generator.model.unions import json_kind
from generator.naming import is_parameter_name, pascal
from generator.refusal import Refusal

_PREFERRED = ("application/json", "multipart/form-data", "application/x-www-form-urlencoded")


@frozen
class Bodies:
    """Reader of the request body of one operation. ``taken`` are the names of its parameters."""

    schemas: Schemas
    operation_id: str
    taken: Container[str] = ()

    def read(self, raw: Mapping[str, Any], place: str) -> ir.Body:
        declared = resolve_in("requestBodies", raw, self.schemas.document, place)
        media = _chosen(media_of(declared.get("content", {}), place))
        body = self._body(media, declared.get("required") is True)
        keywords = self._keywords(body)
        if keywords is None or (not body.required and any(k.field.required for k in keywords)):
            # With keywords nobody could say that no body is to be sent.
            return body
        return evolve(body, keywords=keywords, extra=self._draft(body).extra)

    def _body(self, media: Media, required: bool) -> ir.Body:
        if media.schema is None:
            kind: ir.Type = ir.Scalar("binary")
        else:
            kind = self.schemas.type_of(media.schema, media.place, pascal(self.operation_id) + "Request")
        if media.is_json and media.schema is not None:
            self._refuse_binary(kind, media)
            form: ir.BodyMedia = "json"
        elif media.name == "multipart/form-data":
            self._check_parts(kind, media)
            form = "multipart"
        elif media.name == "application/x-www-form-urlencoded":
            self._check_form(kind, media)
            form = "form"
        elif kind == ir.Scalar("binary"):
            form = "binary"
        elif media.name.startswith("text/") and json_kind(kind) == "string":
            form = "text"
        else:
            raise Refusal(
                media.place,
                f"a body of {media.declared} is not supported",
                "use JSON, a form, or a string of format binary",
            )
        return ir.Body(form, media.name, kind, required, None)

    def _draft(self, body: ir.Body) -> Draft:
        assert isinstance(body.type, ir.ModelRef)
        return self.schemas.drafts.models[body.type.name]

    def _keywords(self, body: ir.Body) -> tuple[ir.Keyword, ...] | None:
        """Return the fields of the body as keywords of this operation."""
        if not isinstance(body.type, ir.ModelRef):
            return None
        return tuple(
            ir.Keyword(self._keyword(f), f) for f in self._draft(body).fields if f.given_by != "server"
        )

    def _keyword(self, item: ir.Field) -> str:
        """Return the name of a keyword: that of the field, or ``body_id`` beside a parameter ``id``."""
        default = item.name if is_parameter_name(item.name) else f"{item.name}_"
        name = given_name(self.schemas.names, self.operation_id, "body", item.wire) or default
        return f"body_{name}" if name in self.taken else name

    def _refuse_binary(self, kind: ir.Type, media: Media) -> None:
        if holds_binary(kind, lambda name: self.schemas.drafts.models[name].fields):
            raise Refusal(
                media.place,
                "contains file content, which JSON cannot carry",
                "use format byte (base64), or multipart/form-data, in the overlay",
            )

    def _check_parts(self, kind: ir.Type, media: Media) -> None:
        if not isinstance(kind, ir.ModelRef):
            raise Refusal(
                media.place, "is not an object with properties", "describe the parts in the overlay"
            )
        for wire, encoding in media.encoding.items():
            if "headers" in encoding:
                raise Refusal(
                    f"{media.place.removesuffix('/schema')}/encoding/{wire}",
                    "declares headers of a part",
                    "drop them in the overlay",
                )

    def _check_form(self, kind: ir.Type, media: Media) -> None:
        if isinstance(kind, (ir.FreeForm, ir.MapOf)):
            return
        if not isinstance(kind, ir.ModelRef):
            raise Refusal(media.place, "is not an object", "describe the fields in the overlay")
        for item in self.schemas.drafts.models[kind.name].fields:
            inner = item.type.item if isinstance(item.type, ir.ListOf) else item.type
            if json_kind(inner) in ("object", "array", "several", "anything") or inner == ir.Scalar("binary"):
                raise Refusal(
                    f"{media.place}/properties/{item.wire}",
                    "cannot be sent in a form",
                    "send JSON or multipart/form-data, or declare a scalar in the overlay",
                )
        for wire, encoding in media.encoding.items():
            if encoding.get("style", "form") != "form" or encoding.get("explode", True) is not True:
                raise Refusal(
                    f"{media.place.removesuffix('/schema')}/encoding/{wire}",
                    "declares another style than form with explode",
                    "drop it in the overlay",
                )


def _chosen(offered: list[Media]) -> Media:
    """Choose one of several media types: JSON, then multipart, then a form, then anything else."""
    by_name = {media.name: media for media in reversed(offered)}
    preferred = next((by_name[name] for name in _PREFERRED if name in by_name), None)
    return preferred or next((media for media in offered if media.is_json), offered[0])
