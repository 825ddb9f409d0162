"""The blocking client inside a running event loop, and with monkey-patched threads."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.sync.loopback import WAIT, Loopback
from tests.sync.scripts import environment, program, run


def test_inside_async_code_it_works_and_warns_once_per_line(server: Loopback) -> None:
    ended = run(
        """
        import asyncio
        async def main():
            for number in range(2):
                print(echo(number)["number"])
            print((await asyncio.to_thread(echo, 2))["number"])
        asyncio.run(main())
        client.close()
        """,
        server.base_url,
    )
    assert (ended.code, ended.lines) == (0, ["0", "1", "2"])
    assert ended.errors.startswith("<string>:9: RuntimeWarning: a blocking call stops the running event loop")
    assert ended.errors.count("RuntimeWarning") == 1


def test_the_loop_of_an_application_may_be_uvloop(server: Loopback) -> None:
    pytest.importorskip("uvloop")
    ended = run(
        """
        import asyncio, uvloop
        async def main():
            print(echo(1)["number"], (await asyncio.to_thread(echo, 2))["number"])
        uvloop.run(main())
        asyncio.set_event_loop_policy(uvloop.EventLoopPolicy())
        print(echo(3)["number"])
        client.close()
        """,
        server.base_url,
        "-W",
        "ignore",
    )
    assert (ended.code, ended.lines, ended.errors) == (0, ["1 2", "3"], "")


def test_in_the_asyncio_prompt(server: Loopback) -> None:
    typed = """
import os, cortex_sync
client = cortex_sync.CortexClient(api_key="k")
print("got", client.request("GET", "/api/echo", query={"number": 5}).json()["number"])
await asyncio.sleep(0)
print("got", client.request("GET", "/api/echo", query={"number": 6}).json()["number"])
"""
    ended = subprocess.run(
        [sys.executable, "-m", "asyncio"],
        input=typed,
        capture_output=True,
        text=True,
        timeout=WAIT,
        env=environment(server.base_url),
        check=False,
    )
    assert ended.returncode == 0
    assert [line[-5:] for line in ended.stdout.splitlines() if "got" in line] == ["got 5", "got 6"]
    assert "Warning" not in ended.stderr
    assert "Error" not in ended.stderr


def test_in_a_notebook(server: Loopback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nbclient = pytest.importorskip("nbclient")
    nbformat = pytest.importorskip("nbformat")
    pytest.importorskip("ipykernel")
    for name in ("IPYTHONDIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    for name, value in environment(server.base_url).items():
        monkeypatch.setenv(name, value)
    cells = [
        program("echo(1)['number']"),
        "import asyncio\nawait asyncio.sleep(0)\necho(2)['number']",
        "[participant.id for participant in client.project('p').participants.list(page_size=150)][-1]",
        "client.close()",
    ]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    nbclient.NotebookClient(notebook, timeout=WAIT, kernel_name="python3").execute()
    outputs = [output for cell in notebook.cells for output in cell.outputs]
    assert [output["data"]["text/plain"] for output in outputs] == ["'1'", "'2'", "'p199'"]


@pytest.mark.parametrize("patch", ["patch_all()", "patch_all(thread=False)"])
def test_patched_threads_are_refused_at_once_with_advice(server: Loopback, patch: str) -> None:
    pytest.importorskip("gevent")
    ended = run(
        f"""
        from gevent import monkey; monkey.{patch}
        import os, time
        from cortex_sync import ConfigError, CortexClient
        client = CortexClient(base_url=os.environ["CORTEX_BASE_URL"], api_key="k")
        started = time.monotonic()
        try:
            client.request("GET", "/api/echo")
        except ConfigError as error:
            print(time.monotonic() - started < 30, error)
        """,
        server.base_url,
        prelude=False,
    )
    assert (ended.code, ended.errors) == (0, "")
    assert ended.lines[0].startswith("True threads or selectors are monkey-patched")
    assert "gthread" in ended.lines[0]


def test_the_advice_for_patched_threads_works(server: Loopback) -> None:
    pytest.importorskip("gevent")
    ended = run(
        """
        from gevent import monkey
        monkey.patch_all(thread=False, select=False)
        import gevent, os
        from cortex_sync import CortexClient
        with CortexClient(base_url=os.environ["CORTEX_BASE_URL"].replace("127.0.0.1", "localhost"), api_key="k") as client:
            def number(value):
                return client.request("GET", "/api/echo", query={"number": value}).json()["number"]
            print(*(job.get(5) for job in [gevent.spawn(number, value) for value in range(4)]))
        """,
        server.base_url,
        prelude=False,
    )
    assert (ended.code, ended.lines, ended.errors) == (0, ["0 1 2 3"], "")


def test_threads_that_are_patched_later_do_no_harm(server: Loopback) -> None:
    pytest.importorskip("gevent")
    ended = run(
        """
        print(echo(1)["number"])
        from gevent import monkey
        monkey.patch_all()
        print(echo(2)["number"])
        """,
        server.base_url,
        "-W",
        "ignore",
    )
    assert (ended.code, ended.lines) == (0, ["1", "2"])
