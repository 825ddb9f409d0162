"""An archive on S3: against a server on loopback."""

from __future__ import annotations

import asyncio
import gc
import os
import threading
import traceback
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from cortex_async.archives.errors import ArchiveError, ArchiveInUse
from cortex_async.archives.storage.choosing import storage_for
from cortex_async.archives.storage.interface import Storage
from cortex_async.archives.storage.remote import RemoteStorage
from tests.archives.s3 import file_system, make_older, new_bucket

MIB = 1 << 20


@pytest.fixture
def system(s3_address: str) -> Any:
    return file_system(s3_address)


@pytest.fixture
def bucket(system: Any) -> str:
    return new_bucket(system)


@pytest.fixture
def storage(system: Any, bucket: str) -> Storage:
    return storage_for((system, f"s3://{bucket}/in"))


def uploads(system: Any, bucket: str) -> list[str]:
    return [one["Key"] for one in system.list_multipart_uploads(bucket)]


def test_files_are_written_read_listed_and_removed(storage: Storage, system: Any, bucket: str) -> None:
    assert storage.where == f"s3://{bucket}/in"
    assert storage.read("a") is None
    assert storage.open("a/b") is None
    assert list(storage.list("")) == []
    storage.check_writable()
    storage.write("b/[c]*/d", b"1")
    storage.write("b/a", b"2")
    storage.write("b/a", b"")
    assert list(storage.list("")) == ["b/[c]*/d", "b/a"]
    assert storage.read("b/a") == b""
    # Another run replaces a file whose size this file system has in its cache.
    system.ls(f"{bucket}/in/b", detail=True)
    with storage_for((file_system(system.client_kwargs["endpoint_url"]), f"{bucket}/in")).writing(
        "b/a"
    ) as file:
        file.write(b"longer")
    found = storage.open("b/a")
    assert found is not None
    with found:
        assert found.read() == b"longer"
    assert list(storage.list("b")) == ["b/[c]*/d", "b/a"]
    storage.remove("b/[c]*/d")
    storage.remove("b/a")
    storage.remove("b/a")
    assert system.find(bucket) == []


def test_a_long_file_is_uploaded_in_parts(storage: Storage, system: Any, bucket: str) -> None:
    content = os.urandom(9 * MIB) * 2
    with storage.writing("a") as file:
        file.write(content)
    assert storage.read("a") == content
    found = system.call_s3("head_object", Bucket=bucket, Key="in/a")
    assert found["ETag"].strip('"').endswith("-3")


def test_an_upload_that_fails_leaves_nothing(storage: Storage, system: Any, bucket: str) -> None:
    storage.write("a", b"old")
    call, calls = system.call_s3, list[str]()

    def failing(method: str, *arguments: Any, **options: Any) -> Any:
        calls.append(method)
        if calls.count("upload_part") == 2:
            raise OSError(28, "the part was refused")
        return call(method, *arguments, **options)

    system.call_s3 = failing
    message = r"^a of archive s3://\S+/in cannot be written: the part was refused$"
    with pytest.raises(ArchiveError, match=message), storage.writing("a") as file:
        file.write(bytes(20 * MIB))
    del system.call_s3
    gc.collect()
    assert "upload_part" in calls
    assert uploads(system, bucket) == []
    assert storage.read("a") == b"old"
    assert list(storage.list("")) == ["a"]


def test_only_one_of_many_runs_gets_the_lock(s3_address: str, bucket: str) -> None:
    barrier, entered, refused = threading.Barrier(5), list[int](), list[int]()
    done = threading.Event()

    def run(number: int) -> None:
        storage = storage_for((file_system(s3_address), f"{bucket}/in"))
        barrier.wait()
        try:
            with storage.lock():
                entered.append(number)
                done.wait(20)
        except ArchiveInUse:
            refused.append(number)
            if len(refused) == 4:
                done.set()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(entered), len(refused)) == (1, 4)


def test_the_lock_of_a_killed_run_is_taken_over(s3_address: str, system: Any, bucket: str) -> None:
    killed = storage_for((file_system(s3_address), f"{bucket}/in"))
    with killed.lock():
        left = system.cat_file(f"{bucket}/in/.lock")
    system.pipe_file(f"{bucket}/in/.lock", left)
    system.call_s3("create_multipart_upload", Bucket=bucket, Key="in/half")
    storage = storage_for((system, f"{bucket}/in"))
    with pytest.raises(ArchiveInUse, match=r"process \d+ on .* expires after 120 s"), storage.lock():
        pass
    make_older(bucket, "in/.lock", 121)
    system.call_s3("create_multipart_upload", Bucket=bucket, Key="other/half")
    with storage.lock():
        assert uploads(system, bucket) == ["other/half"]
    assert system.find(bucket) == []


