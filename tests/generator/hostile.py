"""A spec with a token at every place where a spec may choose a string, and hostile strings to put there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

from tests.generator import workshop
from tests.generator.workshop import INTEGER, STRING, body, ref, thing

TOKEN = re.compile(r"Q[a-z]+")
# Strings that a spec cannot choose: keywords of OpenAPI and their values, status codes, pointers.
KEYWORDS = frozenset(
    """$ref additionalProperties allOf anyOf apiKey application/json application/x-www-form-urlencoded array authorizationCode
    authorizationUrl bearerFormat boolean callbacks components const contact content date-time default deprecated description
    discriminator email encoding enum example examples explode expression externalDocs externalValue flows form format get
    header headers http in info integer items license limit links mapping multipart/form-data name nullable null number oauth2 object
    offset oneOf openIdConnect openIdConnectUrl openapi operationId parameters password path paths pattern post propertyName
    properties put query readOnly requestBodies requestBody required responses schema schemas scheme scopes security
    securitySchemes servers string style summary tags termsOfService text/event-stream text/plain title tokenUrl type url value
    variables version webhooks writeOnly xml x-documentation-only x-free-form x-known-values x-readers x-secret contentType kind oneof
    200 201 204 404 3.1.0 date binary""".split()  # noqa: SIM905  # shorter than a list of sixty lines
)


def success(schema: Any, media: str = "application/json") -> dict[str, Any]:
    return {**workshop.success(schema, media), "description": "Qfine"}


def document() -> dict[str, Any]:
    """Each token is one name, used at every place that must agree on it."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Qtitle",
            "version": "Qversion",
            "description": "Qinfo",
            "termsOfService": "Qterms",
            "contact": {"name": "Qcontact", "url": "Qcontacturl", "email": "Qmail"},
            "license": {"name": "Qlicense", "url": "Qlicenseurl"},
            "x-Qvendor": {"Qinner": ["Qlisted"]},
        },
        "servers": [
            {
                "url": "Qserver",
                "description": "Qserverdoc",
                "variables": {
                    "Qvariable": {"default": "Qpreset", "enum": ["Qpreset"], "description": "Qvardoc"}
                },
            }
        ],
        "tags": [{"name": "Qtag", "description": "Qtagdoc", "externalDocs": {"url": "Qdocs"}}],
        "externalDocs": {"url": "Qmore", "description": "Qmoredoc"},
        "security": [{"Qkey": []}, {"Qflow": ["Qscope"]}],
        "paths": {**_rooms(), **_others(), **_events()},
        "components": {
            "schemas": _schemas(),
            "parameters": {
                "Qshared": {"name": "Qpage", "in": "query", "schema": STRING, "description": "Qpagedoc"}
            },
            "responses": {"Qresponse": success(ref("Qroom"))},
            "requestBodies": {"Qbody": {"description": "Qbodydoc", **body(ref("Qcreate"))}},
            "examples": {"Qsample": {"summary": "Qsampled", "value": {"Qanything": "Qany"}}},
            "headers": {"Qcounted": {"description": "Qcounteddoc", "schema": INTEGER}},
            "securitySchemes": {
                "Qkey": {"type": "apiKey", "in": "header", "name": "Qkeyheader", "description": "Qkeydoc"},
                "Qbearer": {"type": "http", "scheme": "Qbearing", "bearerFormat": "Qjwt"},
                "Qflow": {
                    "type": "oauth2",
                    "flows": {
                        "authorizationCode": {
                            "authorizationUrl": "Qauthorize",
                            "tokenUrl": "Qtoken",
                            "scopes": {"Qscope": "Qscopedoc"},
                        }
                    },
                },
                "Qopen": {"type": "openIdConnect", "openIdConnectUrl": "Qdiscover"},
            },
        },
    }


def _rooms() -> dict[str, Any]:
    at = {"name": "Qhall", "in": "path", "required": True, "schema": STRING, "description": "Qhalldoc"}
    page = thing({"Qcount": INTEGER, "Qitems": {"type": "array", "items": ref("Qroom")}}, "Qcount", "Qitems")
    return {
        "/Qhalls/{Qhall}/Qrooms": {
            "parameters": [at],
            "get": {
                "operationId": "Qlist",
                "tags": ["Qtag"],
                "summary": "Qsummary",
                "description": "Qdescription",
                "externalDocs": {"url": "Qoperationdocs"},
                "security": [{"Qbearer": []}, {"Qopen": []}],
                "parameters": [
                    {"name": "limit", "in": "query", "schema": INTEGER},
                    {"name": "offset", "in": "query", "schema": INTEGER},
                    {"name": "Qfilter", "in": "query", "schema": {"enum": ["Qfirst", "Qsecond"]}},
                    {
                        "name": "Qids",
                        "in": "query",
                        "explode": False,
                        "schema": {"type": "array", "items": STRING},
                    },
                    {
                        "name": "Qtrace",
                        "in": "header",
                        "schema": INTEGER,
                        "description": "Qtracedoc",
                        "deprecated": True,
                    },
                    {"$ref": "#/components/parameters/Qshared"},
                ],
                "responses": {
                    "200": {"description": "Qpagefound", "content": success(page)["content"]},
                    "404": {"description": "Qmissing"},
                },
                "x-Qoperation": "Qnothing",
            },
            "post": {
                "operationId": "Qmake",
                "tags": ["Qtag"],
                "deprecated": True,
                "requestBody": {"$ref": "#/components/requestBodies/Qbody"},
                "responses": {
                    "201": {"$ref": "#/components/responses/Qresponse"},
                    "200": success(ref("Qcreate")),
                    "204": {"description": "Qdone"},
                },
                "callbacks": {
                    "Qcallback": {"Qexpression": {"post": {"responses": {"200": {"description": "Qcalled"}}}}}
                },
            },
        }
    }


