"""The container file and the compose example, read and tried as far as that works without an image."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from cortex_async.emulator.__main__ import parse
from tests.emulator.controlled import ROOT, child

FOLDER = ROOT / "examples" / "emulator-container"
TOKEN = "only-for-tests-on-this-machine"
BUILT = ("pyproject.toml", "setup.py", "README.md", "LICENSE", "cortex_async", "cortex_cli", "cortex_sync")
"""What a wheel is built from."""
KNOWN = {"FROM", "WORKDIR", "COPY", "RUN", "USER", "EXPOSE", "HEALTHCHECK", "ENTRYPOINT"}


def instructions() -> list[tuple[str, str]]:
    """The instructions of the container file, without comments, continued lines joined."""
    source = re.sub(r"\\\n\s*", "", (FOLDER / "Dockerfile").read_text())
    lines = [line for line in source.splitlines() if line and not line.startswith("#")]
    return [(name, rest) for name, _, rest in (line.partition(" ") for line in lines)]


def entrypoint() -> list[str]:
    (found,) = [json.loads(rest) for name, rest in instructions() if name == "ENTRYPOINT"]
    assert found[1:3] == ["-m", "cortex_async.emulator"]
    return list(found[3:])


@pytest.fixture(scope="module")
def compose() -> Any:
    return yaml.safe_load((FOLDER / "compose.yaml").read_text())["services"]


def test_the_container_file_is_well_formed() -> None:
    found = instructions()
    assert {name for name, _ in found} == KNOWN
    assert found[0][0] == "FROM"
    stages = [
        re.fullmatch(r"python:3\.\d+-slim(?: AS (\w+))?", rest) for name, rest in found if name == "FROM"
    ]
    assert all(stages)
    for rest in (rest for name, rest in found if name == "COPY"):
        *sources, _ = rest.split()
        if sources[0].startswith("--from="):
            assert sources[0] == "--from=build"
            continue
        assert all((ROOT / source).exists() for source in sources), rest
    assert [rest for name, rest in found if name == "USER"] == ["1000"]


def test_everything_that_is_copied_is_sent_to_the_builder() -> None:
    listed = (FOLDER / "Dockerfile.dockerignore").read_text().splitlines()
    copied = {
        source
        for name, rest in instructions()
        if name == "COPY" and not rest.startswith("--from")
        for source in rest.split()[:-1]
    }
    assert listed[0] == "*"
    assert {line[1:] for line in listed if line.startswith("!")} == copied


def test_what_is_copied_is_enough_to_build_the_package(tmp_path: Path) -> None:
    copied = [
        source
        for name, rest in instructions()
        if name == "COPY" and not rest.startswith("--from")
        for source in rest.split()[:-1]
    ]
    for source in copied:
        (tmp_path / source).symlink_to(ROOT / source)
    code = "from setuptools import build_meta; print(build_meta.prepare_metadata_for_build_wheel('.'))"
    built = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, timeout=30, check=False
    )
    assert built.returncode == 0, built.stderr
    (metadata,) = tmp_path.glob("*.dist-info")
    modules = {
        line.split(".")[0] for line in re.findall(r"= ([\w.]+)", (metadata / "entry_points.txt").read_text())
    }
    assert modules <= {*copied}
    assert set(copied) == {*BUILT}


def test_the_image_of_the_relay_copies_the_same() -> None:
    source = (ROOT / "examples" / "relay" / "Dockerfile").read_text()
    lines = re.findall(r"^COPY (?!--from)(.*) \S+$", source, re.MULTILINE)
    assert {*" ".join(lines).split()} - {"examples/relay/moderation.py"} == {*BUILT}


def test_the_options_of_the_container_exist(compose: Any) -> None:
    options = parse([*entrypoint(), *compose["cortex"]["command"]])
    assert (options.host, options.port, options.control) == ("0.0.0.0", 8787, True)
    assert (options.project, options.key) == ("game", "ots_live_for_tests")
    assert [rest for name, rest in instructions() if name == "EXPOSE"] == ["8787"]


def test_the_compose_file_refers_to_what_exists(compose: Any) -> None:
    for service in compose.values():
        context = FOLDER / service["build"]["context"]
        assert context.resolve() == ROOT
        assert (context / service["build"]["dockerfile"]).is_file()
        for volume in service.get("volumes", ()):
            assert (FOLDER / volume.split(":")[0]).is_file()
    assert compose["cortex"]["ports"] == ["127.0.0.1:8787:8787"]
    assert compose["cortex"]["environment"] == {
        "CORTEX_EMULATOR_TOKEN": "${CORTEX_EMULATOR_TOKEN:-" + TOKEN + "}"
    }


def test_the_check_and_the_health_check_pass(compose: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CORTEX_EMULATOR_TOKEN", TOKEN)
    # The last --port counts: a free one, which a test needs.
    with child(*entrypoint(), *compose["cortex"]["command"], "--port", "0") as exported:
        assert exported["CORTEX_EMULATOR_TOKEN"] == TOKEN
        (health,) = [rest for name, rest in instructions() if name == "HEALTHCHECK"]
        script = json.loads(health[health.index("[") :])[2]
        address = exported["CORTEX_BASE_URL"].replace("0.0.0.0", "127.0.0.1")
        assert "http://127.0.0.1:8787" in script
        run(["-c", script.replace("http://127.0.0.1:8787", address)])
        monkeypatch.setenv("CORTEX_BASE_URL", address)
        (name,) = [Path(volume.split(":")[0]) for volume in compose["tests"]["volumes"]]
        assert run([str(FOLDER / name)]) == "a shout was muted\n"


def run(arguments: list[str]) -> str:
    command = [sys.executable, "-W", "error", *arguments]
    finished = subprocess.run(command, capture_output=True, text=True, timeout=30, cwd=ROOT)
    assert (finished.returncode, finished.stderr) == (0, "")
    return finished.stdout
