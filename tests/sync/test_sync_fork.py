"""A client that was used before a fork works in the child, and still works in the parent."""

from __future__ import annotations

import os
import shutil
import signal
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.ports import free_port
from tests.sync.loopback import WAIT, Loopback
from tests.sync.scripts import environment, outcome, run, start

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this platform")

FORK = """
import warnings
# Since 3.12 every fork of a process with threads warns.
warnings.simplefilter("ignore", DeprecationWarning)

def in_child(work, leave=os._exit):
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            work()
            code = 0
        finally:
            sys.stdout.flush()
            leave(code)
    return pid

def join(pid):
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
"""


def test_parent_and_child_call_at_the_same_time(server: Loopback) -> None:
    ended = run(
        FORK
        + """
ports = {echo()["port"]}
def child():
    mine = {echo(number)["port"] for number in range(50)}
    assert not mine & ports, "the parent's connection was used"
    client.close()
pid = in_child(child)
for number in range(50):
    ports.add(echo(number)["port"])
join(pid)
ports.add(echo()["port"])
print(len(ports))
""",
        server.base_url,
    )
    assert (ended.code, ended.lines, ended.errors) == (0, ["1"], "")


def test_a_child_that_ends_like_a_program_leaves_the_parent_alone(server: Loopback) -> None:
    # sys.exit runs exit functions and finalisers in the child, for objects that it shares with the parent.
    ended = run(
        FORK
        + """
port = echo()["port"]
join(in_child(lambda: None, sys.exit))
join(in_child(echo, sys.exit))
print(echo()["port"] == port)
""",
        server.base_url,
    )
    assert (ended.code, ended.lines, ended.errors) == (0, ["True"], "")


def test_a_grandchild_works_too(server: Loopback) -> None:
    ended = run(
        FORK
        + """
echo()
def child():
    echo()
    join(in_child(lambda: print(echo(3)["number"])))
    print(echo(2)["number"])
join(in_child(child))
print(echo(1)["number"])
""",
        server.base_url,
    )
    assert (ended.code, ended.lines, ended.errors) == (0, ["3", "2", "1"], "")


def test_forks_while_other_threads_are_in_calls(server: Loopback) -> None:
    ended = run(
        FORK
        + """
stop = threading.Event()
def work():
    while not stop.is_set():
        echo()
threads = [threading.Thread(target=work) for _ in range(8)]
for thread in threads:
    thread.start()
for _ in range(15):
    join(in_child(echo))
stop.set()
for thread in threads:
    thread.join()
print(echo(6)["number"])
""",
        server.base_url,
    )
    assert (ended.code, ended.lines, ended.errors) == (0, ["6"], "")


def test_what_the_parent_closes_is_closed_although_a_child_lives_on(server: Loopback) -> None:
    program = start(
        FORK
        + """
stream = client.project("p").events.stream()
stream.__enter__()
reading, writing = os.pipe()
def child():
    os.close(writing)
    os.read(reading, 1)
in_child(child)
stream.close()
signal.pause()
""",
        server.base_url,
    )
    try:
        # The child is alive, and inherited copies of the parent's sockets.
        assert server.left.acquire(timeout=WAIT)
    finally:
        program.send_signal(signal.SIGTERM)
        ended = outcome(program)
    assert (ended.code, ended.errors) == (-signal.SIGTERM, "")


def test_a_stream_of_the_parent_raises_in_the_child(server: Loopback) -> None:
    ended = run(
        FORK
        + """
from cortex_sync import LoopStopped
stream = client.project("p").events.stream()
stream.__enter__()
def child():
    try:
        next(stream)
    except LoopStopped as error:
        print(error)
    stream.close()
    with client.project("p").events.stream():
        pass
join(in_child(child))
print(stream.connected)
""",
        server.base_url,
    )
    assert (ended.code, ended.errors) == (0, "")
    assert ended.lines == [
        "the stream ended with its loop thread, or stayed behind in the parent process",
        "True",
    ]