async def test_it_works_in_threads_beside_a_running_loop(storage: Storage) -> None:
    def work(number: int) -> bytes | None:
        storage.write(f"d/{number}", b"%d" % number)
        return storage.read(f"d/{number}")

    found = await asyncio.gather(*(asyncio.to_thread(work, number) for number in range(4)))
    assert found == [b"0", b"1", b"2", b"3"]


class Refusing(BaseHTTPRequestHandler):
    """Refuses everything, and quotes the credentials in its response."""

    code = "AccessDenied"
    status = 403
    protocol_version = "HTTP/1.1"  # with which it grants what a PUT expects: 100-continue

    def handle_one_request(self) -> None:
        self.raw_requestline = self.rfile.readline(65537)
        if not self.raw_requestline or not self.parse_request():
            self.close_connection = True
            return
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        message = f"{self.headers['Authorization']} canary-secret-of-s3 AKIACANARYKEY canary-token-of-s3"
        content = f"<Error><Code>{self.code}</Code><Message>{message}</Message></Error>".encode()
        self.send_response(self.status)
        self.send_header("Content-Type", "application/xml")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, *arguments: object) -> None:
        pass


@pytest.fixture
def refusing() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Refusing) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def calls_of(storage: Storage) -> list[Callable[[], object]]:
    return [
        lambda: storage.read("a"),
        lambda: storage.open("a"),
        lambda: storage.write("a", b""),
        lambda: storage.remove("a"),
        lambda: list(storage.list("")),
        lambda: storage.lock().__enter__(),
        storage.check_writable,
    ]


@pytest.mark.parametrize(
    ("code", "status", "reason"),
    [
        ("AccessDenied", 403, "access denied|Forbidden"),
        ("InvalidAccessKeyId", 403, "the credentials are not accepted|access denied"),
        ("Odd", 400, r"\S.*"),
        ("Odd", 500, r"\S.*"),
    ],
)
def test_errors_are_one_line_without_credentials(
    refusing: str, monkeypatch: pytest.MonkeyPatch, code: str, status: int, reason: str
) -> None:
    monkeypatch.setattr(Refusing, "code", code)
    monkeypatch.setattr(Refusing, "status", status)
    system = file_system(refusing, token="canary-token-of-s3")
    storage = storage_for((system, "bucket/in"))
    for call in calls_of(storage):
        with pytest.raises(
            ArchiveError, match=rf"archive s3://bucket/in cannot be \w+: ({reason})$"
        ) as found:
            call()
        shown = [*traceback.format_exception(found.value), repr(found.value), repr(storage), storage.where]
        assert not any(map(leaks, shown))
        assert found.value.__cause__ is found.value.__context__ is None
        assert len(str(found.value).splitlines()) == 1


def leaks(text: str) -> bool:
    return any(one in text for one in ("canary-", "AKIACANARY"))


def test_a_bucket_that_does_not_exist(s3_address: str) -> None:
    storage = storage_for((file_system(s3_address), "no-such-bucket/in"))
    for call in calls_of(storage):
        with pytest.raises(ArchiveError, match=r"archive s3://\S+ cannot be \w+: there is no such bucket$"):
            call()


def test_no_server(unused_tcp_port: int) -> None:
    storage = storage_for((file_system(f"http://127.0.0.1:{unused_tcp_port}"), "bucket/in"))
    with pytest.raises(
        ArchiveError, match=r"^archive s3://bucket/in cannot be written: no connection \("
    ) as found:
        storage.check_writable()
    assert not leaks(str(found.value))


@pytest.mark.usefixtures("new_file_systems")
def test_no_credentials(s3_address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", os.devnull)
    monkeypatch.setenv("AWS_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", s3_address)
    storage = storage_for("s3://bucket/in")
    assert isinstance(storage, RemoteStorage)
    with pytest.raises(ArchiveError, match=r"cannot be written: (no usable credentials|there is no|access)"):
        storage.check_writable()