def _others() -> dict[str, Any]:
    upload = thing({"Qfile": {"type": "string", "format": "binary"}, "Qnote": STRING}, "Qfile")
    return {
        "/Qfiles": {
            "post": {
                "operationId": "Qupload",
                "tags": ["Qfiletag"],
                "requestBody": body(
                    upload, "multipart/form-data", encoding={"Qnote": {"contentType": "Qpart"}}
                ),
                "responses": {"204": {"description": "Qstored"}},
            },
            "put": {
                "operationId": "Qsend",
                "tags": ["Qfiletag"],
                "requestBody": body({"type": "string", "format": "binary"}, "image/Qimage"),
                "responses": {"200": success(STRING, "text/plain")},
            },
        },
        "/Qforms/{Qnumber}": {
            "post": {
                "operationId": "Qfill",
                "tags": ["Qfiletag"],
                "parameters": [{"name": "Qnumber", "in": "path", "required": True, "schema": INTEGER}],
                "requestBody": body(thing({"Qanswer": STRING}), "application/x-www-form-urlencoded"),
                "responses": {
                    "200": {
                        "description": "Qeither",
                        "headers": {"Qleft": {"description": "Qleftdoc", "schema": INTEGER}},
                        "content": {
                            "application/json": {
                                "schema": {"type": "array", "items": ref("Qroom")},
                                "examples": {"Qshown": {"$ref": "#/components/examples/Qsample"}},
                            },
                            "text/plain": {"schema": STRING, "example": "Qplain"},
                        },
                        "links": {"Qlink": {"operationId": "Qlist", "parameters": {"Qhall": "Qexpr"}}},
                    }
                },
            },
            "put": {
                "operationId": "Qpatch",
                "tags": ["Qfiletag"],
                "parameters": [{"name": "Qnumber", "in": "path", "required": True, "schema": INTEGER}],
                "requestBody": body(ref("Qanimal"), "application/Qmerge+json"),
                "responses": {"200": success({"type": "array", "items": ref("Qanimal")})},
            },
        },
    }


def _events() -> dict[str, Any]:
    union = {"oneOf": [ref("Qopened"), ref("Qclosed")]}
    return {
        "/Qevents": {
            "get": {
                "operationId": "Qstream",
                "tags": ["Qeventtag"],
                "responses": {"200": success(STRING, "text/event-stream")},
            },
            "post": {
                "operationId": "Qdescribe",
                "tags": ["Qeventtag"],
                "x-documentation-only": True,
                "responses": {"200": success(union)},
            },
        }
    }


def _schemas() -> dict[str, Any]:
    held = {
        "Qid": STRING,
        "Qsecret": {"type": "string", "format": "password"},
        "Qplugin": {"type": "object", "x-readers": True},
        "Qhidden": {"type": "string", "x-secret": True},
        "Qstate": {"enum": ["Qon", "Qoff"], "description": "Qstatedoc"},
        "Qknown": {"type": "string", "x-known-values": ["Qone", "Qtwo"]},
        "Qfixed": {"const": "Qconstant"},
        "Qpresets": {"type": "string", "default": "Qdefault", "example": "Qexample", "pattern": "Qpattern"},
        "Qodd": {"type": "string", "format": "Qformat", "title": "Qheading", "examples": ["Qexamples"]},
        "Qunion": {"oneOf": [{"enum": ["Qleftvalue"]}, {"enum": ["Qrightvalue"]}]},
        "Qmixed": {"anyOf": [{"const": "Qmixedvalue"}, INTEGER, {"type": "array", "items": STRING}]},
        "Qbuilt": {"type": ["string", "null"], "format": "date-time"},
        "Qday": {"type": "string", "format": "date", "deprecated": True, "description": "Qdaydoc"},
        "Qmap": {"type": "object", "additionalProperties": {"enum": ["Qmapone", "Qmaptwo"]}},
        "Qfree": {"x-free-form": True},
        "Qowner": thing({"Qname": STRING, "Qlevel": {"enum": [1, 2]}}, "Qname", description="Qownerdoc"),
        "Qpet": ref("Qanimal"),
        "Qread": {
            "type": "string",
            "readOnly": True,
            "xml": {"name": "Qxml"},
            "externalDocs": {"url": "Qxmldoc"},
        },
    }
    return {
        "Qroom": thing(held, "Qid", "Qstate", "Qfixed", description="Qroomdoc", additionalProperties=STRING),
        "Qcreate": thing(
            {"Qlabel": STRING, "Qpassword": {"type": "string", "format": "password"}, "Qplace": ref("Qkind")},
            "Qlabel",
        ),
        "Qkind": {"enum": ["Qlarge", "Qsmall"], "description": "Qkinddoc"},
        "Qanimal": {
            "oneOf": [ref("Qcat"), ref("Qdog")],
            "discriminator": {"propertyName": "Qspecies", "mapping": {"Qmeow": "#/components/schemas/Qcat"}},
        },
        "Qcat": thing({"Qspecies": STRING, "Qlives": INTEGER}, "Qspecies"),
        "Qdog": {"allOf": [ref("Qbase"), thing({"Qspecies": STRING}, "Qspecies")], "description": "Qdogdoc"},
        "Qbase": thing({"Qage": INTEGER}),
        "Qopened": thing({"Qevent": {"const": "Qopenedvalue"}, "Qwhen": STRING}, "Qevent"),
        "Qclosed": thing({"Qevent": {"const": "Qclosedvalue"}, "Qwhen": STRING}, "Qevent"),
    }


