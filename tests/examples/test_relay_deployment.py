"""The deployment examples of relays and workers: valid by the schemas of their tools, and about what exists."""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
import sys
from pathlib import Path

import kubernetes_validate
import pytest
import yaml

from cortex_async.relay.service.loading import load_router
from cortex_async.relay.service.options import RELAY, WORKER

FOLDER = Path(__file__).parents[2] / "examples" / "relay"
FILES = [path for path in FOLDER.rglob("*") if path.is_file() and path.parent.name != "__pycache__"]
KUBERNETES = "1.33"
OF_THE_CLIENT = {"CORTEX_API_KEY", "CORTEX_BASE_URL", "CORTEX_PROJECT_ID", "CORTEX_WORKER_ROUTER"}


def files(pattern: str) -> list[Path]:
    found = sorted(FOLDER.glob(pattern))
    assert found, pattern
    return found


@pytest.mark.parametrize("path", files("kubernetes/*.yaml"), ids=lambda path: path.name)
def test_manifests_are_valid(path: Path) -> None:
    for manifest in yaml.safe_load_all(path.read_text()):
        kubernetes_validate.validate(manifest, KUBERNETES, strict=True)


def test_a_manifest_with_an_unknown_field_is_not() -> None:
    (manifest, *_) = yaml.safe_load_all((FOLDER / "kubernetes" / "relay.yaml").read_text())
    manifest["spec"]["template"]["spec"]["containers"][0]["livenessPrope"] = {}
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(manifest, KUBERNETES, strict=True)


def test_compose_files_are_valid() -> None:
    result = subprocess.run(
        [
            sys.executable,
            "-m",
            "check_jsonschema",
            "--builtin-schema",
            "vendor.compose-spec",
            *files("*.yaml"),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd on this machine")
def test_units_are_valid(tmp_path: Path) -> None:
    for path in files("systemd/*"):
        # It checks that the program exists, which here it does not.
        unit = re.sub("^ExecStart=[^ ]*", "ExecStart=/bin/true", path.read_text(), flags=re.MULTILINE)
        (tmp_path / path.name.replace("@.", "@1.")).write_text(unit)
    result = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *tmp_path.iterdir()],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (result.returncode, result.stderr) == (0, "")


def test_every_variable_exists() -> None:
    known = {option.variable for option in (*RELAY, *WORKER)} | OF_THE_CLIENT
    for path in FILES:
        assert set(re.findall(r"CORTEX_[A-Z_]+", path.read_text())) <= known, path.name


def test_every_module_exists(monkeypatch: pytest.MonkeyPatch) -> None:
    started = {
        name for path in FILES for name in re.findall(r"cortex_async\.relay[a-z_.]*\b", path.read_text())
    }
    assert started == {"cortex_async.relay", "cortex_async.relay.worker"}
    for name in started:
        assert importlib.util.find_spec(f"{name}.__main__") is not None
    monkeypatch.chdir(FOLDER)
    monkeypatch.syspath_prepend(FOLDER)
    assert load_router("moderation:router") is not None


def test_the_time_to_stop_is_longer_than_the_drain() -> None:
    (drain,) = (float(option.default or 0) for option in WORKER if option.name == "drain-timeout")
    (manifest, *_) = yaml.safe_load_all((FOLDER / "kubernetes" / "worker.yaml").read_text())
    assert manifest["spec"]["template"]["spec"]["terminationGracePeriodSeconds"] > drain
    for path in files("compose.*.yaml"):
        grace = yaml.safe_load(path.read_text())["services"]["worker"]["stop_grace_period"]
        assert float(grace.removesuffix("s")) > drain