def test_a_fork_during_the_first_call_of_another_thread(server: Loopback) -> None:
    ended = run(
        FORK
        + """
import cortex_sync.bridge.loop
# The import below takes longer, as it does on a busy machine.
cortex_sync.bridge.loop.HOLD = 0.05
importing, forked = threading.Event(), threading.Event()
class Slow:
    def find_spec(self, name, path=None, target=None):
        if name == "aiohttp.client":
            importing.set()
            forked.wait(0.3)
sys.meta_path.insert(0, Slow())
first = threading.Thread(target=echo)
first.start()
importing.wait()
# The loop thread holds the locks of the modules that it is importing.
pid = in_child(echo)
forked.set()
join(pid)
first.join()
print(echo(3)["number"])
""",
        server.base_url,
    )
    assert (ended.code, ended.lines, ended.errors) == (0, ["3"], "")


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    if shutil.which("openssl") is None:
        pytest.skip("no openssl to make a certificate with")
    path = tmp_path / "both.pem"
    request = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=127.0.0.1",
    ]
    files = [
        "-addext",
        "subjectAltName=IP:127.0.0.1",
        "-keyout",
        str(path),
        "-out",
        str(tmp_path / "cert.pem"),
    ]
    subprocess.run([*request, *files], check=True, capture_output=True)
    path.write_text(path.read_text() + (tmp_path / "cert.pem").read_text())
    return path


def test_a_tls_connection_of_the_parent_outlives_its_children(certificate: Path) -> None:
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(certificate)
    with Loopback(tls) as server:
        ended = run(
            FORK
            + f"client = CortexClient(api_key='k', ssl={str(certificate.with_name('cert.pem'))!r})\n"
            + """
def port():
    return client.request("GET", "/api/echo").json()["port"]
mine = port()
join(in_child(lambda: None, sys.exit))
def child():
    assert port() != mine
join(in_child(child, sys.exit))
print(port() == mine)
client.close()
""",
            server.base_url,
        )
    assert (ended.code, ended.lines, ended.errors) == (0, ["True"], "")


def test_multiprocessing_by_fork(server: Loopback) -> None:
    ended = run(
        """
        import multiprocessing, warnings
        warnings.simplefilter("ignore", DeprecationWarning)
        echo()
        def work(number):
            return echo(number)["number"]
        with multiprocessing.get_context("fork").Pool(3) as pool:
            print(*pool.map(work, range(12)))
        process = multiprocessing.get_context("fork").Process(target=echo)
        process.start()
        process.join()
        print(process.exitcode)
        """,
        server.base_url,
    )
    assert (ended.code, ended.errors) == (0, "")
    assert ended.lines == [" ".join(str(number) for number in range(12)), "0"]


def test_a_fork_that_runs_no_hooks(server: Loopback) -> None:
    ended = run(
        """
        echo()
        pid = fork_without_hooks()
        if pid == 0:
            code = 1
            try:
                code = 0 if echo(4)["number"] == "4" else 2
            finally:
                os._exit(code)
        assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
        print(echo(5)["number"])
        """,
        server.base_url,
    )
    assert (ended.code, ended.lines, ended.errors) == (0, ["5"], "")


APP = """
import os
from cortex_sync import CortexClient

client = CortexClient(api_key="k")
preloaded = client.request("GET", "/api/echo").json()["port"]
loaded_in = os.getpid()

def application(environ, start_response):
    port = client.request("GET", "/api/echo").json()["port"]
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [f"{os.getpid() != loaded_in} {port != preloaded} {os.getpid()}".encode()]
"""


GUNICORN = [sys.executable, "-m", "gunicorn", "--preload", "--workers=2", "--threads=2"]
GUNICORN += ["--log-level=warning", "--graceful-timeout=2"]


def fetch(port: int) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=WAIT) as response:
        body: str = response.read().decode()
        return body


def fetch_when_up(port: int, process: subprocess.Popen[str]) -> str:
    deadline = time.monotonic() + WAIT
    while True:
        try:
            return fetch(port)
        except urllib.error.URLError:
            assert process.poll() is None, process.communicate()[1]
            assert time.monotonic() < deadline
            time.sleep(0.05)


def test_gunicorn_with_preload(server: Loopback, tmp_path: Path) -> None:
    """Its sync workers; tests/integrations/test_servers.py has those with threads."""
    pytest.importorskip("gunicorn")
    (tmp_path / "shop.py").write_text(APP)
    port = free_port()
    process = subprocess.Popen(
        [*GUNICORN, "--worker-class", "sync", "--bind", f"127.0.0.1:{port}", "shop:application"],
        cwd=tmp_path,
        env=environment(server.base_url),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        responses = [fetch_when_up(port, process) for _ in range(20)]
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=WAIT)
    finally:
        process.kill()
    assert {response.rsplit(" ", 1)[0] for response in responses} == {"True True"}
    assert process.returncode == 0
    assert errors == ""