DOCUMENT = document()


def strings(node: Any) -> Iterator[str]:
    """Every key and every value."""
    if isinstance(node, dict):
        for key, member in node.items():
            yield key
            yield from strings(member)
    elif isinstance(node, list):
        for member in node:
            yield from strings(member)
    elif isinstance(node, str):
        yield node


TOKENS = sorted({token for text in strings(DOCUMENT) for token in TOKEN.findall(text)})


def with_names(**names: str) -> dict[str, Any]:
    """The spec with other strings in place of some tokens."""

    def put(text: str) -> str:
        def one(found: re.Match[str]) -> str:
            name = names.get(found[0], found[0])
            return name.replace("~", "~0").replace("/", "~1") if text.startswith("#/") else name

        return TOKEN.sub(one, text)

    def replaced(node: Any) -> Any:
        if isinstance(node, dict):
            return {put(key): replaced(member) for key, member in node.items()}
        if isinstance(node, list):
            return [replaced(member) for member in node]
        return put(node) if isinstance(node, str) else node

    copy: dict[str, Any] = replaced(json.loads(json.dumps(DOCUMENT)))
    return copy


SEEDS = [
    "",
    " ",
    "'",
    '"',
    '"""',
    "'''",
    '""""',
    "\\",
    "a\\",
    '\\"',
    "] | z | [d\\",
    "] = print('ran') #",
    '"}); print("ran") #',
    '", "x"]; __import__("os").abort() #',
    '"""\nprint(\'ran\')\n"""',
    "a\nprint('ran')",
    "a\r\nprint('ran')",
    "\x0cprint('ran')",
    "a\x0bprint('ran')",
    "a\u2028print('ran')",
    "a\x85print('ran')",
    "get(",
    "v := m.",
    "a:=b",
    "{{ 7 * 7 }}",
    "{% for x in y %}",
    "{# #}",
    "{}",
    "{0.__class__}",
    "%s",
    "f'{x}'",
    "# type: ignore",
    "# noqa",
    "# -*- coding: utf-7 -*-",
    "coding: utf-16",
    "\x00",
    "\ud800",
    "\udfff\ud800",
    "\u202e/* */",
    "a\u2066b\u2069",
    "\ufeff",
    "\x1b[31mred",
    "\x07",
    "::set-output name=a::b",
    "\n::warning::x",
    "##[error]x",
    "`code`",
    "```\nfence",
    "@everyone",
    "<script>alert(1)</script>",
    "<!-- -->",
    "![x](http://127.0.0.1/x.png)",
    "[x](http://127.0.0.1)",
    "a|b",
    "../../../etc/passwd",
    "/absolute",
    "..",
    "con",
    "NUL",
    "__init__",
    "__class__",
    "__import__",
    "eval",
    "self",
    "None",
    "class",
    "models",
    "naïve",
    "\u200bx",
    "ﬁ",
    "ключ",
    "日本語",
    "🦊",
    "@",
    "fields",
    "stands-in-for-new-names-0",
    "x" * 5000,
    '"' * 3000,
    "\\" * 3001,
    "~1~0/~",
    "a.b",
    "a b",
    "1e999",
    "true",
    "$ref",
    "<<",
]

HOSTILE = st.one_of(
    st.sampled_from(SEEDS),
    st.text(max_size=30),
    st.text(alphabet="\"'\\\n\r#{}[]()|=:;,`~/@ a", max_size=20),
    st.lists(st.sampled_from(SEEDS[:70]), min_size=2, max_size=3).map("".join),
)
