"""An editable install, as ``pip install -e <checkout>`` makes it, is visible to type checkers in other folders."""

from __future__ import annotations

import json
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from generator.model.assemble import assemble
from generator.source.specification import load
from generator.source.version import release
from tests.mypy_cache import mypy_cache
from tests.typing.exhaustive import program

ROOT = Path(__file__).parents[2]
APIS = ("cortex", "nimrobo", "orga", "rtcstack")

USER = """
from typing import assert_never

from cortex_async import CortexClient
from cortex_async.events import Event, MessageAnnotationCreatedEvent
from cortex_async.models import GatheringInvitationSentPayload, Invitation
from cortex_sync import CortexClient as SyncClient
from cortex_sync.models import Session


async def moderate(client: CortexClient, event: Event) -> None:
    if isinstance(event, MessageAnnotationCreatedEvent):
        flagged = event.payload.data
        if flagged.number("severity", default=0.0) > 0.8:
            await client.project("p").sessions.stop(flagged.text("session", default=""))
        print(flagged.number("severity") > 0.8)  # wrong: it may be None


def invited(payload: GatheringInvitationSentPayload) -> None:
    match payload.data:
        case Invitation():
            pass
        case never:
            assert_never(never)  # wrong: it may be by e-mail


def sessions(client: SyncClient) -> list[Session]:
    return client.project("p").sessions.list()
"""
"""Its mistakes show that the checkers really read the types."""

WRONG = [number for number, line in enumerate(USER.splitlines(), 1) if "# wrong" in line]


@pytest.fixture(scope="module")
def user(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with programs of a user, and an environment in which the checkout is installed."""
    folder = tmp_path_factory.mktemp("user")
    make = f"from setuptools import build_meta; build_meta.build_editable({str(folder)!r})"
    environment = folder / "environment"
    commands = (
        [sys.executable, "-c", make],
        [sys.executable, "-m", "venv", "--without-pip", str(environment)],
    )
    running = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) for command in commands]
    assert [process.wait(60) for process in running] == [0, 0]
    packages = Path(sysconfig.get_path("purelib", vars={"base": str(environment)}))
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(packages)
    # The dependencies; what this folder's own .pth files add is left out.
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib"), "utf-8")
    (folder / "user.py").write_text(USER, "utf-8")
    apis = [assemble(load(ROOT / "spec" / name, release(ROOT))) for name in APIS]
    (folder / "exhaustive.py").write_text(program(apis), "utf-8")
    return folder


def test_type_checkers_see_it_and_narrow_every_union(user: Path) -> None:
    python = user / "environment" / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    files = ["user.py", "exhaustive.py"]
    command = [sys.executable, "-m", "pyright", "--pythonpath", str(python), "--outputjson", *files]
    with subprocess.Popen(command, cwd=user, stdout=subprocess.PIPE, text=True) as pyright:
        with mypy_cache() as cache:
            command = [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", *files]
            command += ["--cache-dir", str(cache), "--python-executable", str(python)]
            mypy = subprocess.run(command, cwd=user, stdout=subprocess.PIPE, text=True, check=False)
        printed = pyright.communicate(timeout=55)[0]
    errors = [line for line in mypy.stdout.splitlines() if ": error: " in line]
    assert [line.split(": ")[0] for line in errors] == [f"user.py:{line}" for line in WRONG], errors
    found = json.loads(printed)["generalDiagnostics"]
    places = [(Path(one["file"]).name, one["range"]["start"]["line"] + 1) for one in found]
    assert places == [("user.py", line) for line in WRONG], found
