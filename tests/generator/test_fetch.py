"""Fetching an OpenAPI document: from a server or a file, within limits, all or nothing."""

from __future__ import annotations

import errno
import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from generator.__main__ import main
from generator.refusal import Refusal
from generator.write import replace_all
from tests.generator.hosts import Host, Response, host, reply
from tests.generator.workshop import MINIMAL, changed
from tests.wire.tls import CA_FILE, server_context

NEW = changed(("info/version", "2"))
RAW = json.dumps(NEW).encode()


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with one API, built."""
    root = tmp_path_factory.mktemp("built")
    folder = root / "spec" / "rooms"
    folder.mkdir(parents=True)
    (folder / "openapi.json").write_text(json.dumps(MINIMAL))
    assert main(["build", "rooms", "--root", str(root)]) == 0
    return root


@pytest.fixture
def root(built: Path, tmp_path: Path) -> Path:
    shutil.copytree(built, tmp_path / "repository")
    return tmp_path / "repository"


@pytest.fixture
def fetch(root: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    def run(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        status = main(["fetch", "rooms", "--root", str(root), *arguments])
        return status, *capsys.readouterr()

    return run


def snapshot(root: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def document(root: Path) -> Any:
    return json.loads((root / "spec/rooms/openapi.json").read_bytes())


def lock(root: Path) -> Any:
    return json.loads((root / "spec/rooms/lock.json").read_bytes())


def test_a_new_document_comes_with_its_lock(root: Path, fetch: Any) -> None:
    before = lock(root)
    with host(reply(RAW)) as server:
        status, out, err = fetch("--url", server.url)
    assert (status, err) == (0, "")
    assert out == f"rooms: new document, {len(RAW)} bytes, from {server.url}\n"
    assert (root / "spec/rooms/openapi.json").read_bytes() == RAW
    assert lock(root)["sha256"]["openapi.json"] == hashlib.sha256(RAW).hexdigest()
    assert lock(root)["published"] == before["published"]
    assert main(["build", "rooms", "--root", str(root)]) == 0
    assert main(["check", "rooms", "--root", str(root)]) == 0


def test_a_document_from_a_file(root: Path, fetch: Any, tmp_path: Path) -> None:
    source = tmp_path / "given.json"
    source.write_bytes(RAW)
    assert fetch("--url", str(source))[0] == 0
    assert document(root) == NEW


@pytest.mark.parametrize("declared", ["application/yaml", "text/plain", ""])
def test_yaml_for_an_api_that_has_none_yet(
    root: Path, capsys: pytest.CaptureFixture[str], declared: str
) -> None:
    import yaml

    with host(reply(yaml.safe_dump(MINIMAL).encode(), declared)) as server:
        assert main(["fetch", "halls", "--root", str(root), "--url", server.url.replace(".json", "")]) == 0
    assert (root / "spec/halls/openapi.yaml").is_file()
    assert main(["build", "halls", "--root", str(root)]) == 0


def test_another_order_of_keys_changes_nothing(root: Path, fetch: Any) -> None:
    turned = json.dumps(dict(reversed(MINIMAL.items())), indent=3).encode()
    before = snapshot(root)
    with host(reply(turned)) as server:
        assert fetch("--url", server.url)[:2] == (0, "rooms: unchanged except for key order and layout\n")
    with host(reply(json.dumps(MINIMAL).encode())) as server:
        assert fetch("--url", server.url)[:2] == (0, "rooms: unchanged\n")
    assert snapshot(root) == before


def test_redirects_are_followed(root: Path, fetch: Any) -> None:
    with host(reply(RAW)) as target:
        moved = reply(b"", "text/html", status="302 Found", Location=target.url)
        with host(moved) as server:
            assert fetch("--url", server.url)[0] == 0
    assert document(root) == NEW


def test_a_private_authority_is_trusted_when_given(root: Path, fetch: Any) -> None:
    with host(reply(RAW), context=server_context()) as server:
        status, _, err = fetch("--url", server.url)
        assert status == 2
        assert "its certificate is not trusted" in err
        assert fetch("--url", server.url, "--ca-file", str(CA_FILE))[0] == 0
    assert document(root) == NEW


def test_a_proxy_from_the_command_line_or_the_environment(
    root: Path, fetch: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with host(reply(RAW)) as proxy:
        address = proxy.url.removesuffix("/doc.json")
        assert fetch("--url", "http://example.invalid/doc.json", "--proxy", address)[0] == 0
        monkeypatch.setenv("http_proxy", address)
        assert fetch("--url", "http://example.invalid/other.json")[0] == 0
    assert [head.split(b"\r\n")[0] for head in proxy.requests] == [
        b"GET http://example.invalid/doc.json HTTP/1.1",
        b"GET http://example.invalid/other.json HTTP/1.1",
    ]
    with host(reply(RAW)) as server:
        assert fetch("--url", server.url, "--proxy", "")[0] == 0


def endless(head: bytes, server: Host) -> bytes:
    return reply(b"", "text/html", status="301 Moved", Location=server.url + "x")


WRONG: list[tuple[str, Response, str]] = [
    ("web page", reply(b"<!DOCTYPE html>", "text/html; charset=utf-8"), "is a web page; give the URL of the OpenAPI document"),
    ("page called JSON", reply(b"\n <html>"), "is a web page; give the URL of the OpenAPI document"),
    ("error page", reply(b"<html>", "text/html", status="502 Bad Gateway"), "responded 502 Bad Gateway; check the URL"),
    ("image", reply(b"\x89PNG", "image/png"), "is image/png; give the URL of a JSON or YAML document"),
    ("short", reply(RAW[:50], length=len(RAW)), f"ended after 50 of {len(RAW)} bytes; try again"),
    ("truncated", reply(RAW[:50]), "cannot be read ("),
    ("broken chunk", b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nabc", "cannot be fetched (it ended after "),
    ("no OpenAPI", reply(b'{"swagger": "2.0"}'), "#/openapi: version missing; give an OpenAPI 3.0 or 3.1 document"),
    ("list", reply(b"[]"), "is not an object; give a document with keys"),
    ("wrong inside", reply(b'{"openapi": "3.0.0", "info": 5, "paths": {}}'), "#/info: not OpenAPI: "),
    ("no text", reply(b"\xff\xfe{}"), "cannot be read ("),
    ("empty", reply(b""), "cannot be read ("),
    ("deep", reply(b"[" * 100_000), "cannot be read ("),
    ("compressed", reply(b"\x1f\x8b", Content_Encoding="gzip"), "is compressed although no compression was requested"),
    ("no HTTP", b"SSH-2.0-OpenSSH\r\n", "cannot be fetched ("),
    ("nothing", b"", "cannot be fetched ("),
    ("YAML here", reply(b"openapi: 3.0.0", "application/yaml"), "is YAML, and "),
    ("odd length", reply(RAW, length=None, Content_Length="many"), "cannot be fetched ("),
    ("endless", endless, "redirects too often; check the URL"),
    ("to a file", reply(b"", status="302 Found", Location="file:///etc/hostname"), "'file:///etc/hostname' is not allowed"),
]  # fmt: skip


@pytest.mark.parametrize(("response", "expected"), [pytest.param(a, e, id=name) for name, a, e in WRONG])
def test_anything_but_openapi_is_one_line_and_changes_nothing(
    root: Path, fetch: Any, response: Response, expected: str
) -> None:
    before = snapshot(root)
    with host(response) as server:
        status, out, err = fetch("--url", server.url)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert err.startswith("error: http://127.0.0.1:")
    assert expected in err
    assert snapshot(root) == before


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--url", "nowhere.json"], "nowhere.json: cannot be read (No such file or directory)"),
        (["--url", "ftp://example.org/x.json"], "is neither http nor https"),
        (["--url", "http://user:hush@127.0.0.1/x"], "127.0.0.1: the URL contains a user name"),
        (["--url", "http://127.0.0.1:1/x.json"], "cannot be fetched (Connection refused)"),
        (["--url", "http://127.0.0.1:99999/x.json"], "is not a URL (Port out of range 0-65535)"),
        (["--url", "http://[x/x.json"], "is not a URL (Invalid IPv6 URL)"),
        (
            ["--url", "https://127.0.0.1:1/x", "--ca-file", "nowhere.pem"],
            "nowhere.pem: holds no certificates",
        ),
        (
            ["--url", "http://127.0.0.1:1/x", "--proxy", "user:hush@proxy"],
            "--proxy: is not a URL; give http://host:port",
        ),
        (
            ["--url", "http://127.0.0.1:1/x", "--proxy", "http://u:hush@[x"],
            "--proxy: is not a URL; give http://host:port",
        ),
        (
            ["--url", "http://127.0.0.1:1/x", "--proxy", "http://u:hush@127.0.0.1:1"],
            "cannot be fetched (Connection refused)",
        ),
        (["--url", "http://127.0.0.1:1/\x00"], "cannot be fetched (URL can't contain control characters"),
        (["--url", f"http://{'a' * 70}.example.org/x"], "cannot be fetched ("),
        ([], "rooms: has no known URL; give --url"),
    ],
)
def test_what_cannot_be_reached(root: Path, fetch: Any, arguments: list[str], expected: str) -> None:
    before = snapshot(root)
    status, out, err = fetch(*arguments)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert expected in err
    assert "hush" not in err
    assert snapshot(root) == before


def test_an_https_address_does_not_lead_to_an_unencrypted_one(root: Path, fetch: Any) -> None:
    moved = reply(b"", status="302 Found", Location="http://127.0.0.1:1/x")
    with host(moved, context=server_context()) as server:
        status, _, err = fetch("--url", server.url, "--ca-file", str(CA_FILE))
    assert status == 2
    assert "redirects to an unencrypted address" in err


@pytest.mark.parametrize("response", [b"", b"HTTP/1.1 200 OK\r\n", reply(RAW[:20], length=len(RAW))])
def test_a_silent_server_runs_into_the_time_limit(root: Path, fetch: Any, response: bytes) -> None:
    with host(response, stall=True) as server:
        status, _, err = fetch("--url", server.url, "--timeout", "0.2")
    assert status == 2
    assert "sent no complete response within 0.2 s; raise --timeout" in err or "timed out" in err


@pytest.mark.parametrize("declared", [True, False])
def test_a_document_that_is_too_long(root: Path, fetch: Any, tmp_path: Path, declared: bool) -> None:
    response = reply(RAW) if declared else b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n" + RAW
    with host(response) as server:
        assert (
            f"is longer than {len(RAW) - 1} bytes"
            in fetch("--url", server.url, "--max-bytes", str(len(RAW) - 1))[2]
        )
        assert fetch("--url", server.url, "--max-bytes", str(len(RAW)))[0] == 0
    (tmp_path / "long.json").write_bytes(RAW)
    assert "is longer than 5 bytes" in fetch("--url", str(tmp_path / "long.json"), "--max-bytes", "5")[2]


def test_files_are_replaced_all_or_none(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_bytes(b"old")
    (two / "in the way").mkdir(parents=True)
    with pytest.raises(Refusal, match="cannot be written"):
        replace_all({one: b"new", tmp_path / "fresh": b"new", two: b"new"})
    assert one.read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one", "two"]


def test_a_full_disk_leaves_nothing_behind_and_names_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, mode: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "chmod", full)
    with pytest.raises(Refusal, match=r"fresh.*cannot be written \(No space left on device\)"):
        replace_all({tmp_path / "fresh": b"new"})
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def emulator() -> Iterator[str]:
    from cortex_async.emulator import Emulator

    with Emulator.in_thread() as running:
        yield running.base_url


def test_the_emulator_serves_the_document_that_is_here(
    root: Path, emulator: str, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["fetch", "cortex", "--root", str(root), "--url", f"{emulator}/api/docs-json"]
    assert main(arguments) == 0
    ours = Path(__file__).parents[2] / "spec/cortex/openapi.json"
    assert json.loads((root / "spec/cortex/openapi.json").read_bytes()) == json.loads(ours.read_bytes())
    assert main(arguments) == 0
    assert capsys.readouterr().out.endswith("cortex: unchanged\n")
