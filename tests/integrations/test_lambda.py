"""The handlers of docs/recipes/lambda.md under AWS's own runtime client, frozen between two invocations.

The runtime asks for the next event and posts the result: https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
"""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from cortex_sync.emulator import Emulator
from tests.docs.evaluating import block_of
from tests.docs.pages import ROOT, examples
from tests.ports import free_port
from tests.suspending import suspend

pytest.importorskip("awslambdaric", reason="there are wheels for Linux only")

WAIT = 30
BOTH = """
import async_handler, handler

def choose(event, context):
    return (async_handler if event["async"] else handler).handler(event, context)
"""


class Service:
    """The runtime API: ``invoke`` gives it an event, and returns what the handler does."""

    def __init__(self) -> None:
        self.events: queue.Queue[Any] = queue.Queue()
        self.results: queue.Queue[Any] = queue.Queue()

    def invoke(self, event: Mapping[str, object]) -> Any:
        self.events.put(event)
        return self.results.get(timeout=WAIT)


@contextmanager
def serving(service: Service) -> Iterator[str]:
    class Requests(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            event = service.events.get()
            if event is not None:
                self.respond(200, json.dumps(event).encode())

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            service.results.put(json.loads(body))
            self.respond(202, b"{}")

        def respond(self, status: int, body: bytes) -> None:
            self.send_response(status)
            for name, value in {
                "Lambda-Runtime-Aws-Request-Id": "1",
                "Lambda-Runtime-Deadline-Ms": "4102444800000",
                "Lambda-Runtime-Invoked-Function-Arn": "arn",
                "Content-Type": "application/json",
                "Content-Length": str(len(body)),
            }.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Print nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Requests) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"127.0.0.1:{server.server_port}"
        finally:
            service.events.put(None)
            server.shutdown()
            thread.join()


def test_a_container_that_was_frozen_calls_over_new_connections(tmp_path: Path) -> None:
    for block in filter(None, map(block_of, examples("docs/recipes/lambda.md"))):
        if block.title is not None:
            (tmp_path / block.title).write_text(block.source, "utf-8")
    (tmp_path / "both.py").write_text(BOTH)
    service, port = Service(), free_port()
    kinds = [{"async": kind, "title": "Friday match", "room": "room"} for kind in (False, True)]
    good = {"statusCode": 200, "body": "active"}
    with serving(service) as address:
        variables = {
            "AWS_LAMBDA_RUNTIME_API": address,
            "CORTEX_BASE_URL": f"http://127.0.0.1:{port}",
            "CORTEX_API_KEY": "key-of-the-function",
            "PYTHONPATH": str(ROOT),
        }
        with subprocess.Popen(
            [sys.executable, "-X", "dev", "-m", "awslambdaric", "both.choose"],
            cwd=tmp_path,
            env={**os.environ, **variables},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as function:
            try:
                with Emulator(project_id="my-project", api_key="key-of-the-function", port=port):
                    assert [service.invoke(event) for event in kinds * 2] == [good] * 4
                    suspend(function.pid)
                # Its connections have ended meanwhile.
                with Emulator(project_id="my-project", api_key="key-of-the-function", port=port) as emulator:
                    os.kill(function.pid, signal.SIGCONT)
                    assert [service.invoke(event) for event in kinds] == [good] * 2
                    emulator.faults.next("createSession", times=2, close="after")
                    failed = {"statusCode": 502, "body": "ConnectionFailed: unknown"}
                    assert [service.invoke(event) for event in kinds] == [failed] * 2
                    assert len([one for one in emulator.requests if one.operation == "createSession"]) == 4
            finally:
                function.kill()
            printed = function.stdout.read() if function.stdout else ""
    assert "Traceback" not in printed
    assert "nclosed" not in printed
