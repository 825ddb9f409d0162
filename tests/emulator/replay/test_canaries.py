"""No secret in a recording: a distinct canary in every secret place of every operation, and none of them in the file."""

from __future__ import annotations

import html
import itertools
import json
import re
from base64 import b64decode, b64encode
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus, unquote

import jsonpath_rfc9535
import orjson
import pytest
import yaml
from aiohttp import web
from yarl import URL

from cortex_async.emulator.spec import load_spec
from tests.emulator.replay.upstream import recording, until_cut

ROOT = Path(__file__).parents[3]
SPEC = orjson.loads(load_spec().raw)
SCHEMAS = SPEC["components"]["schemas"]
PREFIX = "cAnary"


def secret_places() -> set[tuple[str, str]]:
    """Schema and property of everything that the overlay declares secret."""
    overlay = yaml.safe_load((ROOT / "spec/cortex/overlay.yaml").read_text())
    found: set[tuple[str, str]] = set()
    for action in overlay["actions"]:
        if (action.get("update") or {}).get("x-secret"):
            for node in jsonpath_rfc9535.find(action["target"], SPEC):
                _, _, schema, _, name = node.location
                found.add((str(schema), str(name)))
    return found


SECRET = secret_places()


class Canaries:
    """Distinct secrets, with characters that every encoding escapes."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1000)
        self.all: list[str] = []

    def next(self, ending: str = '+/ "\\ü=z') -> str:
        number = next(self._numbers)
        self.all.append(f"{PREFIX}{number}{sha256(str(number).encode()).hexdigest()[:12]}{ending}")
        return self.all[-1]

    def header(self) -> str:
        return self.next("+/=z")


def value(schema: Any, canaries: Canaries, where: tuple[str, str] = ("", ""), depth: int = 0) -> Any:
    """A value with all properties, and canaries in the secret ones."""
    secret = where in SECRET
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[1]
        if depth > 6:
            return {}
        own = SCHEMAS[name]
        if "properties" in own:
            return {
                key: value(part, canaries, (name, key), depth + 1) for key, part in own["properties"].items()
            }
        return value(own, canaries, where, depth + 1)
    if "allOf" in schema:
        return value(schema["allOf"][0], canaries, where, depth)
    if "oneOf" in schema:
        return value(schema["oneOf"][0], canaries, where, depth)
    kind = schema.get("type")
    if kind == "array":
        return [value(schema.get("items", {}), canaries, where, depth + 1)]
    if kind == "object" or kind is None:
        if "properties" in schema:
            return {
                key: value(part, canaries, ("", key), depth + 1) for key, part in schema["properties"].items()
            }
        # Free-form: everything in a secret one, and what is named like a secret in any other.
        inner = {"Authorization": canaries.header(), "deep": [{"api_key": canaries.next()}]}
        return (
            {**inner, "any": canaries.next()}
            if secret
            else {**inner, "refreshToken": canaries.next(), "level": 5}
        )
    if secret:
        return canaries.next()
    if kind == "string":
        if "enum" in schema:
            return schema["enum"][0]
        return f"https://x.test/a?X-Amz-Signature={quote(canaries.next(), safe='')}&b=1"
    return True if kind == "boolean" else 1


def content(declared: Any) -> Any:
    for media_type in declared.get("content", {}).values():
        return media_type.get("schema")
    return None


def echoes(secrets: list[str]) -> list[str]:
    """The same secrets in other spellings, somewhere else."""
    return [
        spelled
        for secret in secrets
        for spelled in (
            secret,
            quote(secret),
            re.sub("%..", lambda match: match[0].lower(), quote(secret, safe="")),
            quote_plus(secret),
            quote(quote(secret)),
            json.dumps(secret),
            json.dumps({"message": json.dumps(secret)}),
            html.escape(secret),
            b64encode(f"x{secret}y".encode()).decode(),
            "".join(f"%{byte:02x}" for byte in secret.encode()),
            "".join(f"\\u{ord(character):04x}" for character in secret),
            secret.encode().hex(),
        )
    ]


def readable(text: str) -> Iterator[str]:
    """The text, and all that can be decoded from it."""
    yield text
    for _ in range(4):
        text = html.unescape(unquote(text)).replace("\\\\", "\\")
        text = re.sub(r"\\u([0-9a-f]{4})", lambda match: chr(int(match[1], 16)), text)
        yield text
    for run in set(re.findall(r"[A-Za-z0-9+/]{8,}", text)):
        for start in range(4):
            part = run[start:]
            yield b64decode(part[: len(part) // 4 * 4]).decode("latin-1")
        if re.fullmatch("(?:[0-9a-f]{2})+", run):
            yield bytes.fromhex(run).decode("latin-1")


def assert_clean(file: Path, *, seen: int) -> None:
    text = file.read_text()
    assert text.count('"kind":"request"') == seen
    for shown in readable(text):
        at = shown.find(PREFIX)
        assert at < 0, shown[max(0, at - 300) : at + 60]


OPERATIONS = [
    (method.upper(), path, declared)
    for path, item in SPEC["paths"].items()
    for method, declared in item.items()
]


def test_the_spec_declares_secrets() -> None:
    assert len(SECRET) >= 30
    assert ("LoginResponse", "sessionId") in SECRET
    assert len(OPERATIONS) == 117


@pytest.mark.parametrize("tag", sorted({declared["tags"][0] for _, _, declared in OPERATIONS}))
async def test_secrets_of_every_operation(tmp_path: Path, tag: str) -> None:
    canaries = Canaries()
    answers: list[tuple[Any, dict[str, str]]] = []

    async def respond(request: web.BaseRequest) -> web.StreamResponse:
        await request.read()
        body, headers = answers.pop()
        return web.Response(body=orjson.dumps(body), headers=headers, content_type="application/json")

    mine = [one for one in OPERATIONS if one[2]["tags"][0] == tag]
    file = tmp_path / "recording.ndjson"
    async with recording(respond, file) as (recorder, client):
        for method, path, declared in mine:
            before = len(canaries.all)
            login = b64encode(f"me:{canaries.header()}".encode()).decode()
            headers = {
                "Authorization": f"Bearer {canaries.header()}",
                "X-API-Key": canaries.header(),
                "Cookie": f"session={canaries.header()}; other={canaries.header()}",
                "X-Signature": canaries.header(),
                "X-Gateway-Pass": canaries.header(),
                "X-Auth-Token": canaries.header(),
                "Proxy-Authorization": f"Basic {login}",
            }
            body = value(content(declared["requestBody"]), canaries) if "requestBody" in declared else None
            statuses = declared["responses"]
            success = content(statuses[min(statuses)]) if statuses else None
            response = value(success, canaries) if success else {}
            if not isinstance(response, dict):
                response = {"list": response}
            query = f"token={quote(canaries.next(), safe='')}&unknown={quote_plus(canaries.next())}"
            met = canaries.all[before:]
            response["echo"] = echoes(met)
            answers.append(
                (
                    response,
                    {
                        "Set-Cookie": f"id={canaries.header()}; Path=/; HttpOnly",
                        "X-Refresh-Token": canaries.header(),
                        "Location": f"/next?signature={quote(canaries.next(), safe='')}",
                    },
                )
            )
            raw = None if body is None else orjson.dumps(body)
            url = URL(recorder.base_url + re.sub(r"\{\w+\}", "x1", path) + "?" + query, encoded=True)
            async with client.request(
                method, url, data=raw, headers={**headers, "Content-Type": "application/json"}
            ) as answer:
                assert PREFIX.encode() in await answer.read()
    assert_clean(file, seen=len(mine))


async def test_secrets_of_events(tmp_path: Path) -> None:
    canaries = Canaries()
    union = content(SPEC["paths"]["/api/events/schema"]["get"]["responses"]["200"])

    async def respond(request: web.BaseRequest) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        for member in union["oneOf"]:
            before = len(canaries.all)
            event = value(member, canaries)
            event["more"] = {"password": canaries.next(), "token": canaries.next()}
            event["echo"] = echoes(canaries.all[before:])
            raw = b"id: 1\r\ndata: " + orjson.dumps(event) + b"\r\n\r\n"
            # In pieces, so that secrets are split.
            for at in range(0, len(raw), 1009):
                await response.write(raw[at : at + 1009])
        await response.write(b'data: {"secret": "' + canaries.next().encode())
        request.protocol.force_close()
        return response

    file = tmp_path / "recording.ndjson"
    async with (
        recording(respond, file) as (recorder, client),
        client.get(f"{recorder.base_url}/api/events/stream") as answer,
    ):
        assert PREFIX.encode() in await until_cut(answer)
    assert_clean(file, seen=1)
    assert file.read_text().count("gathering.created") >= 1


@pytest.mark.parametrize(
    ("content_type", "template"),
    [
        ("application/x-www-form-urlencoded", "password={q}&a=1"),
        ("multipart/form-data; boundary=B", '--B\r\nContent-Disposition: form-data; name="token"\r\n\r\n{r}\r\n--B--\r\n'),
        ("application/json", '{{"title": "cut", "apiKey": "{r}'),
        ("application/json", '{{"nested": {{"settings": {{"a": "{r}"'),
        ("application/json", '{{"key": "{r}", "keyPrefix": "x", "a": NaN, }}'),
        ("text/plain", "log: Authorization: Bearer {r} end"),
        ("text/html", '<a href="https://u:{r}@h.test/?a=1">x</a>'),
        ("text/html", '<a href="https://h.test/x?a=1&amp;sig={q}">x</a>'),
        ("application/json", '{{"text": "{{\\"token\\": \\"{r}\\"}}"}}'),
        ("application/json", '{{"a": 1, "a": {{"password": "{r}"}}, "a": 2}}'),
    ],
)  # fmt: skip
async def test_secrets_of_other_bodies(tmp_path: Path, content_type: str, template: str) -> None:
    canary = f"{PREFIX}1234.xyz"
    body = template.format(r=canary, q=quote(canary, safe=""))

    async def respond(request: web.BaseRequest) -> web.StreamResponse:
        await request.read()
        return web.Response(body=body.encode(), headers={"Content-Type": content_type})

    file = tmp_path / "recording.ndjson"
    async with (
        recording(respond, file) as (recorder, client),
        client.post(
            f"{recorder.base_url}/api/anything", data=body.encode(), headers={"Content-Type": content_type}
        ) as answer,
    ):
        assert await answer.read() == body.encode()
    assert_clean(file, seen=1)


async def test_a_secret_that_is_recognized_later_is_removed_from_earlier_lines(tmp_path: Path) -> None:
    canary = f"{PREFIX}1234-xyz"

    async def respond(request: web.BaseRequest) -> web.StreamResponse:
        return web.json_response(
            {"message": f"see {canary} and {quote(canary)} and {b64encode(canary.encode()).decode()}"}
        )

    file = tmp_path / "recording.ndjson"
    async with recording(respond, file) as (recorder, client):
        async with client.get(f"{recorder.base_url}/api/a/{canary}") as answer:
            await answer.read()
        first = file.read_text()
        async with client.get(f"{recorder.base_url}/api/b", headers={"X-API-Key": canary}) as answer:
            await answer.read()
        # At once, not only at the end.
        assert PREFIX in first
        assert PREFIX not in file.read_text()
    assert_clean(file, seen=2)
    assert "see secret-" in file.read_text()
